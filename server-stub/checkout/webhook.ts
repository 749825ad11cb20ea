/**
 * An event, by webhook or by poll, becomes a row and a "look at this intent", in one statement. What it says is never
 * believed.
 */
import { sql } from 'kysely';
import type Stripe from 'stripe';
import { appNow } from '../store/attempts.ts';
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

/** So long is left to whoever is in the middle of a payment. */
const handlerSeconds = 2;

/** What an endpoint sends beside these is written down, and looked into by nobody. */
const watched: ReadonlySet<string> = new Set(watchedEvents);

/** Money is held now: the only event of a plain payment, and mostly news to nobody. */
const authorised = 'payment_intent.amount_capturable_updated';

/**
 * When such an event is looked into. Never where the order stands on the hold that it tells of; what becomes of the hold later
 * has events of its own. While whoever sent the card to the bank is at it, the hold is in sight and the look is for when that
 * one has died. At once where the shopper was away at the bank.
 */
const afterHold = sql<Date | null>`CASE
  WHEN state = 'committed' AND hold_seen THEN NULL
  WHEN state = 'placing' OR (state = 'active' AND (hold_seen OR EXISTS (
    SELECT FROM confirmation c WHERE c.attempt_id = attempt.id AND c.outcome IS NULL)))
    THEN app_now() + ${sql.lit(handlerSeconds)} * interval '1 second'
  ELSE app_now() END`;

export async function receiveEvent(deps: CheckoutDeps, event: Stripe.Event): Promise<Receipt> {
  const intent = intentOf(event);
  const looked = watched.has(event.type) ? intent : undefined;
  const { rows } = await sql<{ fresh: boolean; attempt: string | null; due: boolean | null }>`
    WITH found AS (
      SELECT id, ${event.type === authorised ? afterHold : appNow} AS look_at
      FROM attempt WHERE pi_id = ${looked ?? null} AND mode = ${event.livemode ? 'live' : 'test'}),
    fresh AS (
      INSERT INTO webhook_event (id, type, intent, outcome)
      SELECT ${event.id}, ${event.type}, ${intent ?? null},
        CASE WHEN EXISTS (SELECT FROM found) THEN 'checked' ELSE 'ignored' END
      ON CONFLICT DO NOTHING RETURNING id),
    due AS (
      UPDATE attempt SET next_check_at = least(next_check_at, look_at) FROM found
      WHERE attempt.id = found.id AND look_at IS NOT NULL AND EXISTS (SELECT FROM fresh))
    SELECT EXISTS (SELECT FROM fresh) AS fresh, (SELECT id FROM found) AS attempt,
      (SELECT look_at <= app_now() FROM found) AS due`.execute(deps.db);
  const [row] = rows;
  if (!row?.fresh) return 'known';
  if (!row.attempt) return 'ignored';
  if (row.due) deps.due('attempt');
  return 'new';
}

/** Those that are written down already. */
export async function knownEvents({ db }: CheckoutDeps, ids: string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM webhook_event WHERE id = ANY(${ids}::text[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
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
