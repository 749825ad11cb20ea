/** What follows once an attempt is cancelling: Stripe first, then the reservation. Never in another order. */
import type { Intent } from '../stripe/gateway.ts';
import { checkLater, moveAttempt, note } from '../store/attempts.ts';
import type { Attempt, OutboxKind } from '../store/schema.ts';
import type { DepsAtStripe } from './deps.ts';
import { isMailed } from './reservation.ts';

/** Whether Stripe says it is cancelled; otherwise the sweeper asks again. */
export async function cancelAtStripe(deps: DepsAtStripe, attempt: Attempt, intent: Intent): Promise<boolean> {
  // The source document keeps the order number on what was cancelled for want of stock.
  if (attempt.order_no && intent.metadata['order_id'] !== attempt.order_no) {
    const label = await deps.gateway.updateIntent(intent.id, { metadata: { order_id: attempt.order_no } });
    if (label.kind === 'unknown') return retryLater(deps, attempt);
  }
  const reason = attempt.close_reason === 'taken-over' ? 'duplicate' : 'abandoned';
  const answer = await deps.gateway.cancelIntent(intent.id, reason);
  if (answer.kind === 'ok') return true;
  await note(deps.db, attempt.id, 'cancel-unanswered', { kind: answer.kind });
  return retryLater(deps, attempt);
}

/** Captured in the Dashboard while we were cancelling: the money goes back, and somebody is told. */
export async function refundCaptured(deps: DepsAtStripe, attempt: Attempt, intent: Intent): Promise<boolean> {
  const done = await deps.gateway.listRefunds(intent.id);
  if (done.kind !== 'ok') return retryLater(deps, attempt);
  const refunded = done.value
    .filter((refund) => refund.status === 'succeeded' || refund.status === 'pending')
    .reduce((sum, refund) => sum + refund.amount, 0);
  if (refunded >= intent.amount_received) {
    await closeAttempt(deps, attempt);
    return true;
  }
  deps.log.error({ attempt: attempt.id }, 'captured without an order: refunding');
  await note(deps.db, attempt.id, 'alarm', { captured: intent.amount_received });
  const key = `${attempt.id}:refund:${done.value.length}`;
  const answer = await deps.gateway.refund(intent.id, { metadata: { attempt: attempt.id } }, key);
  return answer.kind === 'ok' ? true : retryLater(deps, attempt);
}

/** cancelling → closed. The reservation goes in the same transaction: stock is free exactly when the attempt is over. */
export async function closeAttempt(deps: DepsAtStripe, attempt: Attempt): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const closed = await moveAttempt(tx, attempt.id, 'cancelling', 'closed');
    if (!closed) return;
    await tx.deleteFrom('reservation').where('attempt_id', '=', attempt.id).execute();
    await note(tx, attempt.id, 'closed', { reason: closed.close_reason });
    const { shop } = deps;
    const kinds: OutboxKind[] = [];
    if (shop.home === 'elsewhere') kinds.push('release');
    if (shop.sendReleaseMail && isMailed(closed)) kinds.push('release-mail');
    if (kinds.length > 0) {
      const jobs = kinds.map((kind) => ({ kind, attempt_id: attempt.id }));
      await tx.insertInto('outbox').values(jobs).execute();
    }
  });
}

async function retryLater(deps: DepsAtStripe, attempt: Attempt): Promise<false> {
  await checkLater(deps.db, attempt, 3);
  return false;
}
