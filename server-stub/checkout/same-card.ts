/** A card that a Customer has stored before is not kept twice: the newest stays, with the consent that belongs to it. */
import { appNow, note } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import { liveStates } from './attempt.ts';
import type { DepsAtStripe } from './deps.ts';
import type { Verdict } from './outbox.ts';

export async function dropSameCards(deps: DepsAtStripe, attempt: Attempt): Promise<Verdict> {
  const customer = attempt.customer_id;
  if (!customer || !attempt.pi_id) return undefined;
  const paying = await deps.db
    .selectFrom('attempt')
    .select('id')
    .where('customer_id', '=', customer)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
  // Another payment may be made with the very card that would go.
  if (paying) return 'the customer is paying';
  const cards = await deps.gateway.listPaymentMethods(customer);
  if (cards.kind === 'refused') return undefined;
  if (cards.kind !== 'ok') return 'the cards could not be read';
  const seen = new Set<string>();
  // Newest first, as Stripe lists them.
  for (const { id, card } of cards.value.data) {
    const fingerprint = card?.fingerprint;
    if (!fingerprint) continue;
    if (!seen.has(fingerprint)) {
      seen.add(fingerprint);
      continue;
    }
    const detached = await deps.gateway.detachPaymentMethod(id);
    if (detached.kind === 'unknown') return detached.message;
    await deps.db
      .updateTable('consent')
      .set({ withdrawn_at: appNow })
      .where('payment_method_id', '=', id)
      .where('withdrawn_at', 'is', null)
      .execute();
    await note(deps.db, attempt.id, 'same-card-dropped', { card: id });
  }
  return undefined;
}
