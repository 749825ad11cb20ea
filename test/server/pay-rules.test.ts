import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureIntent } from '../../server-stub/checkout/intent.ts';
import { resolve } from '../../server-stub/checkout/resolve.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import { confirmCard } from '../../server-stub/checkout/confirm.ts';
import { readSettings } from '../../server-stub/settings/settings.ts';
import { findAttempt } from '../../server-stub/store/attempts.ts';
import { newStanding } from '../../server-stub/store/standings.ts';
import { openPage, refused, startServer, type TestServer, withCurrentKey } from './harness.ts';

const good = '4242424242424242';
const declined = '4000000000000002';
const needs3ds = '4000002760003184';

let server: TestServer;
let cart: { id: string; version: number };

beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

const stateOf = async (id: string) =>
  (await server.db.selectFrom('attempt').select('state').where('id', '=', id).executeTakeFirstOrThrow())
    .state;

describe('an attempt with nothing at the bank', () => {
  it('ends five minutes after its card was declined', async () => {
    const view = await (await openPage(server, cart)).pay(declined);
    await server.passMinutes(4);
    await server.sweep();
    expect(await stateOf(view.id)).toBe('active');
    await server.passMinutes(2);
    await server.sweep();
    expect(await stateOf(view.id)).toBe('closed');
    await server.invariants();
  });

  it('lives on while its shopper is there, and no longer than two hours', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(declined);
    for (let passed = 0; passed < 116; passed += 4) {
      await server.passMinutes(4);
      await page.look(view.id);
      await server.sweep();
    }
    expect(await stateOf(view.id)).toBe('active');
    await server.passMinutes(5);
    await page.look(view.id);
    await server.sweep();
    expect(await stateOf(view.id)).toBe('closed');
  });

  it('is not kept alive by somebody else’s look', async () => {
    const view = await (await openPage(server, cart)).pay(declined);
    const other = await openPage(server, cart, { sub: 'visitor-2' });
    await server.passMinutes(4);
    await other.look(view.id);
    await server.passMinutes(2);
    await server.sweep();
    expect(await stateOf(view.id)).toBe('closed');
  });

  it('has five minutes again after a failed 3-D Secure', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await server.authenticate(view, 'fail');
    await page.resume(view);
    await server.passMinutes(6);
    await server.sweep();
    expect(await stateOf(view.id)).toBe('closed');
  });
});

describe('a card that does not fit what was agreed', () => {
  it('is refused before the bank is asked, and the next one pays on the same intent', async () => {
    const page = await openPage(server, cart);
    const request = await page.payRequest(good, {
      confirmationToken: await server.cardToken(good, 'on_session'),
    });
    expect(await refused(page.send(request))).toMatchObject({
      code: 'card-mismatch',
      detail: 'saving_differs',
    });
    expect(await refused(page.send(request))).toMatchObject({ code: 'card-mismatch' });
    const { data } = await server.stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] });
    expect(data[0]?.latest_charge).toBeNull();
    expect(await page.pay(good)).toMatchObject({ status: 'succeeded' });
    await server.invariants();
  });
});

it('a shopper who pays for many carts at once is stopped at five', async () => {
  for (let i = 0; i < 5; i++) {
    const page = await openPage(server, await server.newCart(), { sub: 'hoarder' });
    await page.pay(needs3ds);
  }
  const sixth = await openPage(server, await server.newCart(), { sub: 'hoarder' });
  expect(await refused(sixth.pay(good))).toMatchObject({ code: 'rate-limited', retryAfter: 300 });
});

describe('a Stripe Customer', () => {
  const member = { shopper: 'member', member: 'member-77', sub: 'member-77' } as const;
  const customers = async () =>
    (await server.stripe.customers.list({ limit: 100 })).data.filter(
      ({ metadata }) => metadata['subject'] === member.member,
    );

  it('is one per member, though two carts are paid at the same moment with other contact details', async () => {
    const contact = (email: string) => ({
      name: 'A',
      email,
      phone: '',
      country: 'JP',
      postal: '',
      address: '',
    });
    const carts = [
      await server.newCart(contact('a@example.com')),
      await server.newCart(contact('b@example.com')),
    ];
    await Promise.all(carts.map(async (each) => (await openPage(server, each, member)).pay(good)));
    expect(await customers()).toHaveLength(1);
  });

  it('is made anew once when it was deleted at Stripe', async () => {
    const [first] = await customers();
    await server.stripe.customers.del(first?.id ?? '');
    const page = await openPage(server, cart, member);
    expect(await page.pay(good)).toMatchObject({ status: 'succeeded' });
    expect(await customers()).toHaveLength(1);
    await server.invariants();
  });
});

it('a confirm that never arrived is sent again by one of those who notice', async () => {
  const page = await openPage(server, cart);
  const { gateway } = await withCurrentKey(server);
  let sent = 0;
  const losing = { ...gateway, confirmIntent: async () => ({ kind: 'unknown', message: 'lost' }) as const };
  const counting: typeof gateway = {
    ...gateway,
    confirmIntent: (...call) => {
      sent += 1;
      return gateway.confirmIntent(...call);
    },
  };
  const original = server.deps.gateways;
  try {
    server.deps.gateways = singleGateway(losing);
    const view = await page.pay(good);
    expect(view.status).toBe('pending');
    server.deps.gateways = singleGateway(counting);
    await resolve(server.deps, view.id);
    expect(sent).toBe(0);
    await server.passMinutes(1);
    await Promise.all(Array.from({ length: 4 }, () => resolve(server.deps, view.id)));
    expect(sent).toBe(1);
    expect(await stateOf(view.id)).toBe('committed');
  } finally {
    server.deps.gateways = original;
  }
  await server.invariants();
});

it('a request that wakes up late does not cancel the payment that its repeat has made', async () => {
  const page = await openPage(server, cart);
  const request = await page.payRequest(good);
  const view = await page.send(request);
  const deps = await withCurrentKey(server);
  const row = await server.db
    .selectFrom('attempt')
    .selectAll()
    .where('id', '=', view.id)
    .executeTakeFirstOrThrow();
  const asItWas = newStanding({ ...row, state: 'active', pi_id: null, pi_status: null, customer_id: null });
  const late = ensureIntent(deps, asItWas, { ...request, card: 'new', locale: 'ja' });
  expect(await late).toBeUndefined();
  expect((await server.stripe.paymentIntents.retrieve(row.pi_id ?? '')).status).toBe('requires_capture');
  await server.invariants();
});

it('the same press sent twice is confirmed once, though both found nothing confirmed yet', async () => {
  const page = await openPage(server, cart);
  const request = await page.payRequest(needs3ds);
  const view = await page.send(request);
  const gateway = await server.deps.gateways.current();
  const row = await findAttempt(server.db, view.id);
  if (!gateway || !row) throw new Error('nothing to repeat');
  const settings = await readSettings(server.db);
  const repeat = { ...request, card: 'new' as const, locale: 'ja' as const };
  // One that read the attempt before the confirmation, and one that saved the intent after it.
  for (const revision of [0, row.revision]) {
    const asItWas = { ...newStanding(row), revision };
    await confirmCard({ ...server.deps, gateway }, asItWas, { settings, request: repeat });
  }
  const confirmations = await server.db
    .selectFrom('confirmation')
    .select('n')
    .where('attempt_id', '=', view.id)
    .execute();
  expect(confirmations).toEqual([{ n: 1 }]);
});
