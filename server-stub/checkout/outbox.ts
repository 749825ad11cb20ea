/** What must follow a commit, done at least once and safe to repeat: mail, the label at Stripe, our capture. */
import { sql } from 'kysely';
import { appNow, findAttempt, inSeconds, note } from '../store/attempts.ts';
import type { Attempt, OutboxTable } from '../store/schema.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { followMoney } from './order-money.ts';
import type { Selectable } from 'kysely';

type Job = Selectable<OutboxTable>;
/** Nothing: done. A word: why it must be tried again. */
type Verdict = string | undefined;

/** One due job, leased so that other workers leave it alone. Whether there was one. */
export async function workOutbox(deps: CheckoutDeps): Promise<boolean> {
  const job = await lease(deps);
  if (!job) return false;
  let failure: Verdict;
  try {
    failure = await run(deps, job);
  } catch (error) {
    failure = error instanceof Error ? error.message : 'failed';
    deps.log.warn({ job: job.id, kind: job.kind, err: error }, 'outbox job failed; it will be tried again');
  }
  const wait = Math.min(300, 2 ** Math.min(job.tries, 8));
  await deps.db
    .updateTable('outbox')
    .set(
      failure === undefined ? { done_at: appNow, error: null } : { next_at: inSeconds(wait), error: failure },
    )
    .where('id', '=', job.id)
    .execute();
  return true;
}

async function lease(deps: CheckoutDeps): Promise<Job | undefined> {
  const { rows } = await sql<Job>`
    UPDATE outbox SET tries = tries + 1, next_at = app_now() + interval '60 seconds'
    WHERE id = (SELECT id FROM outbox WHERE done_at IS NULL AND next_at <= app_now()
                ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *`.execute(deps.db);
  return rows[0];
}

async function run(deps: CheckoutDeps, job: Job): Promise<Verdict> {
  const attempt = await findAttempt(deps.db, job.attempt_id);
  if (!attempt) return undefined;
  switch (job.kind) {
    case 'mail':
      await deps.shop.sendOrderMail(attempt.id);
      return undefined;
    case 'release-mail':
      await deps.shop.sendReleaseMail(attempt.id, { cart: attempt.snapshot, reference: attempt.reference });
      return undefined;
    case 'label':
      return withKey(deps, attempt, (its) => label(its, attempt));
    case 'capture':
      return withKey(deps, attempt, (its) => capture(its, attempt, job.tries));
  }
}

async function withKey(
  deps: CheckoutDeps,
  attempt: Attempt,
  work: (deps: DepsAtStripe) => Promise<Verdict>,
): Promise<Verdict> {
  const its = await atStripe(deps, attempt);
  return its ? work(its) : 'no key of its account and mode is stored';
}

async function label(deps: DepsAtStripe, attempt: Attempt): Promise<Verdict> {
  if (!attempt.pi_id || !attempt.order_no) return undefined;
  const answer = await deps.gateway.updateIntent(attempt.pi_id, {
    metadata: { order_id: attempt.order_no },
    description: `注文 ${attempt.order_no}`,
  });
  return answer.kind === 'unknown' ? answer.message : undefined;
}

async function capture(deps: DepsAtStripe, attempt: Attempt, tries: number): Promise<Verdict> {
  if (!attempt.pi_id) return undefined;
  const before = await deps.gateway.retrieveIntent(attempt.pi_id);
  if (before.kind !== 'ok') return 'the intent could not be read';
  if (before.value.status === 'requires_capture') {
    // A replayed 5xx is no answer, so each try that follows a look has a key of its own.
    const answer = await deps.gateway.captureIntent(
      attempt.pi_id,
      attempt.amount,
      `${attempt.id}:capture:${tries}`,
    );
    deps.crash('after-capture');
    if (answer.kind !== 'ok') await note(deps.db, attempt.id, 'capture-unanswered', { kind: answer.kind });
  }
  const after = await deps.gateway.retrieveIntent(attempt.pi_id);
  if (after.kind !== 'ok') return 'the intent could not be read';
  await followMoney(deps, attempt, after.value);
  return after.value.status === 'requires_capture' ? 'not captured yet' : undefined;
}
