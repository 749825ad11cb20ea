/** A year of trade with every fault mixed in; then it is reconciled, and nothing may be left on the board or in the books. */
import { holding } from '../../../server-stub/checkout/judge.ts';
import { countBoard, listBoard } from '../../../server-stub/orders/board-rows.ts';
import type { Intent } from '../../../server-stub/stripe/gateway.ts';
import { checkInvariants } from '../../helpers/invariants.ts';
import { settleOrders, workOffBoard, workOnOrders, type Seen } from './staff.ts';
import { stories, type Story } from './stories.ts';
import { openTown, shuffled, type Town } from './town.ts';

export interface YearOptions {
  seed: number;
  days?: number;
  /** On average. */
  tradesPerDay: number;
}

export interface YearReport {
  stories: Partial<Record<Story, number>>;
  orders: Record<string, number>;
  /** Open rows that people worked off, by bucket. */
  workedOff: Seen;
  /** Open rows on the board at the end. */
  openRows: number;
  healedRows: number;
  intents: number;
  foreign: number;
}

const names = Object.keys(stories) as Story[];
/** Every story, and two thirds as many good payments again, for the faults to be mixed into; dealt in any order. */
const dealt: Story[] = names.flatMap((name) =>
  name.startsWith('paid ') ? Array.from({ length: Math.ceil(names.length / 3) }, () => name) : [name],
);

export async function liveAYear({ seed, days = 365, tradesPerDay }: YearOptions): Promise<YearReport> {
  const town = await openTown(seed);
  const { random } = town;
  const deck: Story[] = [];
  const told: YearReport['stories'] = {};
  const workedOff: Seen = {};
  try {
    for (let day = 0; day < days; day++) {
      if (day === Math.floor(days / 2)) await town.setCapture('automatic');
      // A day on which our server is down for its workers and webhooks; only what shoppers press arrives.
      const down = random.chance(0.03);
      const trades = random.int(Math.round(2 * tradesPerDay) + 1);
      for (let trade = 0; trade < trades; trade++) {
        if (deck.length === 0) deck.push(...shuffled(dealt, random));
        const name = deck.pop()!;
        told[name] = (told[name] ?? 0) + 1;
        await stories[name](town);
        if (!down && random.chance(0.6)) await town.webhooks(false);
        if (!down && random.chance(0.6)) await town.work();
        town.pass(72_000 / trades);
      }
      town.pass(86_400 - (trades > 0 ? 72_000 : 0));
      // On most days without trade nothing is to be done; the workers' daily looks reach back far enough.
      if (!down && (trades > 0 || day % 7 === 0)) await endOfDay(town);
      if (day % 7 === 6) await workOffBoard(town, workedOff);
    }
    await untilQuiet(town, workedOff);
    return await balance(town, told, workedOff);
  } finally {
    town.close();
  }
}

async function endOfDay(town: Town): Promise<void> {
  await town.webhooks(false);
  await town.work();
  await workOnOrders(town);
  await town.sweep();
}

/** Everything healthy again, and every day somebody looks at the board: a week and it has to be empty. */
async function untilQuiet(town: Town, workedOff: Seen): Promise<void> {
  town.fake.faults.clear();
  town.kill(undefined);
  await town.webhooks(true);
  await town.work();
  await settleOrders(town);
  for (let day = 0; day < 7; day++) {
    town.pass(86_400);
    await town.work();
    await workOffBoard(town, workedOff);
    town.pass(600);
    await town.work();
  }
}

/** The books: Stripe's side and ours, yen by yen. Throws with all that differs. */
async function balance(town: Town, told: YearReport['stories'], workedOff: Seen): Promise<YearReport> {
  const { db, stripe, deps } = town;
  const orders = await db.selectFrom('orders').selectAll().execute();
  const byIntent = new Map(orders.map((order) => [order.pi_id, order]));
  const wrong: string[] = [];
  let [intents, foreign] = [0, 0];
  for await (const intent of stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] })) {
    intents += 1;
    if (intent.metadata['installation'] !== deps.installation) {
      foreign += 1;
      if (intent.status === 'canceled' && intent.cancellation_reason !== 'expired')
        wrong.push(`${intent.id} is another system’s and was touched`);
      continue;
    }
    const order = byIntent.get(intent.id);
    if (!order && holding(intent) !== 'nothing') wrong.push(`${intent.id} holds money without an order`);
    if (!order) continue;
    const [taken, back] = moved(intent);
    if (order.amount_captured !== taken || order.amount_refunded !== back)
      wrong.push(
        `order ${order.order_no}: ${order.amount_captured} − ${order.amount_refunded}, at Stripe ${taken} − ${back}`,
      );
  }
  if (wrong.length > 0) throw new Error(`the books differ:\n${wrong.join('\n')}`);
  await checkInvariants(db, stripe);
  const byMoney: Record<string, number> = {};
  for (const { money } of orders) byMoney[money] = (byMoney[money] ?? 0) + 1;
  const healed = (await countBoard(db)).filter(({ status }) => status === 'healed');
  return {
    stories: told,
    orders: byMoney,
    workedOff,
    openRows: (await listBoard(db, { status: 'open' }, { limit: 1000 })).length,
    healedRows: healed.reduce((sum, row) => sum + Number(row.count), 0),
    intents,
    foreign,
  };
}

/** What was taken and what was given back; what a capture of less let go never was either. */
function moved(intent: Intent): [taken: number, back: number] {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const taken = intent.amount_received;
  return [taken, charge && taken > 0 ? charge.amount_refunded - (charge.amount - taken) : 0];
}
