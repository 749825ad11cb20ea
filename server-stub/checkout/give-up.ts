import { sql } from 'kysely';
import type { CloseReason } from '../../src/shared/contract.ts';
import { moveAttempt } from '../store/attempts.ts';
import type { Standing } from '../store/standings.ts';
import type { CheckoutDeps } from './deps.ts';
import { resolve } from './resolve.ts';

/** active → cancelling, then as far as Stripe lets it. An attempt that is being placed is not given up any more. */
export async function giveUp(deps: CheckoutDeps, attemptId: string, reason: CloseReason): Promise<Standing> {
  const moved = await moveAttempt(deps.db, attemptId, 'active', 'cancelling', {
    close_reason: reason,
    fence: sql<number>`fence + 1`,
    next_check_at: sql<Date>`app_now()`,
  });
  if (moved) deps.changed(attemptId);
  return resolve(deps, attemptId);
}
