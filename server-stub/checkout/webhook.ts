/**
 * An event, by webhook or by poll, becomes a row and a "look at this intent", in one statement. What it says is never
 * believed.
 */
import { sql } from 'kysely';
import type Stripe from 'stripe';
import type { CheckoutDeps } from './deps.ts';

export type Receipt = 'new' | 'known' | 'ignored';

/** Every event that can mean that an intent of ours is not as we last saw it. Stripe's webhook needs just these. */
export const watchedEvents = [
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'payment_intent.processing',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.captured',
  'charge.expired',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.updated',
  'refund.failed',
];

/** What an endpoint sends beside these is written down, and looked into by nobody. */
const watched: ReadonlySet<string> = new Set(watchedEvents);

export async function receiveEvent(deps: CheckoutDeps, event: Stripe.Event): Promise<Receipt> {
  const intent = intentOf(event);
  const looked = watched.has(event.type) ? intent : undefined;
  const { rows } = await sql<{ fresh: boolean; attempt: string | null }>`
    WITH found AS (
      SELECT id FROM attempt WHERE pi_id = ${looked ?? null} AND mode = ${event.livemode ? 'live' : 'test'}),
    fresh AS (
      INSERT INTO webhook_event (id, type, intent, outcome)
      SELECT ${event.id}, ${event.type}, ${intent ?? null},
        CASE WHEN EXISTS (SELECT FROM found) THEN 'checked' ELSE 'ignored' END
      ON CONFLICT DO NOTHING RETURNING id),
    due AS (
      UPDATE attempt SET next_check_at = app_now()
      WHERE id IN (SELECT id FROM found) AND EXISTS (SELECT FROM fresh))
    SELECT EXISTS (SELECT FROM fresh) AS fresh, (SELECT id FROM found) AS attempt`.execute(deps.db);
  const [row] = rows;
  if (!row?.fresh) return 'known';
  if (!row.attempt) return 'ignored';
  deps.due();
  return 'new';
}

function intentOf(event: Stripe.Event): string | undefined {
  const object: unknown = event.data.object;
  if (!isRecord(object)) return undefined;
  if (object['object'] === 'payment_intent') return text(object['id']);
  const reference = object['payment_intent'];
  return isRecord(reference) ? text(reference['id']) : text(reference);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
