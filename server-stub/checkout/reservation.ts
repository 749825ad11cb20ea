/** What a shop elsewhere holds for an attempt. In our own database it is rows of ours, made and gone in its transactions. */
import { sql } from 'kysely';
import type { Release } from '../shop/port.ts';
import { moveAttempt, note } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import type { CheckoutDeps } from './deps.ts';

/**
 * Whether the attempt may go to the bank. An intent that is saved came after the reservation, so there is nothing to ask.
 * Throws ShopUnknown: the same press asks again, and if nobody does, the attempt expires and is released.
 */
export async function ensureReserved({ shop, ...deps }: CheckoutDeps, attempt: Attempt): Promise<boolean> {
  if (shop.home === 'our-database' || attempt.pi_id) return true;
  const outcome = await shop.reserve(attempt.id, attempt.snapshot);
  if (outcome.kind === 'reserved') return true;
  if (outcome.kind === 'released') return false;
  await moveAttempt(deps.db, attempt.id, 'active', 'cancelling', {
    close_reason: 'sold-out',
    sold_out: JSON.stringify(outcome.items),
    next_check_at: sql<Date>`app_now()`,
  });
  await note(deps.db, attempt.id, 'refused-by-shop', { reason: 'sold-out' });
  return false;
}

export async function release({ shop }: CheckoutDeps, attempt: Attempt): Promise<void> {
  if (shop.home === 'our-database') return;
  const tells = !shop.sendReleaseMail && isMailed(attempt);
  await shop.release({ attemptId: attempt.id, ...(tells && { notice: noticeOf(attempt) }) });
}

export function noticeOf({ snapshot, reference }: Attempt): NonNullable<Release['notice']> {
  return { cart: snapshot, reference };
}

/** Money was held and is not any more, and no other tab of the shopper's goes on with it. */
export function isMailed(attempt: Pick<Attempt, 'hold_seen' | 'close_reason'>): boolean {
  return attempt.hold_seen && attempt.close_reason !== 'taken-over';
}
