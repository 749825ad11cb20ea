/** A verified event becomes a row and a "look at this intent", in one transaction. What it says is never believed. */
import type Stripe from 'stripe';
import { sql } from 'kysely';
import type { CheckoutDeps } from './deps.ts';
import { resolve } from './resolve.ts';

export async function receiveEvent(
  deps: CheckoutDeps,
  event: Stripe.Event,
): Promise<'new' | 'known' | 'ignored'> {
  const intent = intentOf(event);
  const found = await deps.db.transaction().execute(async (tx) => {
    const attempt = intent
      ? await tx
          .selectFrom('attempt')
          .select(['id', 'state'])
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
        outcome: attempt ? 'checked' : 'ignored',
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) return { kind: 'known' as const };
    if (!attempt) return { kind: 'ignored' as const };
    await tx
      .updateTable('attempt')
      .set({ next_check_at: sql<Date>`app_now()` })
      .where('id', '=', attempt.id)
      .execute();
    return { kind: 'new' as const, attempt };
  });
  if (found.kind === 'new') {
    // The sweeper does not look at committed attempts; their money is followed here.
    if (found.attempt.state === 'committed') await resolve(deps, found.attempt.id);
    deps.changed(found.attempt.id);
  }
  return found.kind;
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
