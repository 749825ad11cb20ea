/** The protocol's invariants as questions to both sides: our database and Stripe's list. Tests ask after every scenario. */
import { sql } from 'kysely';
import type Stripe from 'stripe';
import type { Database } from '../../server-stub/store/database.ts';

export interface BrokenInvariant {
  rule: string;
  what: string;
}

/** Throws with every broken rule. `settled`: nothing is under way any more, so nothing may be left over either. */
export async function checkInvariants(db: Database, stripe: Stripe, { settled = true } = {}): Promise<void> {
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  const intents: Stripe.PaymentIntent[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] })) {
    if (intent.metadata['installation'] === installation) intents.push(intent);
  }
  const broken = [
    ...(await confirmsAfterTheirIntent(db)),
    ...(await oneLiveAttempt(db)),
    ...(await oneHoldPerCart(db, intents)),
    ...(await moneyHasItsOrder(db, intents, settled)),
    ...(await oneOrderPerCartVersion(db)),
    ...(await reservationsOfTheLiving(db)),
    ...(await stockNotNegative(db)),
    ...(await cardsSavedAsAllowed(db, intents)),
    ...(settled ? await everyAttemptEnded(db) : []),
  ];
  if (broken.length > 0) {
    throw new Error(`invariants broken:\n${broken.map(({ rule, what }) => `${rule}: ${what}`).join('\n')}`);
  }
}

export function holdsMoney(intent: Stripe.PaymentIntent): boolean {
  if (intent.status === 'requires_capture') return true;
  if (intent.status !== 'succeeded') return false;
  const charge = intent.latest_charge;
  return !(typeof charge === 'object' && charge?.refunded);
}

async function confirmsAfterTheirIntent(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db
    .selectFrom('confirmation as c')
    .innerJoin('attempt as a', 'a.id', 'c.attempt_id')
    .where('a.pi_id', 'is', null)
    .select('a.id')
    .execute();
  return rows.map(({ id }) => ({ rule: 'I1', what: `${id} was confirmed without a committed intent` }));
}

async function oneLiveAttempt(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db
    .selectFrom('attempt')
    .where('state', 'in', ['active', 'placing', 'cancelling'])
    .groupBy('cart_id')
    .having(sql<boolean>`count(*) > 1`)
    .select('cart_id')
    .execute();
  return rows.map(({ cart_id }) => ({ rule: 'I2', what: `cart ${cart_id} has two live attempts` }));
}

async function oneHoldPerCart(db: Database, intents: Stripe.PaymentIntent[]): Promise<BrokenInvariant[]> {
  const ordered = new Set((await db.selectFrom('orders').select('pi_id').execute()).map((row) => row.pi_id));
  const loose = new Map<string, number>();
  for (const intent of intents) {
    const cart = intent.metadata['cart'];
    if (cart && holdsMoney(intent) && !ordered.has(intent.id)) loose.set(cart, (loose.get(cart) ?? 0) + 1);
  }
  return [...loose]
    .filter(([, count]) => count > 1)
    .map(([cart, count]) => ({ rule: 'I3', what: `cart ${cart} holds money ${count} times` }));
}

async function moneyHasItsOrder(
  db: Database,
  intents: Stripe.PaymentIntent[],
  settled: boolean,
): Promise<BrokenInvariant[]> {
  const orders = await db.selectFrom('orders').selectAll().execute();
  const byIntent = new Map(orders.map((order) => [order.pi_id, order]));
  return intents.filter(holdsMoney).flatMap((intent) => {
    const order = byIntent.get(intent.id);
    const rule = intent.status === 'succeeded' ? 'I4' : 'I6';
    if (!order) {
      return settled || rule === 'I4'
        ? [{ rule, what: `${intent.id} is ${intent.status} without an order` }]
        : [];
    }
    const same = order.amount === intent.amount && order.currency === intent.currency;
    const attempt = intent.metadata['attempt'] === order.attempt_id;
    return same && attempt
      ? []
      : [{ rule: 'I9', what: `${intent.id} is not the payment of order ${order.order_no}` }];
  });
}

async function oneOrderPerCartVersion(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db
    .selectFrom('orders as o')
    .leftJoin('attempt as a', 'a.id', 'o.attempt_id')
    .where((eb) => eb.or([eb('a.state', '<>', 'committed'), eb('a.state', 'is', null)]))
    .select('o.order_no')
    .execute();
  const missing = await db
    .selectFrom('attempt as a')
    .leftJoin('orders as o', 'o.attempt_id', 'a.id')
    .where('a.state', '=', 'committed')
    .where('o.order_no', 'is', null)
    .select('a.id')
    .execute();
  return [
    ...rows.map((row) => ({
      rule: 'I7',
      what: `order ${row.order_no} stands on an attempt that is not committed`,
    })),
    ...missing.map((row) => ({ rule: 'I5', what: `${row.id} is committed without an order` })),
  ];
}

async function reservationsOfTheLiving(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db
    .selectFrom('reservation as r')
    .innerJoin('attempt as a', 'a.id', 'r.attempt_id')
    .where('a.state', 'in', ['committed', 'closed'])
    .select(['r.attempt_id', 'r.sku'])
    .execute();
  return rows.map((row) => ({ rule: 'I8', what: `${row.attempt_id} ended and still reserves ${row.sku}` }));
}

async function stockNotNegative(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db.selectFrom('product').where('stock', '<', 0).select('sku').execute();
  return rows.map(({ sku }) => ({ rule: 'I8', what: `the stock of ${sku} is negative` }));
}

async function cardsSavedAsAllowed(
  db: Database,
  intents: Stripe.PaymentIntent[],
): Promise<BrokenInvariant[]> {
  const attempts = await db.selectFrom('attempt').selectAll().execute();
  return attempts.flatMap((attempt) => {
    const intent = intents.find(({ id }) => id === attempt.pi_id);
    const saves = intent?.setup_future_usage != null && holdsMoney(intent);
    const { cardSaving } = attempt.rules;
    const never = cardSaving === 'off' || (cardSaving === 'optional' && attempt.shopper === 'guest');
    return saves && never ? [{ rule: 'I16', what: `${attempt.id} saves a card against the policy` }] : [];
  });
}

async function everyAttemptEnded(db: Database): Promise<BrokenInvariant[]> {
  const rows = await db
    .selectFrom('attempt')
    .where('state', 'in', ['active', 'placing', 'cancelling'])
    .where(sql<boolean>`expires_at < app_now() - interval '1 minute'`)
    .select(['id', 'state'])
    .execute();
  return rows.map((row) => ({ rule: 'I14', what: `${row.id} is still ${row.state} after its time` }));
}
