/**
 * An event, by webhook or by poll, becomes a row and a "look at this intent", in one transaction. What it says is never
 * believed.
 */
import type Stripe from 'stripe';
import { checkSoon } from '../store/attempts.ts';
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

export async function receiveEvent(deps: CheckoutDeps, event: Stripe.Event): Promise<Receipt> {
  const intent = intentOf(event);
  const { receipt, attempt } = await deps.db.transaction().execute(async (tx) => {
    const found = intent
      ? await tx
          .selectFrom('attempt')
          .select('id')
          .where('pi_id', '=', intent)
          .where('mode', '=', event.livemode ? 'live' : 'test')
          .executeTakeFirst()
      : undefined;
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('webhook_event')
      .values({
        id: event.id,
        type: event.type,
        intent: intent ?? null,
        outcome: found ? 'checked' : 'ignored',
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) return { receipt: 'known' as const };
    if (!found) return { receipt: 'ignored' as const };
    await checkSoon(tx, [found.id]);
    return { receipt: 'new' as const, attempt: found.id };
  });
  if (attempt) deps.changed(attempt);
  return receipt;
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
