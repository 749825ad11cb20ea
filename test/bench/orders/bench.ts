/** `npm run bench:orders`: the console's list, filters, file and board over a thousand orders and over a million. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { boardDays, countBoard, listBoard } from '../../../server-stub/orders/board-rows.ts';
import { listOrders } from '../../../server-stub/orders/list.ts';
import { ordersCsv } from '../../../server-stub/orders/orders-csv.ts';
import { attemptsWithoutOrder, type OrderFilter } from '../../../server-stub/orders/filter.ts';
import { consoleSheets } from '../../../server-stub/routes/admin-pages.ts';
import { openDatabase, type Database } from '../../../server-stub/store/database.ts';
import { startPostgres } from '../../helpers/postgres.ts';
import { median, printRows, secondsOf, type Row } from '../measure.ts';

const few = 1_000;
const many = 1_000_000;
const rounds = 41;
const zone = 'Asia/Tokyo';

async function open(count: number) {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url, dataDir: '' });
  await fill(db, count);
  return {
    db,
    count,
    async stop() {
      await db.destroy();
      await postgres.stop();
    },
  };
}

/** Years of trade: one in a hundred refunded, a few thousand at most on hold, the newest of all just now. */
async function fill(db: Database, count: number): Promise<void> {
  await sql`INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
      account, mode, rules, pi_id, pi_status, return_url, state, reference, order_no, next_check_at, expires_at, created_at)
    SELECT 'at_' || n, 'cart-' || n, 1, 'o', 'guest', 'ja', 'k' || n,
      jsonb_build_object('contact', jsonb_build_object('email', 'shopper' || n || '@example.com')), 1000 + n % 9000, 'jpy',
      'acct', 'test', '{"methodName":"カード"}', 'pi_' || n, 'succeeded', '', 'committed', 'R' || n, 'N' || n, NULL, app_now(),
      app_now() - (${count}::int - n) * interval '30 seconds'
    FROM generate_series(1, ${count}::int) n`.execute(db);
  await sql`INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, amount_captured, currency,
      account, mode, pi_id, created_at)
    SELECT 'at_' || n, 'cart-' || n, 1, 'N' || n, 'processing',
      CASE WHEN n % 100 = 0 THEN 'refunded' ELSE 'captured' END, 1000 + n % 9000, 1000 + n % 9000, 'jpy', 'acct', 'test', 'pi_' || n,
      app_now() - (${count}::int - n) * interval '30 seconds'
    FROM generate_series(1, ${count}::int) n`.execute(db);
  await sql`VACUUM ANALYZE`.execute(db);
}

type Place = Awaited<ReturnType<typeof open>>;

/** Both in turn, so that what the machine does besides strikes both. */
async function ratio(
  what: string,
  [small, big]: [Place, Place],
  act: (place: Place) => Promise<unknown>,
): Promise<Row> {
  const [a, b]: [number[], number[]] = [[], []];
  for (let n = -5; n < rounds; n++) {
    const [first, second] = [await secondsOf(() => act(small)), await secondsOf(() => act(big))];
    if (n < 0) continue;
    a.push(first * 1000);
    b.push(second * 1000);
  }
  return {
    what,
    measured: median(b),
    limit: median(a) * 1.5,
    unit: 'ms',
    baseline: { what: 'over 1,000', measured: median(a) },
  };
}

const page =
  (filter: OrderFilter, after?: string) =>
  ({ db }: Place) =>
    listOrders(db, { filter: { mode: 'test', ...filter }, zone, limit: 50, after });

/** The cursor of the place that is half way through. */
async function middle({ db, count }: Place): Promise<string> {
  const row = await db
    .selectFrom('orders')
    .where('attempt_id', '=', `at_${count / 2}`)
    .select([sql<string>`created_at::text`.as('at'), 'attempt_id'])
    .executeTakeFirstOrThrow();
  return Buffer.from(JSON.stringify([row.at, row.attempt_id])).toString('base64url');
}

/** What the heap holds of a file while it goes out, at its most, above what it held before. */
async function memoryOfCsv({ db, count }: Place): Promise<{ megabytes: number; seconds: number }> {
  const collect = globalThis.gc ?? (() => {});
  collect();
  const before = process.memoryUsage().heapUsed;
  let [most, lines, chunks] = [0, 0, 0];
  const seconds = await secondsOf(async () => {
    const rows = ordersCsv(db, { filter: { mode: 'test' }, zone, locale: 'ja' });
    for await (const chunk of rows) {
      for (const byte of chunk) if (byte === 10) lines += 1;
      if (++chunks % 50 !== 0) continue;
      collect();
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
  });
  if (lines !== count + 1) throw new Error(`${lines} lines of ${count} orders`);
  return { megabytes: most / 1e6, seconds };
}

function firstLoad(): Row {
  const files = [
    'dist/console/console.js',
    ...consoleSheets.map((sheet) => `server-stub/admin/web/${sheet}`),
  ];
  const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  return {
    what: 'first load of the board: script and styles, gzip',
    measured: size / 1000,
    limit: 150,
    unit: 'kB',
    baseline: { what: 'Lit', measured: 7 },
  };
}

const rows: Row[] = [firstLoad()];
const small = await open(few);
const big = await open(many);
const both: [Place, Place] = [small, big];
try {
  const half = new Map([
    [small, await middle(small)],
    [big, await middle(big)],
  ]);
  rows.push(
    await ratio('first page of 1,000,000 orders', both, page({})),
    await ratio('a page in the middle', both, (place) => page({}, half.get(place))(place)),
    await ratio('by state: refunded', both, page({ money: 'refunded' })),
    await ratio('by state that is rare: needs attention', both, page({ money: 'needs_attention' })),
    await ratio('by order number', both, page({ q: 'N500' })),
    await ratio('by e-mail address', both, page({ q: 'shopper500@example.com' })),
    await ratio('by PaymentIntent', both, page({ q: 'pi_500' })),
    await ratio('by reference', both, page({ q: 'r500' })),
    await ratio('by a word that nothing bears', both, page({ q: 'nobody@example.com' })),
    await ratio('by reference, without an order', both, ({ db }) => attemptsWithoutOrder(db, 'R500')),
    await ratio('by day', both, page({ from: '2020-01-01', to: new Date().toISOString().slice(0, 10) })),
    await ratio('the board: counts, rows, 30 days', both, async ({ db }) => {
      await countBoard(db);
      await listBoard(db, {}, { limit: 200 });
      await boardDays(db, zone);
    }),
  );
  const csv = await memoryOfCsv(big);
  rows.push({
    what: `CSV of 1,000,000 rows in ${csv.seconds.toFixed(0)} s: heap at its most`,
    measured: csv.megabytes,
    limit: 30,
    unit: 'MB',
    baseline: { what: 'CSV of 1,000', measured: Math.max(0.1, (await memoryOfCsv(small)).megabytes) },
  });
} finally {
  await small.stop();
  await big.stop();
}
printRows(rows);
