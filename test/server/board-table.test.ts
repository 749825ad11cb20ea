/** Every wish on the board for every kind of row: foreseen, pressed twice at once and once more, and put off by two at once. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DepsAtStripe } from '../../server-stub/checkout/deps.ts';
import { reconcile } from '../../server-stub/checkout/reconcile.ts';
import type { FixPlan } from '../../server-stub/orders/board-acts.ts';
import type { BoardRow } from '../../server-stub/orders/board-rows.ts';
import { openConsole } from './console.ts';
import { forgotten } from './forgotten.ts';
import { openPage, startServer, type TestServer, withCurrentKey } from './harness.ts';

let server: TestServer;
let console: Awaited<ReturnType<typeof openConsole>>;
let deps: DepsAtStripe;

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  console = await openConsole(server);
  deps = await withCurrentKey(server);
});
afterAll(async () => {
  await server.invariants();
  await server.stop();
});

interface Row {
  key: string;
  intent: string;
}

async function pay(card: string) {
  const view = await (await openPage(server, await server.newCart(), { sub: crypto.randomUUID() })).pay(card);
  const { pi_id } = await server.db
    .selectFrom('attempt')
    .select('pi_id')
    .where('id', '=', view.id)
    .executeTakeFirstOrThrow();
  return { id: view.id, intent: pi_id ?? '' };
}

async function found(options?: { captured: boolean }): Promise<Row> {
  const row = await forgotten(server, await server.newCart(), options);
  // Found and left for a person to mend.
  await reconcile({ ...deps, reconcile: 'observe' }, new Date(Date.now() - 3_600_000));
  return row;
}

/**
 * How each kind of row comes about, what pressing it is said to do, and what that leaves of the payment. A hold that is
 * cancelled is a refund at Stripe as well.
 */
const cases: [string, FixPlan, () => Promise<Row>, { status: string; refunds: number }][] = [
  [
    'a payment that its shopper is still authenticating',
    'look',
    async () => {
      const { id, intent } = await pay('4000002760003184');
      return { key: `attempt:${id}`, intent };
    },
    { status: 'requires_action', refunds: 0 },
  ],
  ['money held without an order', 'cancel', () => found(), { status: 'canceled', refunds: 1 }],
  [
    'money captured without an order',
    'refund',
    () => found({ captured: true }),
    { status: 'succeeded', refunds: 1 },
  ],
  [
    'money that somebody gave back by hand meanwhile',
    'over',
    async () => {
      const row = await found({ captured: true });
      await server.stripe.refunds.create({ payment_intent: row.intent });
      return row;
    },
    { status: 'succeeded', refunds: 1 },
  ],
  [
    'an order whose hold was lost',
    'look',
    async () => {
      const { id, intent } = await pay('4242424242424242');
      await server.stripe.paymentIntents.cancel(intent);
      return { key: `order:${id}`, intent };
    },
    { status: 'canceled', refunds: 1 },
  ],
];

const atStripeNow = async (intent: string) => ({
  status: (await server.stripe.paymentIntents.retrieve(intent)).status,
  refunds: (await server.stripe.refunds.list({ payment_intent: intent })).data.length,
});
const rowsOf = async (key: string) =>
  (await console.get<{ rows: BoardRow[] }>('/board?status=')).rows.filter((row) => row.key === key);

it.each(cases)(
  '%s: is told what a press would do, and pressed twice at once and again it is done once',
  async (_, plan, arrange, end) => {
    const { key, intent } = await arrange();
    const before = await atStripeNow(intent);
    expect((await console.post('/board/plan', { key })).json).toEqual({ plan });
    expect(await atStripeNow(intent)).toEqual(before);
    const both = await Promise.all([1, 2].map(() => console.post('/board/fix', { key })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await atStripeNow(intent)).toEqual(end);
    expect((await console.post('/board/fix', { key })).status).toBe(200);
    expect(await atStripeNow(intent)).toEqual(end);
  },
);

it('a row that two people put off at once stands there once, with the reason of one of them', async () => {
  const { key } = await found({ captured: true });
  const reasons = ['asked the bank', 'asked the shopper'];
  const both = await Promise.all(
    reasons.map((reason) => console.post('/board/snooze', { key, hours: 1, reason })),
  );
  expect(both.map(({ status }) => status < 300)).toEqual([true, true]);
  const rows = await rowsOf(key);
  expect(rows).toHaveLength(1);
  expect(reasons).toContain(rows[0]?.snoozeReason);
  await console.post('/board/fix', { key });
  expect((await rowsOf(key)).map(({ status }) => status)).not.toContain('snoozed');
});
