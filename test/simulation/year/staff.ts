/** The people of the shop: what they do with orders, in our console and in Stripe's, and how they work off the board. */
import { act } from '../../../server-stub/checkout/acts.ts';
import { CheckoutError } from '../../../server-stub/checkout/problem.ts';
import { closeDispute } from '../../../server-stub/fake-stripe/intents/dispute.ts';
import { fixRow, snoozeRow } from '../../../server-stub/orders/board-acts.ts';
import { listBoard, type BoardRow } from '../../../server-stub/orders/board-rows.ts';
import type { Town } from './town.ts';

const day = 86_400_000;

interface Order {
  order_no: string;
  pi_id: string;
  amount: number;
  created_at: Date;
}

async function ask({ deps }: Town, kind: 'capture' | 'cancel' | 'refund', order: string, amount?: number) {
  const requestId = crypto.randomUUID();
  try {
    await act(deps, { kind, requestId, orderNumber: order, reason: 'trade', actor: 'hanako', amount });
  } catch (error) {
    if (!(error instanceof CheckoutError)) throw error;
  }
}

/** A day's work on the orders: most holds are captured within days, some differently, a few are forgotten. */
export async function workOnOrders(town: Town): Promise<void> {
  const { random, stripe } = town;
  for (const order of await held(town)) {
    const age = (town.now() - order.created_at.getTime()) / day;
    if (age < 1 || !random.chance(0.4)) continue;
    const done = random.weighted({
      capture: 60,
      'capture less': 6,
      cancel: 6,
      'capture in the Dashboard': 8,
      'cancel in the Dashboard': 4,
      forget: 16,
    });
    if (done === 'capture') await ask(town, 'capture', order.order_no);
    if (done === 'capture less') await ask(town, 'capture', order.order_no, Math.ceil(order.amount / 2));
    if (done === 'cancel') await ask(town, 'cancel', order.order_no);
    if (done === 'capture in the Dashboard') await atHand(stripe.paymentIntents.capture(order.pi_id));
    if (done === 'cancel in the Dashboard') await atHand(stripe.paymentIntents.cancel(order.pi_id));
    // A month passes before anybody thinks of it: the hold runs out.
    if (done === 'forget') forgotten.add(order.pi_id);
  }
  await sometimesGiveBack(town);
  await answerDisputes(town);
}

const forgotten = new Set<string>();

const held = async ({ db }: Town): Promise<Order[]> =>
  (await db.selectFrom('orders').selectAll().where('money', '=', 'authorised').execute()).filter(
    ({ pi_id }) => !forgotten.has(pi_id),
  );

/** The Dashboard may be late: then it says so, and nothing happens. */
const atHand = (click: Promise<unknown>) => click.catch(() => {});

async function sometimesGiveBack(town: Town): Promise<void> {
  const { db, random, stripe } = town;
  if (!random.chance(0.15)) return;
  const paid = await db
    .selectFrom('orders')
    .selectAll()
    .where('money', 'in', ['captured', 'partly_refunded'])
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute();
  if (paid.length === 0) return;
  const { order_no, pi_id, amount_captured } = random.pick(paid);
  const part = random.chance(0.5) ? Math.ceil(amount_captured / 3) : undefined;
  if (random.chance(0.5)) await ask(town, 'refund', order_no, part);
  else await atHand(stripe.refunds.create({ payment_intent: pi_id, ...(part && { amount: part }) }));
}

async function answerDisputes(town: Town): Promise<void> {
  const scene = town.fake.scene();
  for (const dispute of scene.world.disputes)
    if (dispute.status === 'needs_response' && town.random.chance(0.1))
      closeDispute(scene, dispute, town.random.pick(['won', 'lost']));
  town.fake.store.commit();
}

/** Everybody's orders are settled at the end of the year. */
export async function settleOrders(town: Town): Promise<void> {
  forgotten.clear();
  for (const { order_no } of await held(town)) await ask(town, 'capture', order_no);
}

export type Seen = Record<string, number>;

/** Each row as its guide says: what only a person may do is done, what lost its payment is not shipped and put off. */
export async function workOffBoard(town: Town, seen: Seen): Promise<BoardRow[]> {
  const { deps } = town;
  const rows = await listBoard(deps.db, { status: 'open' }, { limit: 1000 });
  for (const { key, bucket, remedy, order } of rows) {
    seen[bucket] = (seen[bucket] ?? 0) + 1;
    if (bucket === 'lost')
      await snoozeRow(deps, { key, hours: 24 * 3653, reason: 'not shipped, paid anew', actor: 'hanako' });
    else if (remedy === 'capture-by-hand') await ask(town, 'capture', order ?? '');
    else await fixRow(deps, key, 'hanako');
  }
  return rows;
}
