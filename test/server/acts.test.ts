import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { act, type Act } from '../../server-stub/checkout/acts.ts';
import { CheckoutError } from '../../server-stub/checkout/problem.ts';
import type { PaymentChange } from '../../server-stub/shop/port.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';

let server: TestServer;
let order: { id: string; number: string; amount: number; intent: string };
const told: PaymentChange[] = [];

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  const { paymentChanged } = server.deps.shop;
  vi.spyOn(server.deps.shop, 'paymentChanged').mockImplementation(async (change) => {
    await paymentChanged(change);
    if (change.attemptId === order.id) told.push(change);
  });
});
afterAll(() => server.stop());
beforeEach(async () => {
  order = await buy();
  await server.sweep();
  told.length = 0;
});

async function buy() {
  const page = await openPage(server, await server.newCart(), { sub: crypto.randomUUID() });
  const { id } = await page.pay(good);
  const row = await server.db
    .selectFrom('orders')
    .selectAll()
    .where('attempt_id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, number: row.order_no, amount: row.amount, intent: row.pi_id };
}

const ask = (kind: Act['kind'], more: Partial<Act> = {}) =>
  act(server.deps, {
    kind,
    requestId: crypto.randomUUID(),
    orderNumber: order.number,
    reason: 'asked for by the test',
    actor: 'tester',
    ...more,
  });
const code = async (report: Promise<unknown>): Promise<string> => {
  const error: unknown = await report.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof CheckoutError ? error.problem.code : 'none';
};
const atStripe = () => server.stripe.paymentIntents.retrieve(order.intent, { expand: ['latest_charge'] });
const refunds = async () => (await server.stripe.refunds.list({ payment_intent: order.intent })).data;
const calls = (path: RegExp) =>
  server.fake.log.list().filter((request) => request.method === 'POST' && path.test(request.path));

describe('a capture', () => {
  it('takes all that is held, and is done when it answers', async () => {
    expect(await ask('capture')).toMatchObject({
      state: 'done',
      amount: order.amount,
      payment: { money: 'captured', captured: order.amount, refunded: 0, version: 1 },
    });
    expect(await atStripe()).toMatchObject({ status: 'succeeded', amount_received: order.amount });
  });

  it('of less takes that and lets the rest go, and nothing counts as refunded', async () => {
    const { payment } = await ask('capture', { amount: 1000, reason: 'one piece broke' });
    expect(payment).toEqual({ money: 'captured', captured: 1000, refunded: 0, version: 1 });
    expect(await atStripe()).toMatchObject({ status: 'succeeded', amount_received: 1000 });
    await server.invariants();
  });

  it('happens once: a second wish is refused, the same one again is the same answer', async () => {
    const requestId = crypto.randomUUID();
    const first = await ask('capture', { requestId });
    server.fake.log.clear();
    expect(await ask('capture', { requestId })).toEqual(first);
    expect(await code(ask('capture'))).toBe('not-capturable');
    expect(calls(/\/capture$/)).toHaveLength(0);
  });

  it('of more than is held is refused before Stripe is asked', async () => {
    server.fake.log.clear();
    expect(await code(ask('capture', { amount: order.amount + 1 }))).toBe('amount-too-large');
    expect(calls(/./)).toHaveLength(0);
  });

  it('that Stripe does not answer is pending, goes on by itself, and its own request learns the end', async () => {
    server.fake.faults.add({ kind: 'error', path: '/v1/payment_intents/*/capture', times: 2 });
    const requestId = crypto.randomUUID();
    expect(await ask('capture', { requestId })).toMatchObject({ state: 'pending' });
    expect(await code(ask('cancel'))).toBe('not-cancelable');
    await server.passMinutes(5);
    await server.sweep();
    expect(await ask('capture', { requestId })).toMatchObject({ state: 'done' });
  });

  it('whose reply is lost has been made all the same, once', async () => {
    server.fake.faults.add({ kind: 'drop_after', path: '/v1/payment_intents/*/capture', times: 2 });
    expect(await ask('capture', { amount: 900 })).toMatchObject({
      state: 'done',
      payment: { captured: 900 },
    });
  });

  it('of a hold that is gone is refused with the reason', async () => {
    await server.stripe.paymentIntents.cancel(order.intent);
    expect(await ask('capture')).toMatchObject({
      state: 'refused',
      code: 'canceled',
      payment: { money: 'needs_attention' },
    });
  });
});

describe('a cancel', () => {
  it('lets the hold go, and the order is voided, not one that lost its payment', async () => {
    expect(await ask('cancel')).toMatchObject({ state: 'done', payment: { money: 'voided', captured: 0 } });
    expect(await atStripe()).toMatchObject({ status: 'canceled' });
    expect(await code(ask('capture'))).toBe('not-capturable');
    expect(await code(ask('refund'))).toBe('not-refundable');
  });

  it('is refused where the money was captured in the Dashboard at the same moment', async () => {
    await server.stripe.paymentIntents.capture(order.intent);
    expect(await ask('cancel')).toMatchObject({
      state: 'refused',
      code: 'captured',
      payment: { money: 'captured' },
    });
  });
});

describe('a refund', () => {
  beforeEach(async () => {
    await ask('capture');
  });

  it('gives back a part, then the rest, and then no more', async () => {
    expect((await ask('refund', { amount: 300 })).payment).toMatchObject({
      money: 'partly_refunded',
      refunded: 300,
    });
    expect((await ask('refund')).payment).toMatchObject({ money: 'refunded', refunded: order.amount });
    expect(await code(ask('refund'))).toBe('not-refundable');
    expect((await refunds()).map(({ amount }) => amount)).toEqual([order.amount - 300, 300]);
  });

  it('of more than is left is refused before Stripe is asked', async () => {
    await ask('refund', { amount: 300 });
    server.fake.log.clear();
    expect(await code(ask('refund', { amount: order.amount - 299 }))).toBe('amount-too-large');
    expect(calls(/./)).toHaveLength(0);
  });

  it.each(['drop_after', 'error', 'error_after'] as const)(
    'is made once where Stripe answers with %s',
    async (kind) => {
      server.fake.faults.add({ kind, method: 'POST', path: '/v1/refunds', times: 2 });
      const requestId = crypto.randomUUID();
      await ask('refund', { amount: 300, requestId });
      await server.passMinutes(5);
      await server.sweep();
      expect(await ask('refund', { amount: 300, requestId })).toMatchObject({
        state: 'done',
        payment: { refunded: 300 },
      });
      expect(await refunds()).toHaveLength(1);
    },
  );

  it('counts while it is under way, so that two at once never give back more than was taken', async () => {
    const wishes = await Promise.allSettled([
      ask('refund', { amount: order.amount - 100 }),
      ask('refund', { amount: order.amount - 100 }),
    ]);
    expect(wishes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await refunds()).toHaveLength(1);
  });
});

it('a request id stands for one wish alone', async () => {
  const requestId = crypto.randomUUID();
  await ask('capture', { requestId });
  expect(await code(ask('refund', { requestId }))).toBe('request-id-reused');
  expect(await code(ask('capture', { requestId, amount: 5 }))).toBe('request-id-reused');
  const other = await buy();
  expect(await code(ask('capture', { requestId, orderNumber: other.number }))).toBe('request-id-reused');
});

it('an order that is not there is said to be none', async () => {
  expect(await code(ask('capture', { orderNumber: 'no-such' }))).toBe('order-not-found');
});

it('who asked for what and why stands in the audit log', async () => {
  await ask('capture', { amount: 700, reason: 'one piece broke', actor: 'hanako' });
  const rows = await server.db
    .selectFrom('audit')
    .select(['event', 'data'])
    .where('attempt_id', '=', order.id)
    .where('event', '=', 'act-asked')
    .execute();
  expect(rows).toMatchObject([
    { data: { act: 'capture', amount: 700, reason: 'one piece broke', actor: 'hanako' } },
  ]);
});

describe('the shop', () => {
  it('is told every change of the money, in order, with a version', async () => {
    await ask('capture');
    await ask('refund', { amount: 300 });
    await ask('refund');
    await server.sweep();
    expect(
      told.map(({ version, money, captured, refunded }) => [version, money, captured, refunded]),
    ).toEqual([
      [1, 'captured', order.amount, 0],
      [2, 'partly_refunded', order.amount, 300],
      [3, 'refunded', order.amount, order.amount],
    ]);
    expect((await server.shop.findOrder(order.number))?.payment).toMatchObject({
      version: 3,
      money: 'refunded',
    });
  });

  it('is told again until it acknowledges, and never of a later change first', async () => {
    const { shop } = server.deps;
    vi.mocked(shop.paymentChanged).mockRejectedValueOnce(new Error('down for maintenance'));
    await ask('capture');
    await server.sweep();
    expect(told).toEqual([]);
    await ask('refund', { amount: 300 });
    await server.passMinutes(10);
    await server.sweep();
    await server.sweep();
    expect(told.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('hears that a hold expired, by its reason', async () => {
    server.fake.clock.setOffset(31 * 86_400);
    server.fake.runDue();
    server.fake.clock.setOffset(0);
    await server.db
      .updateTable('attempt')
      .set({ next_check_at: new Date(0) })
      .where('id', '=', order.id)
      .execute();
    await server.sweep();
    expect(told).toMatchObject([{ money: 'needs_attention', reason: 'expired', captured: 0 }]);
  });
});
