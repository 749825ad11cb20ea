/** Every act in every state of an order's money: once, twice under one request id, twice at once, and the other acts beside it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, actKinds, type ActKind, type ActReport } from '../../server-stub/checkout/acts.ts';
import { CheckoutError } from '../../server-stub/checkout/problem.ts';
import type { OrderMoney } from '../../server-stub/store/schema.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

interface Order {
  id: string;
  number: string;
  amount: number;
  intent: string;
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(async () => {
  await server.invariants();
  await server.stop();
});

async function buy(card = '4242424242424242'): Promise<Order> {
  const page = await openPage(server, await server.newCart(), { sub: crypto.randomUUID() });
  const { id } = await page.pay(card);
  const row = await orderRow(id);
  return { id, number: row.order_no, amount: row.amount, intent: row.pi_id };
}

const orderRow = (id: string) =>
  server.db.selectFrom('orders').selectAll().where('attempt_id', '=', id).executeTakeFirstOrThrow();

function ask(order: Order, kind: ActKind, requestId: string = crypto.randomUUID(), amount?: number) {
  return act(server.deps, {
    kind,
    requestId,
    orderNumber: order.number,
    reason: 'the table',
    actor: 'tester',
    ...(amount !== undefined && { amount }),
  });
}

/** `done`, or the code of the refusal. */
async function outcome(report: Promise<ActReport>): Promise<string> {
  try {
    const { state, code } = await report;
    return code ?? state;
  } catch (error) {
    if (error instanceof CheckoutError) return error.problem.code;
    throw error;
  }
}

async function lookAgain({ id }: Order): Promise<void> {
  await server.db
    .updateTable('attempt')
    .set({ next_check_at: new Date(0) })
    .where('id', '=', id)
    .execute();
  await server.sweep();
}

/** How an order comes to each state. */
const ways: Record<OrderMoney, () => Promise<Order>> = {
  authorised: () => buy(),
  async captured() {
    const order = await buy();
    await ask(order, 'capture');
    return order;
  },
  async partly_refunded() {
    const order = await ways.captured();
    await ask(order, 'refund', undefined, 100);
    return order;
  },
  async refunded() {
    const order = await ways.captured();
    await ask(order, 'refund');
    return order;
  },
  async voided() {
    const order = await buy();
    await ask(order, 'cancel');
    return order;
  },
  async disputed() {
    const order = await buy('4000000000000259');
    await ask(order, 'capture');
    await lookAgain(order);
    return order;
  },
  async needs_attention() {
    const order = await buy();
    await server.stripe.paymentIntents.cancel(order.intent);
    await lookAgain(order);
    return order;
  },
};

const refusals: Record<ActKind, string> = {
  capture: 'not-capturable',
  cancel: 'not-cancelable',
  refund: 'not-refundable',
};
/** What each act leads to; every act that is not named is refused. */
const allowed: Partial<Record<OrderMoney, Partial<Record<ActKind, OrderMoney>>>> = {
  authorised: { capture: 'captured', cancel: 'voided' },
  captured: { refund: 'refunded' },
  partly_refunded: { refund: 'refunded' },
};
const states = Object.keys(ways) as OrderMoney[];
const cells = states.flatMap((money) => actKinds.map((kind) => [kind, money] as const));

describe('in every state', () => {
  it.each(cells)(
    '%s of an order that is %s: one outcome, once, twice and twice at once',
    async (kind, money) => {
      const order = await ways[money]();
      expect((await orderRow(order.id)).money).toBe(money);
      const next = allowed[money]?.[kind];
      const requestId = crypto.randomUUID();
      server.fake.log.clear();
      const both = await Promise.all([ask(order, kind, requestId), ask(order, kind, requestId)].map(outcome));
      if (!next) {
        expect(both).toEqual([refusals[kind], refusals[kind]]);
        expect(server.fake.log.list().filter(({ method }) => method === 'POST')).toEqual([]);
        expect((await orderRow(order.id)).money).toBe(money);
        return;
      }
      // The one that came second may learn that it is still under way; asked again, it learns the end.
      expect(both.every((word) => word === 'done' || word === 'pending')).toBe(true);
      expect(await outcome(ask(order, kind, requestId))).toBe('done');
      expect((await orderRow(order.id)).money).toBe(next);
      expect(await outcome(ask(order, kind))).toBe(refusals[kind]);
      const carriedOut = server.fake.log
        .list()
        .filter(({ method, status }) => method === 'POST' && status === 200);
      expect(carriedOut).toHaveLength(1);
    },
  );
});

describe('two different wishes at the same moment', () => {
  it.each([
    ['capture', 'cancel'],
    ['cancel', 'capture'],
  ] as const)('%s and %s of one hold: one is done, the other refused', async (first, second) => {
    const order = await buy();
    const outcomes = await Promise.all([outcome(ask(order, first)), outcome(ask(order, second))]);
    expect(outcomes.filter((word) => word === 'done')).toHaveLength(1);
    expect(outcomes.filter((word) => word.startsWith('not-'))).toHaveLength(1);
    const { money } = await orderRow(order.id);
    expect(money).toBe(outcomes[0] === 'done' ? allowed.authorised?.[first] : allowed.authorised?.[second]);
  });

  it('partial refunds that fit together are all made, and what does not fit is refused', async () => {
    const order = await ways.captured();
    const third = Math.floor(order.amount / 3);
    const outcomes = await Promise.all(
      [third, third, order.amount].map((amount) => outcome(ask(order, 'refund', undefined, amount))),
    );
    const made = outcomes.filter((word) => word === 'done').length;
    expect(outcomes.filter((word) => word === 'amount-too-large' || word === 'not-refundable')).toHaveLength(
      3 - made,
    );
    const { amount_refunded } = await orderRow(order.id);
    expect([2 * third, order.amount]).toContain(amount_refunded);
  });
});
