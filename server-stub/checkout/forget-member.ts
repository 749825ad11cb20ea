/** A member who leaves: the cards stored for them are detached at Stripe, and what they agreed to is withdrawn. */
import { inSeconds, note } from '../store/attempts.ts';
import { isUniqueViolation } from '../store/database.ts';
import type { CheckoutDeps } from './deps.ts';
import { leaseSeconds, workJob, type Job } from './outbox.ts';
import { CheckoutError } from './problem.ts';

export interface Forgetting {
  requestId: string;
  member: string;
  /** `pending`: Stripe has not answered, or the member is paying at this moment; it goes on by itself. */
  state: 'done' | 'pending';
}

export async function forgetMember(
  deps: CheckoutDeps,
  wish: { requestId: string; member: string; actor: string },
): Promise<Forgetting> {
  const known = await find(deps, wish.requestId);
  if (!known) {
    const job = await writeDown(deps, wish);
    if (job) await workJob(deps, job);
  }
  const job = known ?? (await find(deps, wish.requestId));
  if (job?.kind !== 'forget-member' || job.member !== wish.member)
    throw new CheckoutError('request-id-reused');
  return { requestId: wish.requestId, member: wish.member, state: job.done_at ? 'done' : 'pending' };
}

/** Undefined: the same request was here first, this very moment. */
async function writeDown(
  deps: CheckoutDeps,
  { requestId, member, actor }: { requestId: string; member: string; actor: string },
): Promise<Job | undefined> {
  try {
    return await deps.db.transaction().execute(async (tx) => {
      await note(tx, null, 'forget-member-asked', { member, actor, request: requestId });
      return tx
        .insertInto('outbox')
        .values({
          kind: 'forget-member',
          member,
          request_id: requestId,
          // Held by whoever writes it, who does it next.
          tries: 1,
          next_at: inSeconds(leaseSeconds),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

function find(deps: CheckoutDeps, requestId: string): Promise<Job | undefined> {
  return deps.db.selectFrom('outbox').selectAll().where('request_id', '=', requestId).executeTakeFirst();
}
