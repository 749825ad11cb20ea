/** What a person does on the board: mend one row now, say first what that would be, or put it off with a reason. */
import { closeFindings, planAstray, settleAstray, type AstrayPlan } from '../checkout/astray.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from '../checkout/deps.ts';
import { holding, isOver } from '../checkout/judge.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { resolve } from '../checkout/resolve.ts';
import { workJob } from '../checkout/outbox.ts';
import { checkSoon, findAttempt, inSeconds, note } from '../store/attempts.ts';
import { ShopUnknown } from '../shop/port.ts';
import type { Intent } from '../stripe/gateway.ts';

export type FixPlan = AstrayPlan | 'look' | 'refund' | 'retry' | 'unreachable' | 'over';

/** A remote shop that does not answer leaves it open whether the cart is still for sale. */
export async function foreseen(deps: DepsAtStripe, intent: Intent): Promise<AstrayPlan | 'unreachable'> {
  try {
    return await planAstray(deps, intent);
  } catch (error) {
    if (error instanceof ShopUnknown) return 'unreachable';
    throw error;
  }
}

interface Target {
  kind: 'attempt' | 'finding' | 'order' | 'job';
  id: string;
}

function readKey(key: string): Target {
  const [kind = '', id = ''] = key.split(':');
  if (kind === 'attempt' || kind === 'finding' || kind === 'order' || kind === 'job') return { kind, id };
  throw new CheckoutError('not-found');
}

/** What `fixRow` would do now. Nothing is changed. */
export async function planRow(deps: CheckoutDeps, key: string): Promise<FixPlan> {
  const { kind, id } = readKey(key);
  if (kind === 'job') return 'retry';
  if (kind !== 'finding') return 'look';
  const found = await findingAtStripe(deps, id);
  if (!found) return 'unreachable';
  if (isOver(found.intent)) return 'over';
  const plan = await foreseen(found.its, found.intent);
  return plan === 'person' && holding(found.intent) === 'captured' ? 'refund' : plan;
}

/** Done at once, by the same functions as the sweeper and reconcile; a money that no order has goes back. */
export async function fixRow(deps: CheckoutDeps, key: string, actor: string): Promise<FixPlan> {
  const { kind, id } = readKey(key);
  const plan = await planRow(deps, key);
  await note(deps.db, null, 'board-fix', { key, plan, actor });
  if (kind === 'job') {
    await retry(deps, Number(id));
  } else if (kind === 'finding') {
    await fixFinding(deps, id, plan);
  } else {
    if (!(await findAttempt(deps.db, id))) throw new CheckoutError('not-found');
    await checkSoon(deps.db, [id]);
    await resolve(deps, id);
  }
  return plan;
}

async function retry(deps: CheckoutDeps, id: number): Promise<void> {
  const known = deps.db.selectFrom('outbox').select('id').where('id', '=', id);
  if (!Number.isSafeInteger(id) || !(await known.executeTakeFirst())) throw new CheckoutError('not-found');
  const job = await deps.db
    .updateTable('outbox')
    .set((eb) => ({ tries: eb('tries', '+', 1), next_at: inSeconds(60) }))
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (job) await workJob(deps, job);
}

async function fixFinding(deps: CheckoutDeps, intentId: string, plan: FixPlan): Promise<void> {
  const found = await findingAtStripe(deps, intentId);
  if (!found) return;
  const { its, intent } = found;
  if (plan === 'refund') {
    // The key is the payment's own: two presses, or two people, give it back once.
    await its.gateway.refund(
      intent.id,
      { metadata: { board: 'captured-without-order' } },
      `${intent.id}:board`,
    );
  } else if (!isOver(intent) && plan !== 'unreachable') {
    await settleAstray(its, intent);
  }
  const after = await its.gateway.retrieveIntent(intent.id);
  if (after.kind === 'ok' && isOver(after.value)) await closeFindings(its, [intent.id]);
}

async function findingAtStripe(
  deps: CheckoutDeps,
  intentId: string,
): Promise<{ its: DepsAtStripe; intent: Intent } | undefined> {
  const finding = await deps.db
    .selectFrom('finding')
    .select(['account', 'mode'])
    .where('pi_id', '=', intentId)
    .executeTakeFirst();
  if (!finding) throw new CheckoutError('not-found');
  const its = await atStripe(deps, finding);
  const answer = await its?.gateway.retrieveIntent(intentId);
  return its && answer?.kind === 'ok' ? { its, intent: answer.value } : undefined;
}

export async function snoozeRow(
  deps: CheckoutDeps,
  { key, hours, reason, actor }: { key: string; hours: number; reason: string; actor: string },
): Promise<void> {
  readKey(key);
  const until = inSeconds(hours * 3600);
  await deps.db
    .insertInto('snooze')
    .values({ key, until, reason, actor })
    .onConflict((c) => c.column('key').doUpdateSet({ until, reason, actor }))
    .execute();
  await note(deps.db, null, 'board-snoozed', { key, hours, reason, actor });
}
