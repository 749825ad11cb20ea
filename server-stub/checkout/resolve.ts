/**
 * The one function behind return, poll, webhook and sweeper: ask Stripe what is true and do the next step, until there is
 * nothing left to do now. Any number of them may run at once; compare-and-set lets one of them win each step.
 */
import type { Intent } from '../stripe/gateway.ts';
import { checkLater, checkNoMore, moveAttempt, note } from '../store/attempts.ts';
import { recordSight, takeLostConfirm } from '../store/confirmations.ts';
import { mustFind, rewritten, type Standing } from '../store/standings.ts';
import type { Attempt, ConfirmationOutcome } from '../store/schema.ts';
import { intentStatus, isLive, nextStep, outcomeSeen, type IntentStatus } from './attempt.ts';
import { cancelAtStripe, closeAttempt, refundCaptured } from './cancel.ts';
import { claim, placeOrder, type Placing } from './commit.ts';
import { sendConfirm, type Answered } from './confirm.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { isOver, statusForStep } from './judge.ts';
import { followMoney } from './order-money.ts';
import { verifyIntent } from './verify.ts';

/** More steps than any path has; a loop beyond it is a fault of ours, not the shopper's wait. */
const mostSteps = 12;

/**
 * `just`: the attempt as this call's own confirm has left it a moment ago. What Stripe answered to it is the first look: it
 * is the intent with its charge, of that very moment.
 */
export async function resolve(deps: CheckoutDeps, attemptId: string, just?: Answered): Promise<Standing> {
  let known = just?.now ?? (await mustFind(deps.db, attemptId));
  const its = await atStripe(deps, known);
  let seen: Intent | undefined;
  for (let i = 0; i < mostSteps; i++) {
    const told = i === 0 ? just?.seen : undefined;
    const step: Progress = its ? await advance(its, known, { seen, told }) : await postpone(deps, known, 60);
    if (!step.more) return step.now ?? mustFind(deps.db, attemptId);
    deps.changed(attemptId);
    known = step.now ?? (await mustFind(deps.db, attemptId));
    // Its mails and its capture wait in the outbox.
    if (!isLive(known.state)) deps.due('outbox');
    // Only what this call wrote itself goes with what it saw; whatever else changed is looked at anew.
    seen = step.now && step.seen;
  }
  return known;
}

interface Progress {
  /** Whether another step may follow at once. */
  more: boolean;
  /** The attempt as this call has just written it; read anew where it is left out. */
  now?: Standing;
  /** What Stripe showed, where this step left it as it is. */
  seen?: Intent;
}

const lookAgain: Progress = { more: true };
const stop: Progress = { more: false };

interface Sights {
  /** Judged already by the step before. */
  seen: Intent | undefined;
  /** Not judged yet, and as good as a look. */
  told: Intent | undefined;
}

/** One step. */
async function advance(deps: DepsAtStripe, known: Standing, { seen, told }: Sights): Promise<Progress> {
  if (known.state === 'closed') return nothingLeft(deps, known);
  if (!known.pi_id) return advanceWithoutIntent(deps, known);
  // Committed by this very call, from what it saw: there is nothing newer to follow.
  if (known.state === 'committed' && seen) return { more: false, now: known };
  if (seen) return perform(deps, known, seen);

  const intent = told ?? (await look(deps, known.pi_id));
  if (!intent) return postpone(deps, known, 5);
  if (known.state === 'committed') {
    return (await followMoney(deps, known, intent)) === 'outdated' ? lookAgain : nothingLeft(deps, known);
  }
  const status = intentStatus(intent.status);
  const now = await recordSight(deps.db, known, {
    status,
    held: wasHeld(intent),
    outcome: outcomeOf(known, intent, status),
  });
  if (!now) return lookAgain;
  if (now !== known) deps.changed(now.id);

  const mismatch = verifyIntent(now, intent);
  if (mismatch && now.state !== 'cancelling') {
    await note(deps.db, now.id, 'alarm', { mismatch });
    deps.log.error({ attempt: now.id, mismatch }, 'payment does not match its attempt');
    await moveAttempt(deps.db, now.id, now.state, 'cancelling', { close_reason: 'verification' });
    return lookAgain;
  }
  if (await sendLostConfirm(deps, now, status)) return lookAgain;
  return perform(deps, now, intent);
}

