/** Numbers for Prometheus. What is counted as it happens is kept here; what is true now is asked of the database at the scrape. */
import { sql } from 'kysely';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { countBoard } from '../orders/board-rows.ts';
import type { Database } from '../store/database.ts';
import type { StripeCall } from '../stripe/gateway.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'checkout_http_request_duration_seconds',
    help: 'Requests by area and status class. A poll waits on purpose, and is in an area of its own.',
    labelNames: ['area', 'method', 'status'],
    buckets: durations,
    registers,
  });
  const calls = new Histogram({
    name: 'checkout_stripe_call_duration_seconds',
    help: 'Calls to Stripe by resource and status.',
    labelNames: ['resource', 'method', 'status'],
    buckets: durations,
    registers,
  });
  const attempts = new Gauge({
    name: 'checkout_attempts_live',
    help: 'Payment attempts that are not ended, by state.',
    labelNames: ['state'],
    registers,
  });
  const board = new Gauge({
    name: 'checkout_board_rows',
    help: 'Rows of the reconciliation board by bucket and status. Every open one should be 0.',
    labelNames: ['bucket', 'status'],
    registers,
  });
  const outbox = new Gauge({
    name: 'checkout_outbox_pending',
    help: 'What is still to be done after orders and acts.',
    registers,
  });
  const oldest = new Gauge({
    name: 'checkout_outbox_oldest_seconds',
    help: 'For how long the oldest of it has been due.',
    registers,
  });
  const webhook = new Gauge({
    name: 'checkout_webhook_last_seconds',
    help: 'Seconds since an event came from Stripe, by webhook or by poll; -1 before the first.',
    registers,
  });
  const refused = new Counter({
    name: 'checkout_webhook_refused_total',
    help: 'Webhooks whose signature did not fit.',
    registers,
  });

  async function ask(db: Database): Promise<void> {
    const states = await db
      .selectFrom('attempt')
      .where('state', 'in', ['active', 'placing', 'cancelling'])
      .groupBy('state')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .execute();
    for (const state of ['active', 'placing', 'cancelling'] as const)
      attempts.set({ state }, Number(states.find((row) => row.state === state)?.count ?? 0));
    board.reset();
    for (const { bucket, status, count } of await countBoard(db))
      if (status !== 'healed') board.inc({ bucket, status }, Number(count));
    const { rows } = await sql<{ pending: number; oldest: number; webhook: number | null }>`
      SELECT (SELECT count(*) FROM outbox WHERE done_at IS NULL) AS pending,
        (SELECT greatest(0, coalesce(extract(epoch FROM app_now() - min(next_at)), 0))::float8
           FROM outbox WHERE done_at IS NULL) AS oldest,
        (SELECT extract(epoch FROM app_now() - max(received_at))::float8 FROM webhook_event) AS webhook`.execute(
      db,
    );
    outbox.set(Number(rows[0]?.pending ?? 0));
    oldest.set(Number(rows[0]?.oldest ?? 0));
    webhook.set(rows[0]?.webhook ?? -1);
  }

  return {
    contentType: registry.contentType,
    request(method: string, path: string, status: number, ms: number): void {
      requests.observe(
        { area: areaOf(method, path), method, status: `${Math.floor(status / 100)}xx` },
        ms / 1000,
      );
      if (path === '/webhooks/stripe' && status === 400) refused.inc();
    },
    stripeCall({ method, path, status, ms }: StripeCall): void {
      const resource = /^\/v1\/(\w+)/.exec(path)?.[1] ?? 'other';
      calls.observe({ resource, method, status: String(status) }, ms / 1000);
    },
    async text(db: Database): Promise<string> {
      await ask(db);
      return registry.metrics();
    },
  };
}

/** Few values, whatever a stranger asks for. */
function areaOf(method: string, path: string): string {
  if (method === 'GET' && path.startsWith('/v1/attempts/')) return 'poll';
  const area = /^\/(v1|shop|webhooks|admin|assets)(\/|$)/.exec(path)?.[1];
  return area ?? 'page';
}
