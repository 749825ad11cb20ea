/** What a page may do with an attempt that exists: follow it, resume it, give it up, take it over. */
import { sql } from 'kysely';
import type { AttemptView } from '../../src/shared/contract.ts';
import { keepAlive } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import { findStanding, type Standing } from '../store/standings.ts';
import { viewAttempt, type Viewer } from './attempt-view.ts';
import { giveUp } from './give-up.ts';
import { atStripe, type CheckoutDeps } from './deps.ts';
import { CheckoutError } from './problem.ts';
import { resolve } from './resolve.ts';

/** Another instance's change is seen at this interval; our own at once. */
const lookAgainMs = 500;

/** Unknown and somebody else's cart look the same. */
async function ofCart(deps: CheckoutDeps, id: string, viewer: Viewer): Promise<Standing> {
  const attempt = await findStanding(deps.db, id);
  if (!attempt || attempt.cart_id !== viewer.claims.cart) throw new CheckoutError('attempt-not-found');
  return attempt;
}

async function owned(deps: CheckoutDeps, id: string, viewer: Viewer): Promise<Standing> {
  const attempt = await ofCart(deps, id, viewer);
  if (attempt.owner !== viewer.claims.sub) throw new CheckoutError('attempt-not-found');
  return attempt;
}

export interface Following {
  waitSeconds: number;
  since?: number | undefined;
  status?: string | undefined;
  signal?: AbortSignal;
}

/** Answers as soon as the attempt is not what the caller knows, or the time is over. */
export async function follow(
  deps: CheckoutDeps,
  id: string,
  viewer: Viewer,
  { waitSeconds, since, status, signal }: Following,
): Promise<AttemptView> {
  const until = performance.now() + waitSeconds * 1000;
  const followed = await ofCart(deps, id, viewer);
  if (followed.owner === viewer.claims.sub) await keepAlive(deps.db, id);
  let known: { since: number; status: string } | undefined;
  for (;;) {
    const view = await viewAttempt(await ofCart(deps, id, viewer), viewer);
    known ??= { since: since ?? view.fence, status: status ?? view.status };
    const changed = view.fence !== known.since || view.status !== known.status;
    const left = until - performance.now();
    if (changed || left <= 0 || signal?.aborted || view.status === 'succeeded' || view.status === 'closed')
      return view;
    await deps.waitForChange(id, Math.min(left, lookAgainMs), signal);
  }
}

/** The owner is back: what is true now, with the client secret where the bank still asks. Others' fences are stale after. */
export async function resume(
  deps: CheckoutDeps,
  id: string,
  viewer: Viewer,
  fence: number,
): Promise<AttemptView> {
  const attempt = await owned(deps, id, viewer);
  if (attempt.state === 'active') await bumpFence(deps, attempt, fence);
  await keepAlive(deps.db, id);
  return viewForOwner(deps, await resolve(deps, id), viewer);
}

async function bumpFence(deps: CheckoutDeps, attempt: Attempt, fence: number): Promise<void> {
  const { numUpdatedRows } = await deps.db
    .updateTable('attempt')
    .set({ fence: sql<number>`fence + 1` })
    .where('id', '=', attempt.id)
    .where('fence', '=', fence)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const now = await findStanding(deps.db, attempt.id);
  // Ended between the two looks: that is an answer, not a conflict.
  if (now?.state === 'active') throw new CheckoutError('superseded');
}

export async function cancel(
  deps: CheckoutDeps,
  id: string,
  viewer: Viewer,
  fence: number,
): Promise<AttemptView> {
  const attempt = await owned(deps, id, viewer);
  if (attempt.state === 'active' && attempt.fence !== fence) throw new CheckoutError('superseded');
  return viewAttempt(await giveUp(deps, id, 'abandoned'), viewer);
}

/** Whoever holds a valid token for the cart may go on instead: the earlier attempt is cancelled first. */
export async function takeOver(deps: CheckoutDeps, id: string, viewer: Viewer): Promise<AttemptView> {
  await ofCart(deps, id, viewer);
  return viewAttempt(await giveUp(deps, id, 'taken-over'), viewer);
}

/** The view with the client secret, which is fetched for the owner each time and never kept. */
export async function viewForOwner(
  deps: CheckoutDeps,
  attempt: Standing,
  viewer: Viewer,
): Promise<AttemptView> {
  const view = await viewAttempt(attempt, viewer);
  if (view.status !== 'action-required' || !view.own || !attempt.pi_id) return view;
  const intent = await (await atStripe(deps, attempt))?.gateway.retrieveIntent(attempt.pi_id);
  const secret = intent?.kind === 'ok' ? intent.value.client_secret : null;
  return secret ? { ...view, clientSecret: secret } : view;
}
