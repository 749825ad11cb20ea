/** The invariants as a shop elsewhere sees them: what stands in its books, against what stands in ours. */
import { isLive } from '../../server-stub/checkout/attempt.ts';
import type { Database } from '../../server-stub/store/database.ts';
import type { OtherShopState } from '../other-shop/start.ts';

/** Asked when nothing is due any more. */
export async function brokenAtShop(db: Database, shop: OtherShopState): Promise<string[]> {
  const attempts = await db.selectFrom('attempt').select(['id', 'state']).execute();
  const ours = await db.selectFrom('orders').select(['attempt_id', 'order_no']).execute();
  const told = await db
    .selectFrom('money_change')
    .where('told_at', 'is not', null)
    .select(['attempt_id', 'version', 'money'])
    .orderBy('version')
    .execute();
  const broken: string[] = [];
  const expect = (holds: boolean, rule: string, what: string) => {
    if (!holds) broken.push(`${rule} (shop): ${what}`);
  };

  const valid = Object.entries(shop.orders).filter(([, order]) => !order.withdrawn);
  const at = new Map<string, string>();
  for (const [by, { cart, version, orderNumber }] of valid) {
    const other = at.get(`${cart} at ${version}`);
    expect(!other, 'I5', `cart ${cart} at ${version} has the orders ${other} and ${orderNumber}`);
    at.set(`${cart} at ${version}`, orderNumber);
    const known = ours.find(({ attempt_id }) => attempt_id === by);
    const byOtherMethod = by === `${cart}:${version}`;
    expect(byOtherMethod || known?.order_no === orderNumber, 'I5', `it has order ${orderNumber}, we do not`);
  }
  for (const { attempt_id, order_no } of ours) {
    const order = valid.find(([by]) => by === attempt_id)?.[1];
    expect(order?.orderNumber === order_no, 'I5', `we have order ${order_no}, it does not`);
    const mails = shop.mails.filter(({ kind, attempt }) => kind === 'order' && attempt === attempt_id);
    expect(mails.length === 1, 'I5', `order ${order_no} was mailed ${mails.length} times`);
    const last = told.findLast((change) => change.attempt_id === attempt_id);
    const knows = shop.payments[attempt_id]?.at(-1);
    expect(
      knows?.version === last?.version && knows?.money === last?.money,
      'I12',
      `it was told that ${order_no} is ${last?.money}, and takes it for ${knows?.money}`,
    );
  }

  const live = new Set(attempts.filter(({ state }) => isLive(state)).map(({ id }) => id));
  for (const attempt of shop.holds) expect(live.has(attempt), 'I8', `${attempt} ended and still holds stock`);
  for (const [sku, quantity] of Object.entries(shop.stock))
    expect(quantity >= 0, 'I8', `the stock of ${sku} is ${quantity}`);
  return broken;
}
