import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DepsAtStripe } from '../../server-stub/checkout/deps.ts';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { reconcile, reconcileIfDue } from '../../server-stub/checkout/reconcile.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import { openPage, startServer, type TestServer, withCurrentKey } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';

let server: TestServer;
let cart: { id: string; version: number };
let deps: DepsAtStripe;

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  deps = await withCurrentKey(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

const anHourAgo = () => new Date(Date.now() - 3_600_000);
const attemptRow = (id: string) =>
  server.db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
const findings = (attempt: string) =>
  server.db.selectFrom('finding').selectAll().where('attempt_id', '=', attempt).execute();
const orderOf = (cartId: string) =>
  server.db.selectFrom('orders').selectAll().where('cart_id', '=', cartId).executeTakeFirst();
const intentOf = async (view: AttemptView) => (await attemptRow(view.id))?.pi_id ?? '';

/** The shopper has authenticated, and neither page nor webhook says so. */
async function heldUnseen(): Promise<AttemptView> {
  const page = await openPage(server, cart);
  const view = await page.pay(needs3ds);
  await server.authenticate(view, 'complete');
  return view;
}

/** As if the database had been restored from a backup that is older than the attempt. */
async function forget(view: AttemptView): Promise<void> {
  for (const table of ['reservation', 'data_consent', 'confirmation', 'outbox', 'audit'] as const)
    await server.db.deleteFrom(table).where('attempt_id', '=', view.id).execute();
  await server.db.deleteFrom('attempt').where('id', '=', view.id).execute();
}

describe('events that no webhook brought', () => {
  it('are read from the list and end in the order, each of them once', async () => {
    const view = await heldUnseen();
    await server.passMinutes(1);
    expect(await pollEvents(deps)).toBeGreaterThan(0);
    await server.sweep();
    expect(await attemptRow(view.id)).toMatchObject({ state: 'committed' });
    await server.passMinutes(1);
    expect(await pollEvents(deps)).toBe(0);
    await server.invariants();
  });

  it('tell of money that moved after the order', async () => {
    const view = await (await openPage(server, cart)).pay(good);
    await server.stripe.paymentIntents.capture(await intentOf(view));
    await server.passMinutes(1);
    await pollEvents(deps);
    await server.sweep();
    expect(await orderOf(cart.id)).toMatchObject({ money: 'captured' });
    expect(await attemptRow(view.id)).toMatchObject({ next_check_at: null });
  });

  it('are found although the last poll saw one from a clock that ran ahead', async () => {
    await pollEvents(deps);
    await server.db
      .updateTable('stripe_search')
      .set({ reached: new Date(Date.now() + 3_600_000) })
      .where('kind', '=', 'events')
      .execute();
    await (await openPage(server, cart)).pay(good);
    await server.passMinutes(1);
    expect(await pollEvents(deps)).toBeGreaterThan(0);
  });
});

describe('a list of Stripe’s payments', () => {
  it('gives an order to a payment that a restored backup forgot', async () => {
    const view = await heldUnseen();
    await forget(view);
    expect(await reconcile(deps, anHourAgo())).toMatchObject({ astray: 1 });
    expect(await attemptRow(view.id)).toMatchObject({ state: 'committed' });
    expect(await orderOf(cart.id)).toMatchObject({ money: 'authorised', attempt_id: view.id });
    expect(await findings(view.id)).toMatchObject([{ action: 'adopted', bucket: 'uncaptured' }]);
    await server.invariants();
  });

  it('gives an attempt back the intent whose name it lost', async () => {
    const view = await heldUnseen();
    const row = await attemptRow(view.id);
    await forget(view);
    await server.db
      .insertInto('attempt')
      .values({
        ...row!,
        pi_id: null,
        pi_status: null,
        customer_id: null,
        snapshot: JSON.stringify(row!.snapshot),
        rules: JSON.stringify(row!.rules),
        sold_out: null,
        next_check_at: row!.next_check_at ?? new Date(),
      })
      .execute();
    await reconcile(deps, anHourAgo());
    expect(await attemptRow(view.id)).toMatchObject({ state: 'committed' });
    await server.invariants();
  });

  it('lets a hold go whose cart is not for sale any more as it was', async () => {
    const view = await heldUnseen();
    const intent = await intentOf(view);
    await forget(view);
    await server.db
      .updateTable('cart')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', cart.id)
      .execute();
    await reconcile(deps, anHourAgo());
    expect((await server.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled');
    expect(await findings(view.id)).toMatchObject([{ action: 'cancelled' }]);
    expect(await orderOf(cart.id)).toBeUndefined();
    await server.invariants();
  });

  it('shows captured money without an order to a person, and touches it no more', async () => {
    const view = await heldUnseen();
    const intent = await intentOf(view);
    await server.stripe.paymentIntents.capture(intent);
    await forget(view);
    await server.db.deleteFrom('cart_line').where('cart_id', '=', cart.id).execute();
    await server.db
      .updateTable('cart')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', cart.id)
      .execute();
    await reconcile(deps, anHourAgo());
    expect(await findings(view.id)).toMatchObject([
      { action: 'needs-attention', bucket: 'captured', settled_at: null },
    ]);
    await server.stripe.refunds.create({ payment_intent: intent });
    await reconcile(deps, anHourAgo());
    expect((await findings(view.id))[0]?.settled_at).not.toBeNull();
  });

  it('only says what it finds where a restored copy observes', async () => {
    const view = await heldUnseen();
    const intent = await intentOf(view);
    await forget(view);
    await reconcile({ ...deps, reconcile: 'observe' }, anHourAgo());
    expect(await findings(view.id)).toMatchObject([{ action: 'observed', settled_at: null }]);
    expect((await server.stripe.paymentIntents.retrieve(intent)).status).toBe('requires_capture');
    await reconcile(deps, anHourAgo());
    expect(await findings(view.id)).toMatchObject([{ action: 'adopted' }]);
    await server.invariants();
  });

  it('counts what other shops on the account have, and leaves it alone', async () => {
    const theirs = await server.stripe.paymentIntents.create({
      amount: 500,
      currency: 'jpy',
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      metadata: { installation: 'in_another' },
    });
    const count = await reconcile(deps, anHourAgo());
    expect(count?.foreign).toBeGreaterThan(0);
    expect((await server.stripe.paymentIntents.retrieve(theirs.id)).status).toBe('requires_payment_method');
  });

  it('cancels an intent that was never saved, once its handler can no longer come', async () => {
    const lost = await server.stripe.paymentIntents.create({
      amount: 500,
      currency: 'jpy',
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      metadata: { installation: deps.installation, attempt: 'at_never_saved', cart: cart.id },
    });
    const status = async () => (await server.stripe.paymentIntents.retrieve(lost.id)).status;
    await reconcile(deps, anHourAgo());
    expect(await status()).toBe('requires_payment_method');
    await server.passMinutes(11);
    await reconcile(deps, anHourAgo());
    expect(await status()).toBe('canceled');
  });

  it('follows money that moved while no event came', async () => {
    const view = await (await openPage(server, cart)).pay(good);
    await server.stripe.paymentIntents.cancel(await intentOf(view));
    await reconcile(deps, anHourAgo());
    await server.sweep();
    expect(await orderOf(cart.id)).toMatchObject({ money: 'needs_attention' });
  });

  it('is read by one instance at a time, and again only when it is due', async () => {
    let lists = 0;
    const counting: DepsAtStripe = {
      ...deps,
      gateway: {
        ...deps.gateway,
        listIntents: (...page) => {
          lists += 1;
          return deps.gateway.listIntents(...page);
        },
      },
    };
    await server.passMinutes(60 * 25);
    await Promise.all([reconcileIfDue(counting), reconcileIfDue(counting)]);
    const first = lists;
    expect(first).toBeGreaterThan(0);
    await reconcileIfDue(counting);
    expect(lists).toBe(first);
    const turns = await server.db.selectFrom('stripe_search').select(['kind', 'reached']).execute();
    expect(turns.filter(({ kind, reached }) => kind !== 'events' && reached)).toHaveLength(2);
  });
});
