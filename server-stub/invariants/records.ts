/** What our own records say of themselves. */
import { sql } from 'kysely';
import { isLive } from '../checkout/attempt.ts';
import type { BothSides, BrokenInvariant } from './both-sides.ts';

/** I1 */
export function confirmsAfterTheirIntent({ attempts, confirmations }: BothSides): BrokenInvariant[] {
  return attempts
    .filter(({ id, pi_id }) => pi_id === null && confirmations.has(id))
    .map(({ id }) => ({ rule: 'I1', what: `${id} was confirmed without a committed intent` }));
}

/** I2 */
export function oneLiveAttempt({ attempts, intents }: BothSides): BrokenInvariant[] {
  const carts = attempts.filter(({ state }) => isLive(state)).map(({ cart_id }) => cart_id);
  const twice = carts.filter((cart, at) => carts.indexOf(cart) !== at);
  const of = new Map<string, number>();
  for (const { metadata, status } of intents) {
    const attempt = metadata['attempt'];
    if (attempt && status !== 'canceled' && status !== 'requires_payment_method')
      of.set(attempt, (of.get(attempt) ?? 0) + 1);
  }
  return [
    ...twice.map((cart) => ({ rule: 'I2', what: `cart ${cart} has two live attempts` })),
    ...[...of]
      .filter(([, count]) => count > 1)
      .map(([attempt, count]) => ({
        rule: 'I2',
        what: `${attempt} has gone to the bank by ${count} intents`,
      })),
  ];
}

/** I5: one order a cart version, whoever placed it, and the shop's is the same as ours. */
export async function oneOrderPerCartVersion({
  db,
  orders,
  attempts,
}: BothSides): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  const at = (row: { cart_id: string; cart_version: number }) => `${row.cart_id} at ${row.cart_version}`;
  const ours = new Map(orders.map((order) => [order.attempt_id, order]));
  const versions = new Map<string, string>();
  const place = (version: string, number: string) => {
    const other = versions.get(version);
    if (other && other !== number)
      broken.push({ rule: 'I5', what: `cart ${version} has the orders ${other} and ${number}` });
    versions.set(version, number);
  };
  for (const order of orders) place(at(order), order.order_no);
  const theirs = await db
    .selectFrom('shop_order')
    .select(['order_no', 'attempt_id', 'cart_id', 'cart_version'])
    .execute();
  for (const order of theirs) {
    place(at(order), order.order_no);
    const known = order.attempt_id === null || ours.get(order.attempt_id)?.order_no === order.order_no;
    if (!known) broken.push({ rule: 'I5', what: `the shop has order ${order.order_no}, and we do not` });
  }
  for (const { id, state } of attempts)
    if (state === 'committed' && !ours.has(id))
      broken.push({ rule: 'I5', what: `${id} is committed without an order` });
  return broken;
}

/** I7 */
export function ordersOfTheCommitted({ orders, attempts }: BothSides): BrokenInvariant[] {
  const committed = new Set(attempts.filter(({ state }) => state === 'committed').map(({ id }) => id));
  return orders
    .filter(({ attempt_id }) => !committed.has(attempt_id))
    .map(({ order_no }) => ({
      rule: 'I7',
      what: `order ${order_no} stands on an attempt that is not committed`,
    }));
}

/** I8 */
export async function stockIsKept({ db, attempts }: BothSides): Promise<BrokenInvariant[]> {
  const ended = new Set(attempts.filter(({ state }) => !isLive(state)).map(({ id }) => id));
  const held = await db.selectFrom('reservation').select(['attempt_id', 'sku']).execute();
  const negative = await db.selectFrom('product').where('stock', '<', 0).select('sku').execute();
  return [
    ...held
      .filter(({ attempt_id }) => ended.has(attempt_id))
      .map(({ attempt_id, sku }) => ({ rule: 'I8', what: `${attempt_id} ended and still reserves ${sku}` })),
    ...negative.map(({ sku }) => ({ rule: 'I8', what: `the stock of ${sku} is negative` })),
  ];
}

/** I14 */
export async function everyAttemptEnded({ db, settled }: BothSides): Promise<BrokenInvariant[]> {
  if (!settled) return [];
  const rows = await db
    .selectFrom('attempt')
    .where('state', 'in', ['active', 'placing', 'cancelling'])
    .where(sql<boolean>`expires_at < app_now() - interval '1 minute'`)
    .select(['id', 'state'])
    .execute();
  return rows.map((row) => ({ rule: 'I14', what: `${row.id} is still ${row.state} after its time` }));
}
