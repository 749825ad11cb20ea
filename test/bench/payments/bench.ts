/**
 * `npm run bench:payments [-- PART …]`: the pay path against a bare handler, many shoppers at once, a shop with a
 * million orders, and what a reconcile costs.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import Stripe from 'stripe';
import { projectRoot } from '../../../scripts/paths.ts';
import { watchedEvents } from '../../../server-stub/checkout/webhook.ts';
import { SECRET_KEY } from '../../../server-stub/fake-stripe/keys.ts';
import { openDatabase, type Database } from '../../../server-stub/store/database.ts';
import { apiVersion } from '../../../server-stub/stripe/gateway.ts';
import { startStack, type CheckoutStack } from '../../helpers/checkout-stack.ts';
import { startPostgres } from '../../helpers/postgres.ts';
import { median, percentile, printRows, secondsOf, type Row } from '../measure.ts';
import { cpuTimes, tellCpu } from './cpu.ts';
import { orphanRows } from './orphans.ts';
import { reconcileRows } from './reconcile.ts';
import { openShop, pay, tokenSecret, type Shopper } from './shoppers.ts';

const warmUp = 60;
const purchases = 500;
/** Shoppers in one crowd, and how many crowds each side has in turn. */
const crowd = 351;
const crowds = 3;
/** Before those: a shop that sells so much has warm code and warm connections. */
const warmCrowds = 2;
const atOnce = 16;
const manyOrders = 1_000_000;

interface Place {
  stack: CheckoutStack;
  db: Database;
  url: string;
  shopper: (card?: string) => Promise<Shopper>;
  stop(): Promise<void>;
}

async function open(): Promise<Place> {
  const postgres = await startPostgres();
  const stack = await startStack({
    env: { DATABASE_URL: postgres.url, CHECKOUT_TOKEN_SECRET: tokenSecret },
  });
  const db = await openDatabase({ url: postgres.url, dataDir: stack.dataDir });
  await subscribe(stack);
  const { shopper } = await openShop(stack, db);
  return {
    stack,
    db,
    url: postgres.url,
    shopper,
    async stop() {
      await stack.stop();
      await db.destroy();
      await postgres.stop();
    },
  };
}

/** The fake's endpoint gets the events that docs/setup.en.md names, as one at Stripe does, rather than all. */
async function subscribe({ fakeUrl }: CheckoutStack): Promise<void> {
  const { hostname, port } = new URL(fakeUrl);
  const stripe = new Stripe(SECRET_KEY, {
    apiVersion,
    host: hostname,
    port,
    protocol: 'http',
    telemetry: false,
  });
  const endpoints = await stripe.webhookEndpoints.list();
  const enabled_events = watchedEvents as Stripe.WebhookEndpointUpdateParams.EnabledEvent[];
  for (const { id } of endpoints.data) await stripe.webhookEndpoints.update(id, { enabled_events });
}

async function payPath(place: Place): Promise<Row[]> {
  const floor = await startFloor(place);
  const ours: number[] = [];
  const bare: number[] = [];
  try {
    for (let n = -warmUp; n < purchases; n++) {
      const [mine, theirs] = [await place.shopper(), await place.shopper()];
      const measured = await secondsOf(() => pay(place.stack, mine));
      const baseline = await secondsOf(() => floor.buy(theirs));
      if (n < 0) continue;
      ours.push(measured * 1000);
      bare.push(baseline * 1000);
    }
  } finally {
    floor.stop();
  }
  return [0.5, 0.99].map((share) => ({
    what: `one payment, p${share * 100}`,
    measured: percentile(ours, share),
    limit: percentile(bare, share) * 1.3,
    unit: 'ms',
    baseline: { what: 'bare handler, same calls, same writes', measured: percentile(bare, share) },
  }));
}

