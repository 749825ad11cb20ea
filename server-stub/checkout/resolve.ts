/**
 * The one function behind return, poll, webhook and sweeper: ask Stripe what is true and do the next step, until there is
 * nothing left to do now. Any number of them may run at once; compare-and-set lets one of them win each step.
 */
import type { Intent } from '../stripe/gateway.ts';
import {
  appNow,
  findAttempt,
  inSeconds,
  keepAlive,
  latestConfirmation,
  moveAttempt,
  note,
} from '../store/attempts.ts';
import type { Attempt, Confirmation } from '../store/schema.ts';
import { answerSeconds, intentStatus, isLive, nextStep, type Step } from './attempt.ts';
import { cancelAtStripe, closeAttempt, refundCaptured } from './cancel.ts';
import { placeOrder } from './commit.ts';
import { sendConfirm } from './confirm.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { sql } from 'kysely';
import { followMoney } from './order-money.ts';
import { verifyIntent } from './verify.ts';

/** More steps than any path has; a loop beyond it is a fault of ours, not the shopper's wait. */
const mostSteps = 12;

export async function resolve(deps: CheckoutDeps, attemptId: string): Promise<Attempt> {
  const seen: Seen = {};
  for (let i = 0; i < mostSteps; i++) {
    const attempt = await mustFind(deps, attemptId);
    const its = await atStripe(deps, attempt);
    if (!(await (its ? advance(its, attempt, seen) : postpone(deps, attempt, 60)))) break;
    deps.changed(attemptId);
  }
  return mustFind(deps, attemptId);
}

/** The intent as Stripe showed it in this call. Steps of ours leave it as it is; after a step at Stripe it is asked for anew. */
interface Seen {
  intent?: Intent | undefined;
}

async function mustFind(deps: CheckoutDeps, id: string): Promise<Attempt> {
  const attempt = await findAttempt(deps.db, id);
  if (!attempt) throw new Error(`attempt ${id} is gone`);
  return attempt;
}

/** One step. Whether another may follow at once. */
async function advance(deps: DepsAtStripe, attempt: Attempt, seen: Seen): Promise<boolean> {
  if (attempt.state === 'closed') return nothingLeft(deps, attempt);
  if (!attempt.pi_id) return advanceWithoutIntent(deps, attempt);
  // Committed by this very call, from what it saw: there is nothing newer to follow.
  if (attempt.state === 'committed' && seen.intent) return false;

  const answer = seen.intent ? undefined : await deps.gateway.retrieveIntent(attempt.pi_id);
  const intent = answer?.kind === 'ok' ? answer.value : seen.intent;
  if (!intent) return postpone(deps, attempt, 5);
  seen.intent = intent;
  if (attempt.state === 'committed') {
    await followMoney(deps, attempt, intent);
    return nothingLeft(deps, attempt);
  }
  await remember(deps, attempt, intent);

  const mismatch = verifyIntent(attempt, intent);
  if (mismatch && attempt.state !== 'cancelling') {
    await note(deps.db, attempt.id, 'alarm', { mismatch });
    deps.log.error({ attempt: attempt.id, mismatch }, 'payment does not match its attempt');
    return moveAttempt(deps.db, attempt.id, attempt.state, 'cancelling', { close_reason: 'verification' });
  }
  if (await sendLostConfirm(deps, attempt, intent)) {
    seen.intent = undefined;
    return true;
  }
  const step = await nextStepOf(deps, attempt, intent);
  if (step === 'cancel' || step === 'refund') seen.intent = undefined;
  return perform(deps, attempt, intent, step);
}

/** The clock is asked only where it decides. */
async function nextStepOf(deps: DepsAtStripe, { id, state }: Attempt, intent: Intent): Promise<Step> {
  if (!isLive(state)) return 'wait';
  const status = intentStatus(intent.status);
  const step = nextStep(state, status, false);
  return step === 'wait' && (await hasExpired(deps, { id })) ? nextStep(state, status, true) : step;
}

async function perform(deps: DepsAtStripe, attempt: Attempt, intent: Intent, step: Step): Promise<boolean> {
  switch (step) {
    case 'wait':
      return postpone(deps, attempt, waitSeconds(attempt));
    case 'claim':
      if (await moveAttempt(deps.db, attempt.id, 'active', 'placing')) deps.crash('after-claim');
      return true;
    case 'place':
      return placeOrder(deps, attempt, intent);
    case 'give-up': {
      const reason = intent.status === 'canceled' ? 'canceled-at-stripe' : 'abandoned';
      await moveAttempt(deps.db, attempt.id, attempt.state, 'cancelling', { close_reason: reason });
      return true;
    }
    case 'cancel':
      return cancelAtStripe(deps, attempt, intent);
    case 'refund':
      return refundCaptured(deps, attempt, intent);
    case 'close':
      return closeAttempt(deps, attempt);
  }
}

