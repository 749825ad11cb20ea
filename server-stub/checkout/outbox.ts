/** What must follow a commit, or a person's wish: done at least once and safe to repeat. */
import { sql, type Selectable } from 'kysely';
import { appNow, findAttempt, findAttempts, inSeconds } from '../store/attempts.ts';
import type { ActOutcome, Attempt, OutboxTable } from '../store/schema.ts';
import { cancel, capture, refund } from './act-jobs.ts';
import { detachCards } from './detach-cards.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { noticeOf, release } from './reservation.ts';
import { dropSameCards } from './same-card.ts';
import { tellShop } from './tell-shop.ts';

export type Job = Selectable<OutboxTable>;

/** With the attempt that it is about, as it was when the job was taken. */
export interface LeasedJob {
  job: Job;
  attempt: Attempt | undefined;
}
/** Nothing: done. A word: why it must be tried again. An outcome: done, and that came of it. */
export type Verdict = string | ActOutcome | undefined;

/** Seconds. A worker that died holds its job no longer. */
export const leaseSeconds = 60;

/** One due job, leased so that other workers leave it alone. Whether there was one. */
export async function workOutbox(deps: CheckoutDeps): Promise<boolean> {
  const [leased] = await leaseJobs(deps, 1);
  if (!leased) return false;
  await workJob(deps, leased.job, leased.attempt);
  return true;
}

/** A job that the caller holds. */
export async function workJob(deps: CheckoutDeps, job: Job, attempt?: Attempt): Promise<void> {
  let verdict: Verdict;
  try {
    verdict = await run(deps, job, attempt);
  } catch (error) {
    verdict = error instanceof Error ? error.message : 'failed';
    deps.log.warn({ job: job.id, kind: job.kind, err: error }, 'outbox job failed; it will be tried again');
  }
  const wait = Math.min(300, 2 ** Math.min(job.tries, 8));
  const outcome = typeof verdict === 'object' ? JSON.stringify(verdict) : null;
  await deps.db
    .updateTable('outbox')
    .set(
      typeof verdict === 'string'
        ? { next_at: inSeconds(wait), error: verdict }
        : { done_at: appNow, error: null, outcome },
    )
    .where('id', '=', job.id)
    // Taken by another since, or due once more for something newer: then this is not the last word about it.
    .where('tries', '=', job.tries)
    .execute();
}

export async function leaseJobs(deps: CheckoutDeps, most: number): Promise<LeasedJob[]> {
  const { rows: jobs } = await sql<Job>`
    WITH due AS (
      SELECT id FROM outbox WHERE done_at IS NULL AND next_at <= app_now()
      ORDER BY next_at LIMIT ${sql.lit(most)} FOR UPDATE SKIP LOCKED)
    UPDATE outbox SET tries = tries + 1, next_at = app_now() + ${leaseSeconds} * interval '1 second'
    FROM due WHERE outbox.id = due.id
    RETURNING outbox.*`.execute(deps.db);
  const attempts = await findAttempts(deps.db, [...new Set(jobs.flatMap((job) => job.attempt_id ?? []))]);
  return jobs.map((job) => ({ job, attempt: attempts.find(({ id }) => id === job.attempt_id) }));
}

async function run(deps: CheckoutDeps, job: Job, known: Attempt | undefined): Promise<Verdict> {
  if (job.kind === 'forget-member') return detachCards(deps, job);
  const attempt = known ?? (await findAttempt(deps.db, job.attempt_id ?? ''));
  if (!attempt) return undefined;
  switch (job.kind) {
    case 'mail':
      await deps.shop.sendOrderMail?.(attempt.id);
      return undefined;
    case 'release-mail':
      await deps.shop.sendReleaseMail?.(attempt.id, noticeOf(attempt));
      return undefined;
    case 'release':
      await release(deps, attempt);
      return undefined;
    case 'label':
      return withKey(deps, attempt, (its) => label(its, attempt));
    case 'same-card':
      return withKey(deps, attempt, (its) => dropSameCards(its, attempt));
    case 'capture':
      return withKey(deps, attempt, (its) => capture(its, attempt, job));
    case 'cancel':
      return withKey(deps, attempt, (its) => cancel(its, attempt, job));
    case 'refund':
      return withKey(deps, attempt, (its) => refund(its, attempt, job));
    case 'payment-changed':
      await tellShop(deps, attempt);
      return undefined;
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
