/** What a reconcile costs beside what reading Stripe's list costs anyway: our CPU an order, and how it grows. */
import { sql } from 'kysely';
import type { DepsAtStripe } from '../../../server-stub/checkout/deps.ts';
import { reconcile } from '../../../server-stub/checkout/reconcile.ts';
import { createSignals } from '../../../server-stub/checkout/signals.ts';
import { createDemoShop } from '../../../server-stub/shop/demo/demo-shop.ts';
import { openDatabase, type Database } from '../../../server-stub/store/database.ts';
import { createGateway, type Gateway, type Intent } from '../../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../../server-stub/stripe/gateways.ts';
import { startPostgres } from '../../helpers/postgres.ts';
import { median, secondsOf, type Row } from '../measure.ts';

const few = 10_000;
const many = 100_000;
const rounds = 3;

/** As Stripe lists it, less the fields that nobody reads. */
function intentAt(n: number, installation: string): Intent {
  return {
    id: `pi_${n}`,
    object: 'payment_intent',
    amount: 1000,
    amount_received: 1000,
    currency: 'jpy',
    status: 'succeeded',
    created: 1_790_000_000 + n,
    livemode: false,
    customer: `cus_${n}`,
    capture_method: 'manual',
    metadata: { installation, attempt: `at_${n}`, cart: `cart-${n}` },
    latest_charge: {
      id: `ch_${n}`,
      object: 'charge',
      amount: 1000,
      refunded: false,
      disputed: false,
      amount_refunded: 0,
    },
  } as unknown as Intent;
}

/** Pages that cost what making their objects costs; the network and the SDK are the same for whoever lists. */
function listingGateway(count: number, installation: string): Gateway {
  const gateway = createGateway({
    secretKey: 'sk_test_x',
    publishableKey: 'pk_test_x',
    webhookSecrets: ['whsec_x'],
    account: 'acct',
    mode: 'test',
  });
  return {
    ...gateway,
    listIntents: async (_from, after) => {
      const newest = after ? Number(after.slice(3)) - 1 : count;
      const size = Math.min(100, newest);
      const data = Array.from({ length: size }, (_, i) => intentAt(newest - i, installation));
      return { kind: 'ok', value: { data, has_more: newest > size } as never };
    },
  };
}

async function fill(db: Database): Promise<void> {
  await sql`INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
      account, mode, rules, pi_id, pi_status, customer_id, return_url, state, reference, order_no, next_check_at, expires_at)
    SELECT 'at_' || n, 'cart-' || n, 1, 'o', 'guest', 'ja', 'k' || n, '{}', 1000, 'jpy', 'acct', 'test', '{}', 'pi_' || n,
      'succeeded', 'cus_' || n, '', 'committed', 'r' || n, 'no' || n, NULL, app_now()
    FROM generate_series(1, ${many}::int) n`.execute(db);
  await sql`INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, amount_captured, currency,
      account, mode, pi_id)
    SELECT 'at_' || n, 'cart-' || n, 1, 'no' || n, 'processing', 'captured', 1000, 1000, 'jpy', 'acct', 'test', 'pi_' || n
    FROM generate_series(1, ${many}::int) n`.execute(db);
  await sql`VACUUM ANALYZE`.execute(db);
}

export async function reconcileRows(): Promise<Row[]> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url, dataDir: '' });
  try {
    await fill(db);
    const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
    const run = async (count: number) => {
      const gateway = listingGateway(count, installation);
      const deps: DepsAtStripe = {
        db,
        shop: createDemoShop(db),
        gateway,
        gateways: singleGateway(gateway),
        installation,
        reconcile: 'act',
        log: { info() {}, warn() {}, error() {} },
        ...createSignals(),
      };
      const found = await reconcile(deps, new Date(0));
      if (found?.listed !== count || found.astray + found.followed + found.resolved > 0)
        throw new Error(`not as filled: ${JSON.stringify(found)}`);
    };
    const listOnly = async (count: number) => {
      const gateway = listingGateway(count, installation);
      for (let after: string | undefined; ;) {
        const page = await gateway.listIntents(0, after);
        if (page.kind !== 'ok' || !page.value.has_more) return;
        after = page.value.data.at(-1)?.id;
      }
    };
    await run(few);
    const heapBefore = heap();
    const times = { few: [] as number[], many: [] as number[], cpu: [] as number[], list: [] as number[] };
    for (let n = 0; n < rounds; n++) {
      times.few.push(await secondsOf(() => run(few)));
      const before = process.cpuUsage();
      times.many.push(await secondsOf(() => run(many)));
      times.cpu.push(cpuSince(before) / many);
      const beforeList = process.cpuUsage();
      await listOnly(many);
      times.list.push(cpuSince(beforeList) / many);
    }
    return [
      {
        what: 'reconcile, our CPU an order',
        measured: median(times.cpu),
        limit: 10,
        unit: 'µs',
        baseline: { what: 'reading the list alone', measured: median(times.list) },
      },
      {
        what: 'reconcile of 100,000',
        measured: median(times.many),
        limit: median(times.few) * 11.5,
        unit: 's',
        baseline: { what: 'of 10,000', measured: median(times.few) },
      },
      {
        what: 'heap growth over three reconciles of 100,000',
        measured: Math.max(0.01, heap() - heapBefore),
        limit: 16,
        unit: 'MB',
        baseline: { what: 'the heap before', measured: heapBefore },
      },
    ];
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}

function heap(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
