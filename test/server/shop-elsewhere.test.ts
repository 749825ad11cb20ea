import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpShop } from '../../server-stub/shop/http/http-shop.ts';
import { fixRow } from '../../server-stub/orders/board-acts.ts';
import { listBoard } from '../../server-stub/orders/board-rows.ts';
import { shopSecret, startOtherShop, type OtherShop, type WireFault } from '../other-shop/start.ts';
import { openPage, refused, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
/** Every way in which an answer is no answer; the client sends each call twice. */
const kinds = ['drop_before', 'drop_after', 'cut', 'error', 'error_after', 'delay'] as const;

let other: OtherShop;
let server: TestServer;
let cart: Awaited<ReturnType<OtherShop['newCart']>>;

beforeAll(async () => {
  other = await startOtherShop();
  const shop = createHttpShop({
    url: other.url,
    secrets: [shopSecret],
    timeoutMs: 1000,
    pausesMs: [10],
    sender: async () => ({ name: { ja: 'よその店', en: 'Other shop' }, contact: { ja: '', en: '' } }),
  });
  server = await startServer('PostgreSQL', { capture: 'automatic' }, { shop: () => shop });
});
afterAll(async () => {
  await server.stop();
  await other.stop();
});
beforeEach(async () => {
  cart = await other.newCart();
});

const lose = (operation: string, kind: WireFault['kind']) =>
  other.break({ operation, kind, times: 2, ms: 1400 });
const open = () => openPage(server, cart, { sub: crypto.randomUUID() });
const passAndSweep = async (minutes = 2) => {
  await server.passMinutes(minutes);
  await server.sweep();
};
const intents = async () =>
  (await server.stripe.paymentIntents.list({ limit: 100 })).data
    .filter(({ metadata }) => metadata['cart'] === cart.id)
    .map(({ status }) => status as string);
const ordersHere = () => server.db.selectFrom('orders').selectAll().where('cart_id', '=', cart.id).execute();

async function expectPaid(attempt: string): Promise<void> {
  const [order] = await ordersHere();
  const there = await other.state();
  expect(there.orders[attempt]).toMatchObject({ orderNumber: order?.order_no });
  expect(there.orders[attempt]).not.toHaveProperty('withdrawn');
  expect(there.stock[cart.sku]).toBe(999);
  expect(there.holds).not.toContain(attempt);
  expect(there.payments[attempt]).toMatchObject([{ version: 1, money: 'captured' }]);
  expect(there.mails.filter((mail) => mail.attempt === attempt)).toMatchObject([
    { kind: 'order', to: 'hanako@example.com' },
  ]);
  expect(await intents()).toEqual(['succeeded']);
  await server.invariants();
}

it('a payment with 3-D Secure becomes one order in the other process, captured, told and mailed once', async () => {
  const page = await open();
  const view = await page.pay(needs3ds);
  expect((await other.state()).holds).toContain(view.id);
  await server.authenticate(view, 'complete');
  expect(await page.resume(view)).toMatchObject({ status: 'succeeded' });
  await passAndSweep();
  await passAndSweep();
  await expectPaid(view.id);
  const mail = (await other.state()).mails.find(({ attempt }) => attempt === view.id);
  expect(mail?.text).toContain('クレジットカード');
  expect(await server.db.selectFrom('shop_mail').select('attempt_id').execute()).toEqual([]);
});

describe('an answer that is lost', () => {
  it.each(kinds)(
    'of the reservation (%s) starts nothing at Stripe, and the same press goes on',
    async (kind) => {
      const page = await open();
      const request = await page.payRequest(good);
      await lose('reserve', kind);
      expect((await refused(page.send(request))).code).toBe('unavailable');
      expect(await intents()).toEqual([]);
      const view = await page.send(request);
      expect(view).toMatchObject({ status: 'succeeded' });
      await passAndSweep();
      await expectPaid(view.id);
    },
  );

  it.each(kinds)('of the order (%s) keeps the shopper waiting, and the shop is asked again', async (kind) => {
    const page = await open();
    await lose('order', kind);
    const view = await page.pay(good);
    expect(view).toMatchObject({ status: 'pending' });
    await passAndSweep();
    expect(await page.look(view.id)).toMatchObject({ status: 'succeeded' });
    await passAndSweep();
    await expectPaid(view.id);
  });

  it('of the order number keeps the shopper waiting, and gives the same number again', async () => {
    const page = await open();
    await lose('order-number', 'drop_after');
    const view = await page.pay(good);
    expect(view).toMatchObject({ status: 'pending' });
    await passAndSweep();
    await passAndSweep();
    await expectPaid(view.id);
  });

  it.each(kinds)('of the release (%s) is asked for until it is there', async (kind) => {
    const page = await open();
    const view = await page.pay(needs3ds);
    await lose('release', kind);
    expect(await page.cancel(view)).toMatchObject({ status: 'closed' });
    await server.sweep();
    await passAndSweep(10);
    const there = await other.state();
    expect(there.holds).not.toContain(view.id);
    expect(there.executed.filter((name) => name === 'release').length).toBeGreaterThan(0);
    const jobs = await server.db
      .selectFrom('outbox')
      .select('done_at')
      .where('attempt_id', '=', view.id)
      .where('kind', '=', 'release')
      .execute();
    expect(jobs).toEqual([{ done_at: expect.any(Date) as Date }]);
    expect(await intents()).toEqual(['canceled']);
    await server.invariants();
  });

  it('of the order, and then a hold that is cancelled in the Dashboard: the shop’s order is withdrawn', async () => {
    const page = await open();
    await lose('order', 'drop_after');
    const view = await page.pay(good);
    expect((await other.state()).orders[view.id]).not.toHaveProperty('withdrawn');
    const [intent] = (await server.stripe.paymentIntents.list({ limit: 1 })).data;
    await server.stripe.paymentIntents.cancel(intent?.id ?? '');
    await passAndSweep();
    expect(await page.look(view.id)).toMatchObject({ status: 'closed', reason: 'canceled-at-stripe' });
    const there = await other.state();
    expect(there.orders[view.id]).toMatchObject({ withdrawn: true });
    expect(there.stock[cart.sku]).toBe(1000);
    // The hold was seen, so the shopper is told that it is gone; the order mail had left with the order.
    expect(there.mails.filter(({ attempt }) => attempt === view.id).map(({ kind }) => kind)).toEqual([
      'order',
      'release',
    ]);
    expect(await ordersHere()).toEqual([]);
    await server.invariants();
  });

  it('of the cart refuses the view and the payment for now, and nothing begins', async () => {
    const page = await open();
    const request = await page.payRequest(good);
    await lose('cart', 'drop_before');
    expect((await refused(page.send(request))).code).toBe('unavailable');
    const attempts = await server.db
      .selectFrom('attempt')
      .select('id')
      .where('cart_id', '=', cart.id)
      .execute();
    expect(attempts).toEqual([]);
  });
});

it('a reservation that arrives after its release holds nothing', async () => {
  const page = await open();
  const request = await page.payRequest(good);
  await other.break({ operation: 'reserve', kind: 'delay', times: 2, ms: 3000 });
  await refused(page.send(request));
  await server.db
    .updateTable('attempt')
    .set({ expires_at: new Date(0), next_check_at: new Date(0) })
    .where('cart_id', '=', cart.id)
    .execute();
  await server.sweep();
  const { id } = await server.db
    .selectFrom('attempt')
    .select('id')
    .where('cart_id', '=', cart.id)
    .where('state', '=', 'closed')
    .executeTakeFirstOrThrow();
  await expect
    .poll(async () => (await other.state()).executed.slice(-3))
    .toEqual(['release', 'reserve', 'reserve']);
  expect((await other.state()).holds).not.toContain(id);
});

it('the last unit goes to one of two, and the other’s card never reaches Stripe', async () => {
  await other.setStock(cart.sku, 1);
  const first = await open();
  expect(await first.pay(needs3ds)).toMatchObject({ status: 'action-required' });
  cart = await other.newCart({ of: cart.sku });
  const second = await open();
  const view = await second.pay(good);
  expect(view).toMatchObject({ status: 'closed', reason: 'sold-out', items: [{ state: 'held' }] });
  expect(await intents()).toEqual([]);
  await server.sweep();
  await server.invariants();
});

it('stock that is gone after 3-D Secure lets the hold go, with the order number beside it', async () => {
  const page = await open();
  const view = await page.pay(needs3ds);
  await other.setStock(cart.sku, 0);
  await server.authenticate(view, 'complete');
  expect(await page.resume(view)).toMatchObject({
    status: 'closed',
    reason: 'sold-out',
    holdReleased: true,
  });
  await server.sweep();
  expect(await intents()).toEqual(['canceled']);
  const there = await other.state();
  expect(there.holds).not.toContain(view.id);
  expect(there.mails.filter(({ attempt }) => attempt === view.id)).toMatchObject([{ kind: 'release' }]);
  await server.invariants();
});

it('a cart that another method ordered during 3-D Secure is closed to the card', async () => {
  const page = await open();
  const view = await page.pay(needs3ds);
  expect(await other.orderOtherwise(cart)).toMatchObject({ kind: 'placed' });
  await server.authenticate(view, 'complete');
  expect(await page.resume(view)).toMatchObject({ status: 'closed', reason: 'already-ordered' });
  expect(await intents()).toEqual(['canceled']);
  await server.invariants();
});

it('a cart that the card ordered first is closed to another method', async () => {
  const page = await open();
  const view = await page.pay(good);
  expect(view).toMatchObject({ status: 'succeeded' });
  expect(await other.orderOtherwise(cart)).toMatchObject({ kind: 'already-ordered' });
  await passAndSweep();
  await expectPaid(view.id);
});

it('a shop that does not answer while it is to write the order stands on the board, and is asked again there', async () => {
  const page = await open();
  const view = await page.pay(needs3ds);
  await server.authenticate(view, 'complete');
  await other.break({ operation: 'order', kind: 'error', times: 1000 });
  await page.resume(view);
  const rows = async () =>
    (await listBoard(server.db, { bucket: 'unknown' }, { limit: 10 })).filter(
      ({ attempt }) => attempt === view.id,
    );
  expect(await rows()).toEqual([]);
  await passAndSweep(3);
  const [row] = await rows();
  expect(row).toMatchObject({ status: 'open', remedy: 'ask-shop', reference: expect.any(String) as string });
  await other.break();
  await fixRow(server.deps, row?.key ?? '', 'owner');
  expect(await rows()).toEqual([]);
  await passAndSweep();
  await passAndSweep();
  await expectPaid(view.id);
});
