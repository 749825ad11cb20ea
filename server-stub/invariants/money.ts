/** Where money is held or taken, and what stands for it. */
import { sql } from 'kysely';
import { holdsMoney, type BothSides, type BrokenInvariant } from './both-sides.ts';

/** I3 */
export function oneHoldPerCart({ intents, orders }: BothSides): BrokenInvariant[] {
  const ordered = new Set(orders.map((order) => order.pi_id));
  const loose = new Map<string, number>();
  for (const intent of intents) {
    const cart = intent.metadata['cart'];
    if (cart && holdsMoney(intent) && !ordered.has(intent.id)) loose.set(cart, (loose.get(cart) ?? 0) + 1);
  }
  return [...loose]
    .filter(([, count]) => count > 1)
    .map(([cart, count]) => ({ rule: 'I3', what: `cart ${cart} holds money ${count} times` }));
}

/** I4 of what is captured, I6 of what is only held. */
export function moneyHasItsOrder({ intents, orders, settled }: BothSides): BrokenInvariant[] {
  const ordered = new Set(orders.map(({ pi_id }) => pi_id));
  return intents.filter(holdsMoney).flatMap((intent) => {
    const rule = intent.status === 'succeeded' ? 'I4' : 'I6';
    if (ordered.has(intent.id) || (rule === 'I6' && !settled)) return [];
    return [{ rule, what: `${intent.id} is ${intent.status} without an order` }];
  });
}

/** I9: from the frozen snapshot to the attempt, the intent and the order, one amount; no more of it is ever taken. */
export function amountsOfTheSnapshot({ attempts, orders, intents }: BothSides): BrokenInvariant[] {
  const broken: BrokenInvariant[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) broken.push({ rule: 'I9', what });
  };
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const byIntent = new Map(intents.map((intent) => [intent.id, intent]));
  for (const { id, amount, currency, snapshot } of attempts) {
    // What a test put there by hand has none.
    if (!snapshot.lines) continue;
    const lines = snapshot.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
    expect(snapshot.amount === lines + snapshot.shipping, `the snapshot of ${id} does not add up`);
    expect(
      amount === snapshot.amount && currency === snapshot.currency,
      `${id} is not its snapshot’s amount`,
    );
  }
  for (const order of orders) {
    const { order_no, attempt_id, amount, currency, account, mode, pi_id } = order;
    const attempt = byId.get(attempt_id);
    const same =
      attempt?.amount === amount &&
      attempt.currency === currency &&
      attempt.account === account &&
      attempt.mode === mode &&
      attempt.pi_id === pi_id;
    expect(same, `order ${order_no} is not what its attempt ${attempt_id} agreed to`);
    expect(order.amount_captured <= amount, `order ${order_no} took more than its amount`);
    const intent = byIntent.get(pi_id);
    if (!intent) continue;
    const paid =
      intent.amount === amount &&
      intent.currency === currency &&
      intent.livemode === (mode === 'live') &&
      intent.metadata['attempt'] === attempt_id;
    expect(paid, `${intent.id} is not the payment of order ${order_no}`);
  }
  return broken;
}

/** I12: once an event has told of a lost payment and nothing is due any more, the order does not look paid. */
export async function lostPaymentsAreSeen({
  db,
  intents,
  orders,
  settled,
}: BothSides): Promise<BrokenInvariant[]> {
  if (!settled) return [];
  const { rows } = await sql<{ intent: string }>`
    SELECT e.intent FROM webhook_event e JOIN attempt a ON a.pi_id = e.intent
    WHERE e.type = 'payment_intent.canceled' AND e.outcome = 'checked' AND a.next_check_at IS NULL`.execute(
    db,
  );
  const told = new Set(rows.map(({ intent }) => intent));
  const canceled = new Set(intents.filter(({ status }) => status === 'canceled').map(({ id }) => id));
  return orders
    .filter(({ pi_id, money }) => told.has(pi_id) && canceled.has(pi_id) && looksPaid.has(money))
    .map(({ order_no, money }) => ({
      rule: 'I12',
      what: `order ${order_no} lost its payment and is ${money}`,
    }));
}

const looksPaid = new Set<string>(['authorised', 'captured', 'partly_refunded']);