async function startFloor({ stack, url }: Place) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'test/bench/payments/floor.ts'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: url, STRIPE_API_BASE: stack.fakeUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the floor ended')));
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => resolve(line.replace('floor ', '')));
  });
  return {
    async buy({ cart, confirmationToken }: Shopper): Promise<void> {
      const body = JSON.stringify({ id: crypto.randomUUID(), cart, confirmationToken });
      const answer = await fetch(address, { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/** From the press of the button to the order, for many at once; server, Stripe, database and shoppers share the cores. */
async function throughput(place: Place): Promise<Row[]> {
  const floor = await startFloor(place);
  const ours: number[] = [];
  const bare: number[] = [];
  try {
    for (let n = -warmCrowds; n < crowds; n++) {
      const theirs = await inCrowd(place, 'bare handler', floor.buy);
      const mine = await inCrowd(place, 'ours', (shopper) => pay(place.stack, shopper));
      if (n < 0) continue;
      bare.push(theirs);
      ours.push(mine);
    }
  } finally {
    floor.stop();
  }
  return [
    {
      what: `a checkout, with ${atOnce} shoppers at once (limit: 100 a second)`,
      measured: median(ours),
      limit: 10,
      unit: 'ms',
      baseline: { what: 'bare handler, as many at once', measured: median(bare) },
    },
  ];
}

/** Milliseconds of the clock a purchase; and says whose CPU it was. */
async function inCrowd(
  { shopper, stack }: Place,
  who: string,
  buy: (shopper: Shopper) => Promise<unknown>,
): Promise<number> {
  const shoppers: Shopper[] = [];
  while (shoppers.length < crowd) shoppers.push(...(await Promise.all([shopper(), shopper(), shopper()])));
  const lane = async () => {
    for (let next = shoppers.pop(); next; next = shoppers.pop()) await buy(next);
  };
  const before = cpuTimes(stack.dataDir);
  const seconds = await secondsOf(() => Promise.all(Array.from({ length: atOnce }, lane)));
  console.log(`${who}, ms of CPU a checkout: ${tellCpu(before, cpuTimes(stack.dataDir), crowd)}`);
  return (seconds * 1000) / crowd;
}

/** Two shops in turn, one of which has a million orders. */
async function manyOrdersLater(empty: Place): Promise<Row[]> {
  const full = await open();
  try {
    await fill(full.db);
    const [without, within]: [number[], number[]] = [[], []];
    for (let n = -warmUp; n < purchases; n++) {
      const [a, b] = [await empty.shopper(), await full.shopper()];
      const first = await secondsOf(() => pay(empty.stack, a));
      const second = await secondsOf(() => pay(full.stack, b));
      if (n < 0) continue;
      without.push(first * 1000);
      within.push(second * 1000);
    }
    return [
      {
        what: 'one payment beside 1,000,000 orders, median',
        measured: median(within),
        limit: median(without) * 1.2,
        unit: 'ms',
        baseline: { what: 'beside a few thousand', measured: median(without) },
      },
    ];
  } finally {
    await full.stop();
  }
}

async function fill(db: Database): Promise<void> {
  await sql`INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
      account, mode, rules, pi_id, pi_status, return_url, state, reference, order_no, next_check_at, expires_at)
    SELECT 'at_old' || n, 'cart-old' || n, 1, 'owner' || n, 'guest', 'ja', 'key' || n, '{}', 1000, 'jpy', 'acct', 'test', '{}',
      'pi_old' || n, 'succeeded', '', 'committed', 'old-' || n, 'old-' || n, NULL, app_now()
    FROM generate_series(1, ${manyOrders}::int) n`.execute(db);
  await sql`INSERT INTO confirmation (attempt_id, n, client_key, confirmation_token, card, save, outcome)
    SELECT 'at_old' || n, 1, 'key' || n, 'ctoken', 'new', false, '{"kind":"accepted"}'
    FROM generate_series(1, ${manyOrders}::int) n`.execute(db);
  await sql`INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, currency, account, mode, pi_id)
    SELECT 'at_old' || n, 'cart-old' || n, 1, 'old-' || n, 'processing', 'captured', 1000, 'jpy', 'acct', 'test', 'pi_old' || n
    FROM generate_series(1, ${manyOrders}::int) n`.execute(db);
  await sql`VACUUM ANALYZE`.execute(db);
}

const parts: Record<string, (place: Place) => Promise<Row[]>> = {
  reconcile: () => reconcileRows(),
  pay: payPath,
  crowd: throughput,
  orphans: orphanRows,
  million: manyOrdersLater,
};
const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part in parts));
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);

const rows: Row[] = [];
const place = await open();
try {
  for (const [part, measure] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(part)) rows.push(...(await measure(place)));
} finally {
  await place.stop();
}
printRows(rows);