async function look(deps: DepsAtStripe, id: string): Promise<Intent | undefined> {
  const answer = await deps.gateway.retrieveIntent(id);
  return answer.kind === 'ok' ? answer.value : undefined;
}

function wasHeld({ status, latest_charge }: Intent): boolean {
  const charge = typeof latest_charge === 'object' ? latest_charge : null;
  return status === 'requires_capture' || status === 'succeeded' || charge?.status === 'succeeded';
}

function outcomeOf(
  { state, last }: Standing,
  intent: Intent,
  status: IntentStatus,
): ConfirmationOutcome | undefined {
  const kind = state === 'active' && last ? outcomeSeen(last.outcome?.kind ?? null, status) : undefined;
  if (kind !== 'declined') return kind && { kind };
  const { code = 'payment_intent_authentication_failure', decline_code: declineCode } =
    intent.last_payment_error ?? {};
  return { kind, code, ...(declineCode && { declineCode }) };
}

async function perform(deps: DepsAtStripe, known: Standing, intent: Intent): Promise<Progress> {
  if (!isLive(known.state)) return stop;
  const written = (attempt: Placing): Progress => {
    if (attempt === 'wait') return stop;
    return attempt ? { more: true, now: rewritten(known, attempt), seen: intent } : lookAgain;
  };
  switch (nextStep(known.state, statusForStep(intent), known.expired)) {
    case 'wait':
      return postpone(deps, known, waitSeconds(known));
    case 'claim':
      return written(await claim(deps, known));
    case 'place':
      return written(await placeOrder(deps, known, intent));
    case 'give-up': {
      const reason = isOver(intent) ? 'canceled-at-stripe' : 'abandoned';
      return written(
        await moveAttempt(deps.db, known.id, known.state, 'cancelling', { close_reason: reason }),
      );
    }
    case 'cancel':
      return (await cancelAtStripe(deps, known, intent)) ? lookAgain : stop;
    case 'refund':
      return (await refundCaptured(deps, known, intent)) ? lookAgain : stop;
    case 'close':
      await closeAttempt(deps, known);
      return lookAgain;
  }
}

async function advanceWithoutIntent(deps: DepsAtStripe, known: Standing): Promise<Progress> {
  // A create that is still under way finds the state changed, and cancels what it made.
  if (known.state === 'cancelling') {
    await closeAttempt(deps, known);
    return lookAgain;
  }
  if (known.state === 'active' && known.expired) {
    await moveAttempt(deps.db, known.id, 'active', 'cancelling', { close_reason: 'not-started' });
    return lookAgain;
  }
  return postpone(deps, known, waitSeconds(known));
}

/**
 * A confirm whose answer was lost is sent again under its own key, once its handler can no longer be waiting. It is the one
 * that was the latest before Stripe was asked: what the look says is not about a later one. True: its answer is known now.
 */
async function sendLostConfirm(deps: DepsAtStripe, known: Standing, status: IntentStatus): Promise<boolean> {
  const { last } = known;
  if (known.state !== 'active' || !last || last.outcome || status !== 'requires_payment_method') return false;
  if (known.expired || !(await takeLostConfirm(deps.db, last))) return false;
  await sendConfirm(deps, known, last);
  return (await mustFind(deps.db, known.id)).last?.outcome != null;
}

/** A webhook or the shopper's return usually comes first; this is for when neither does. Seconds. */
function waitSeconds({ pi_status }: Attempt): number {
  return pi_status === 'requires_action' || pi_status === 'processing' ? 5 : 20;
}

async function postpone(deps: CheckoutDeps, known: Standing, seconds: number): Promise<Progress> {
  // Where another card was sent while Stripe was being asked, what was read before is not the answer to give.
  return (await checkLater(deps.db, known, seconds)) ? { more: false, now: known } : stop;
}

async function nothingLeft(deps: CheckoutDeps, known: Standing): Promise<Progress> {
  await checkNoMore(deps.db, known);
  return { more: false, now: known };
}