async function advanceWithoutIntent(deps: DepsAtStripe, attempt: Attempt): Promise<boolean> {
  // A create that is still under way finds the state changed, and cancels what it made.
  if (attempt.state === 'cancelling') return closeAttempt(deps, attempt);
  if (attempt.state === 'active' && (await hasExpired(deps, attempt))) {
    return moveAttempt(deps.db, attempt.id, 'active', 'cancelling', { close_reason: 'not-started' });
  }
  return postpone(deps, attempt, waitSeconds(attempt));
}

/** A confirm whose answer was lost is sent again under its own key, once its handler can no longer be waiting. */
async function sendLostConfirm(deps: DepsAtStripe, attempt: Attempt, intent: Intent): Promise<boolean> {
  if (attempt.state !== 'active') return false;
  const last = await latestConfirmation(deps.db, attempt.id);
  if (!last || last.outcome) return false;
  if (intent.status !== 'requires_payment_method') {
    await deps.db
      .updateTable('confirmation')
      .set({ outcome: JSON.stringify({ kind: 'accepted' }) })
      .where('attempt_id', '=', attempt.id)
      .where('n', '=', last.n)
      .where('outcome', 'is', null)
      .execute();
    return true;
  }
  if ((await hasExpired(deps, attempt)) || !(await takeLostConfirm(deps, last))) return false;
  await sendConfirm(deps, attempt, last);
  const after = await latestConfirmation(deps.db, attempt.id);
  return after?.outcome != null;
}

/** Compare-and-set: of all who find it unanswered, one sends it, and once the one before can no longer be waiting. */
async function takeLostConfirm(deps: CheckoutDeps, { attempt_id, n }: Confirmation): Promise<boolean> {
  const { numUpdatedRows } = await deps.db
    .updateTable('confirmation')
    .set({ sent_at: appNow })
    .where('attempt_id', '=', attempt_id)
    .where('n', '=', n)
    .where('outcome', 'is', null)
    .where(sql<boolean>`sent_at < app_now() - ${answerSeconds} * interval '1 second'`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function remember(deps: CheckoutDeps, attempt: Attempt, intent: Intent): Promise<void> {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const held = ['requires_capture', 'succeeded'].includes(intent.status) || charge?.status === 'succeeded';
  if (attempt.pi_status === intent.status && (attempt.hold_seen || !held)) return;
  await deps.db
    .updateTable('attempt')
    .set({ pi_status: intentStatus(intent.status), ...(held && { hold_seen: true }) })
    .where('id', '=', attempt.id)
    .execute();
  // Back from 3-D Secure without an authentication: nothing is at the bank any more.
  if (attempt.pi_status === 'requires_action') await keepAlive(deps.db, attempt.id);
  deps.changed(attempt.id);
}

async function hasExpired(deps: CheckoutDeps, attempt: Pick<Attempt, 'id'>): Promise<boolean> {
  const row = await deps.db
    .selectFrom('attempt')
    .select(sql<boolean>`expires_at <= app_now()`.as('expired'))
    .where('id', '=', attempt.id)
    .executeTakeFirstOrThrow();
  return row.expired;
}

/** A webhook or the shopper's return usually comes first; this is for when neither does. */
function waitSeconds(attempt: Attempt): number {
  return attempt.pi_status === 'requires_action' || attempt.pi_status === 'processing' ? 5 : 20;
}

/** A live attempt is looked at no later than when it expires. */
async function postpone(deps: CheckoutDeps, attempt: Attempt, seconds: number): Promise<false> {
  const later = inSeconds(seconds);
  const beforeExpiry = sql<Date>`least(${later}, greatest(expires_at, ${inSeconds(1)}))`;
  await deps.db
    .updateTable('attempt')
    .set({ next_check_at: attempt.state === 'active' ? beforeExpiry : later })
    .where('id', '=', attempt.id)
    .execute();
  return false;
}

/** An ended attempt leaves the queue, unless it was put back while this look lasted. */
async function nothingLeft(deps: CheckoutDeps, attempt: Attempt): Promise<false> {
  await deps.db
    .updateTable('attempt')
    .set({ next_check_at: null })
    .where('id', '=', attempt.id)
    .where('next_check_at', '>', appNow)
    .execute();
  return false;
}
