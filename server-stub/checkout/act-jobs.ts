/** Capture, cancel and refund at Stripe: look first, act, look again. What Stripe shows afterwards is what happened. */
import { note } from '../store/attempts.ts';
import { mustFind } from '../store/standings.ts';
import type { ActOutcome, Attempt } from '../store/schema.ts';
import type { Intent } from '../stripe/gateway.ts';
import type { DepsAtStripe } from './deps.ts';
import { followMoney, type Circumstances } from './order-money.ts';
import type { Job, Verdict } from './outbox.ts';

const unreadable = 'the payment could not be read';
const done: ActOutcome = { kind: 'done' };

export async function capture(deps: DepsAtStripe, attempt: Attempt, job: Job): Promise<Verdict> {
  const before = await look(deps, attempt);
  if (!before) return unreadable;
  let refusal: string | undefined;
  let keyRefused = false;
  if (before.status === 'requires_capture') {
    // A replayed 5xx is no answer, so each try that follows a look has a key of its own.
    const answer = await deps.gateway.captureIntent(
      before.id,
      job.data?.amount ?? attempt.amount,
      `${attempt.id}:capture:${job.id}:${job.tries}`,
    );
    if (answer.kind !== 'ok') await note(deps.db, attempt.id, 'capture-unanswered', { kind: answer.kind });
    if (answer.kind === 'refused' || answer.kind === 'declined') refusal = answer.code;
    keyRefused = answer.kind === 'refused' && answer.key === true;
  }
  const after = await look(deps, attempt);
  if (!after) return unreadable;
  if (after.status === 'succeeded') return done;
  if (after.status === 'canceled') return refused(deps, attempt, job, 'canceled');
  // A person hears at once why it cannot be. Our own goes on trying with the next key, which has nothing to do with the payment.
  if (!refusal || (keyRefused && !job.data)) return 'not captured yet';
  if (!job.data) {
    deps.log.error({ attempt: attempt.id, code: refusal }, 'an automatic capture was refused');
    await look(deps, attempt, { captureRefused: true });
  }
  return refused(deps, attempt, job, refusal);
}

export async function cancel(deps: DepsAtStripe, attempt: Attempt, job: Job): Promise<Verdict> {
  const before = await look(deps, attempt);
  if (!before) return unreadable;
  if (before.status === 'requires_capture') {
    const answer = await deps.gateway.cancelIntent(before.id, 'requested_by_customer');
    if (answer.kind !== 'ok') await note(deps.db, attempt.id, 'cancel-unanswered', { kind: answer.kind });
  }
  const after = await look(deps, attempt);
  if (!after) return unreadable;
  if (after.status === 'canceled') return done;
  return after.status === 'succeeded' ? refused(deps, attempt, job, 'captured') : 'not cancelled yet';
}

export async function refund(deps: DepsAtStripe, attempt: Attempt, job: Job): Promise<Verdict> {
  if (!attempt.pi_id || !job.data) return undefined;
  const { amount, key } = job.data;
  const made = await deps.gateway.listRefunds(attempt.pi_id);
  if (made.kind !== 'ok') return 'the refunds could not be read';
  let ours = made.value.find(({ metadata }) => metadata?.['request'] === job.request_id);
  if (!ours) {
    const answer = await deps.gateway.refund(
      attempt.pi_id,
      { amount, metadata: { attempt: attempt.id, request: job.request_id } },
      `${attempt.id}:refund:${job.id}:${key}`,
    );
    if (answer.kind === 'unknown') {
      // It has failed for good under this key, and the list that comes first next time shows if it was done after all.
      if (answer.over) await nextKey(deps, job);
      return answer.message;
    }
    if (answer.kind !== 'ok') return refused(deps, attempt, job, answer.code);
    ours = answer.value;
  }
  if (!(await look(deps, attempt))) return unreadable;
  const failed = ours.status === 'failed' || ours.status === 'canceled';
  return failed ? refused(deps, attempt, job, ours.failure_reason ?? 'refund-failed') : done;
}

/** The payment as it is now, which the order follows. */
async function look(
  deps: DepsAtStripe,
  attempt: Attempt,
  circumstances?: Circumstances,
): Promise<Intent | undefined> {
  for (;;) {
    const known = await mustFind(deps.db, attempt.id);
    const answer = await deps.gateway.retrieveIntent(attempt.pi_id ?? '');
    if (answer.kind !== 'ok') return undefined;
    if ((await followMoney(deps, known, answer.value, circumstances)) !== 'outdated') return answer.value;
  }
}

async function nextKey(deps: DepsAtStripe, job: Job): Promise<void> {
  if (!job.data) return;
  const data = JSON.stringify({ ...job.data, key: job.data.key + 1 });
  await deps.db.updateTable('outbox').set({ data }).where('id', '=', job.id).execute();
}

async function refused(deps: DepsAtStripe, attempt: Attempt, job: Job, code: string): Promise<ActOutcome> {
  await note(deps.db, attempt.id, 'act-refused', { act: job.kind, request: job.request_id, code });
  return { kind: 'refused', code };
}
