/**
 * How long money is held without an order when the tab is gone: from the bank's approval at Stripe, after which nobody comes
 * back, to the order. With webhooks, and with all of them lost.
 */
import type { AttemptView } from '../../../src/shared/contract.ts';
import type { Database } from '../../../server-stub/store/database.ts';
import type { CheckoutStack } from '../../helpers/checkout-stack.ts';
import { fakeStripeJs } from '../../server/harness.ts';
import { median, percentile, type Row } from '../measure.ts';
import { pay, type Shopper } from './shoppers.ts';

const needs3ds = '4000002760003184';
const orphans = 150;
/** ms between two approvals: they meet the pollers at any moment of their turns. */
const apart = 130;
/** ms; what takes longer is not waited for, and fails the row. */
const patience = 60_000;

interface Place {
  stack: CheckoutStack;
  db: Database;
  shopper: (card?: string) => Promise<Shopper>;
}

export async function orphanRows(place: Place): Promise<Row[]> {
  const told = await orphanTimes(place);
  await switchWebhooks(place, { lose: -1 });
  const untold = await orphanTimes(place);
  await switchWebhooks(place, { lose: 0 });
  const row = (what: string, times: number[], limit: number): Row => ({
    what: `order of a tab that is gone, ${what}, p99`,
    measured: percentile(times, 0.99),
    limit,
    unit: 's',
    baseline: { what: 'median', measured: median(times) },
  });
  return [row('webhooks on', told, 5), row('every webhook lost', untold, 30)];
}

/** Seconds. */
async function orphanTimes({ stack, db, shopper }: Place): Promise<number[]> {
  const { authenticate } = fakeStripeJs((path, init) => fetch(`${stack.fakeUrl}${path}`, init));
  const left: AttemptView[] = [];
  for (let n = 0; n < orphans; n++) left.push(await pay(stack, await shopper(needs3ds)));
  const approved = new Map<string, number>();
  for (const view of left) {
    await authenticate(view, 'complete');
    approved.set(view.id, Date.now());
    await pause(apart);
  }
  const ids = [...approved.keys()];
  for (const end = Date.now() + patience; Date.now() < end; await pause(250)) {
    const orders = await db
      .selectFrom('orders')
      .select(['attempt_id', 'created_at'])
      .where('attempt_id', 'in', ids)
      .execute();
    if (orders.length < orphans) continue;
    return orders.map(({ attempt_id, created_at }) =>
      Math.max(0, (created_at.getTime() - (approved.get(attempt_id) ?? 0)) / 1000),
    );
  }
  return [Number.POSITIVE_INFINITY];
}

async function switchWebhooks({ stack }: Place, switches: object): Promise<void> {
  const answer = await fetch(`${stack.fakeUrl}/_control/webhooks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(switches),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
