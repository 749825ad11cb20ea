/** One run: shoppers, servers and Stripe in the order that the seed decides; then quiet, and every invariant. */
import { listBoard } from '../../server-stub/orders/board-rows.ts';
import { PLATFORM_ACCOUNT, SECRET_KEY, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { clientSecret } from '../../server-stub/fake-stripe/render/payment-intent.ts';
import { checkInvariants } from '../helpers/invariants.ts';
import { brokenAtShop } from '../helpers/shop-invariants.ts';
import { shopSecret } from '../other-shop/start.ts';
import { createRandom } from './random.ts';
import { Tab, type TabOptions } from './shopper.ts';
import { other, sku, Surroundings } from './surroundings.ts';
import { openWorld, tokenSecret, type Home, type Stage, type World } from './world.ts';

/** `safety`: nothing wrong is ever done. `liveness`: with everything healthy, every attempt ends in its time. */
export type Mode = 'safety' | 'liveness';

/** One run in four asks for liveness. */
export const modeOf = (seed: number): Mode => (seed % 4 === 3 ? 'liveness' : 'safety');

/** One in three has the shop of another process. */
export const homeOf = (seed: number): Home => (seed % 3 === 2 ? 'elsewhere' : 'our database');

export interface Result {
  seed: number;
  mode: Mode;
  broken: string[];
  trace: string[];
  steps: number;
  attempts: number;
  orders: number;
}

export async function simulate(stage: Stage, seed: number, mode: Mode): Promise<Result> {
  const trace: string[] = [];
  const random = createRandom(seed);
  const world = await openWorld(stage, random, (line) => trace.push(line), { home: homeOf(seed) });
  const { scheduler, watch } = world;
  let steps = 0;
  const step = async (): Promise<void> => {
    steps += 1;
    await scheduler.step();
  };

  const { tabs, owners } = await furnish(world);
  // Every page is open before anything happens: most of what can go wrong begins with a press of the button.
  for (const tab of tabs) await tab.load();
  const surroundings = new Surroundings(world, owners);
  for (let acts = 12 + random.int(30); acts > 0 && watch.broken.length === 0; acts--) {
    // Some of the time everybody waits until it is quiet; otherwise the next act comes into the middle of the last.
    const meanwhile = random.chance(0.4) ? Infinity : random.int(25);
    for (let i = 0; i < meanwhile && scheduler.waiting > 0 && watch.broken.length === 0; i++) await step();
    await (random.chance(0.6) ? random.pick(tabs).act() : surroundings.act());
    watch.money();
  }

  trace.push('everything is healthy from here on');
  world.wire.healthy = true;
  const drain = async (): Promise<void> => {
    while (scheduler.waiting > 0 && watch.broken.length === 0) await step();
  };
  await drain();
  while (world.wire.late > 0) await world.wire.deliverLate();
  const overdue = await settle(world, surroundings, drain, mode);
  watch.alarms();
  const broken = [...new Set(watch.broken), ...overdue];
  if (broken.length === 0) {
    const heard = { said: world.said, secrets: secretsOf(world, tabs) };
    await checkInvariants(world.db, world.stripe, { heard }).catch((error: unknown) =>
      broken.push(error instanceof Error ? error.message : String(error)),
    );
    broken.push(...(await openRows(world)));
    if (world.otherShop) broken.push(...(await brokenAtShop(world.db, world.otherShop.state())));
  }
  const count = (table: string): number =>
    Number(stage.database.run(`SELECT count(*) AS n FROM ${table}`, []).rows[0]?.['n']);
  return { seed, mode, broken, trace, steps, attempts: count('attempt'), orders: count('orders') };
}

/** By their very letters: of the server, of each tab, and of each payment. */
function secretsOf({ fake }: World, tabs: Tab[]): string[] {
  const { payment_intents } = fake.store.world(PLATFORM_ACCOUNT, false);
  const ours = [tokenSecret, shopSecret, SECRET_KEY, WEBHOOK_SECRET];
  return [...ours, ...tabs.flatMap(({ tokens }) => tokens), ...[...payment_intents].map(clientSecret)];
}

/** Nothing is left for a person to mend, but for orders whose payment somebody took away at Stripe. */
async function openRows({ db }: World): Promise<string[]> {
  const rows = await listBoard(db, { status: 'open' }, { limit: 20 });
  return rows
    .filter(({ bucket }) => bucket !== 'lost')
    .map(({ bucket, key }) => `the board: ${key} is left in ${bucket}`);
}

/** One or two carts that share little stock, and two or three tabs: a guest's, a member's, somebody else's device. */
async function furnish(world: World): Promise<{ tabs: Tab[]; owners: string[] }> {
  const { shop, random, trace } = world;
  const stock = 1 + random.int(4);
  await shop.setStock(sku, stock);
  await shop.setStock(other, 5);
  const owners = random.chance(0.6) ? ['visit-1'] : ['visit-1', 'member-1001'];
  const tabs: TabOptions[] = [];
  for (const owner of owners) {
    await shop.addToCart(owner, { sku, quantity: 1, locale: 'ja' });
    const cart = (await shop.cartOf(owner))?.id ?? '';
    const shopper = owner.startsWith('member') ? 'member' : 'guest';
    tabs.push({ name: `tab ${tabs.length + 1}`, owner, shopper, cart });
    if (owners.length === 1 || random.chance(0.4)) {
      const elsewhere = random.chance(0.5);
      tabs.push({
        name: `tab ${tabs.length + 1}`,
        owner: elsewhere ? `${owner}-elsewhere` : owner,
        shopper: elsewhere ? 'guest' : shopper,
        cart,
      });
    }
  }
  trace(`stock ${stock}; ${tabs.map(({ name, owner }) => `${name} of ${owner}`).join(', ')}`);
  return { tabs: tabs.map((options) => new Tab(world, options)), owners };
}

/** One sweep's wait, and the longest lease that a killed worker leaves behind. */
const graceSeconds = 60;

async function settle(
  world: World,
  surroundings: Surroundings,
  drain: () => Promise<void>,
  mode: Mode,
): Promise<string[]> {
  const { database, trace } = world;
  const ask = (statement: string) => database.run(statement, []).rows;
  const live = `FROM attempt WHERE state IN ('active', 'placing', 'cancelling')`;
  // A crash may just have left one that was over long ago: its grace begins now, when everything is healthy.
  const [now] = ask(`SELECT extract(epoch FROM app_now())::float8 AS at`);
  const overdue = `${live} AND greatest(expires_at, to_timestamp(${Number(now?.['at'])})) < app_now() - interval '${graceSeconds} seconds'`;
  const until = ask(`SELECT extract(epoch FROM max(expires_at))::float8 AS at ${live}`)[0]?.['at'];
  if (mode === 'safety') surroundings.deliverAll();
  for (let round = 0; round < 400 && world.watch.broken.length === 0; round++) {
    await drain();
    const [due] = ask(`SELECT extract(epoch FROM least(
        (SELECT min(next_check_at) ${live}),
        (SELECT min(next_at) FROM outbox WHERE done_at IS NULL)) - app_now())::float8 AS wait,
      extract(epoch FROM (SELECT min(expires_at) ${live}) - app_now())::float8 AS over`);
    if (due?.['wait'] == null) break;
    // A few looks at the usual time; then the worker is slow, and comes when the attempt's own time is over.
    const wait = round < 4 ? due['wait'] : Math.max(Number(due['wait']), Number(due['over'] ?? 0));
    world.pass(Math.max(Number(wait), 0) + 0.01);
    // Ended attempts stand in the same queue, where an event has put them.
    const dueNow = ask(`SELECT count(*) AS n FROM attempt WHERE next_check_at <= app_now()`);
    const attempts = Number(dueNow[0]?.['n']);
    for (let i = 0; i < attempts; i++) surroundings.sweep();
    if (attempts === 0) surroundings.outbox();
    const late = ask(`SELECT id ${overdue}`);
    if (late.length > 0) {
      await drain();
      const still = ask(`SELECT id, state ${overdue}`);
      if (still.length > 0)
        return still.map(({ id, state }) => `I14: ${String(id)} is still ${String(state)}`);
    }
  }
  if (mode === 'safety') {
    surroundings.deliverAll();
    await drain();
  }
  trace(`quiet${until == null ? '' : ', every attempt has ended'}`);
  const left = ask(`SELECT id ${live}`);
  return left.map(({ id }) => `I14: ${String(id)} never ends`);
}
