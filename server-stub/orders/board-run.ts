/** A reconcile that a person starts: its progress and its end are in the database, so that any instance can say and stop it. */
import { sql } from 'kysely';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from '../checkout/deps.ts';
import { judge } from '../checkout/judge.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { knownOf, reconcile, type ReconcileCount } from '../checkout/reconcile.ts';
import { appNow, note } from '../store/attempts.ts';
import { isUniqueViolation } from '../store/database.ts';
import type { Intent } from '../stripe/gateway.ts';
import { foreseen } from './board-acts.ts';

export interface RunProgress extends Partial<ReconcileCount> {
  /** Of a dry run: what would be done, for the first of them. */
  would?: { intent: string; plan: string; amount: number; currency: string }[];
}

export interface BoardRun {
  id: number;
  actor: string;
  dry: boolean;
  since: Date;
  startedAt: Date;
  endedAt: Date | null;
  outcome: 'complete' | 'stopped' | 'unanswered' | null;
  progress: RunProgress;
}

const mostShown = 200;
/** A runner that says nothing for so long has died; its run is over. */
const silence = '5 minutes';

/** Returns the run at once; it goes on behind. `ended` is for those who wait. */
export async function startRun(
  deps: CheckoutDeps,
  { days, dry, actor }: { days: number; dry: boolean; actor: string },
): Promise<{ id: number; ended: Promise<void> }> {
  const gateway = await deps.gateways.current();
  const its = gateway && (await atStripe(deps, gateway));
  if (!its) throw new CheckoutError('unavailable', { detail: 'no keys are stored' });
  const { account, mode } = its.gateway;
  await deps.db
    .updateTable('board_run')
    .set({ ended_at: appNow, outcome: 'stopped' })
    .where('ended_at', 'is', null)
    .where(sql<boolean>`seen_at < app_now() - ${silence}::interval`)
    .execute();
  try {
    const run = await deps.db
      .insertInto('board_run')
      .values({
        actor,
        account,
        mode,
        dry,
        since: sql<Date>`app_now() - ${days} * interval '1 day'`,
        progress: '{}',
      })
      .returning(['id', 'since'])
      .executeTakeFirstOrThrow();
    await note(deps.db, null, 'board-run', { actor, days, dry });
    return { id: run.id, ended: go(its, run, dry) };
  } catch (error) {
    if (isUniqueViolation(error)) throw new CheckoutError('in-progress-elsewhere');
    throw error;
  }
}

async function go(deps: DepsAtStripe, run: { id: number; since: Date }, dry: boolean): Promise<void> {
  const stopping = new AbortController();
  const report = async (progress: RunProgress) => {
    const row = await deps.db
      .updateTable('board_run')
      .set({ progress: JSON.stringify(progress), seen_at: appNow })
      .where('id', '=', run.id)
      .returning('stop')
      .executeTakeFirst();
    if (row?.stop) stopping.abort();
  };
  let outcome: BoardRun['outcome'] = 'unanswered';
  try {
    const options = { signal: stopping.signal, progress: report };
    const whole = dry ? await rehearse(deps, run.since, options) : await reconcile(deps, run.since, options);
    if (whole) outcome = 'complete';
    else if (stopping.signal.aborted) outcome = 'stopped';
  } catch (error) {
    deps.log.error({ err: error, run: run.id }, 'a reconcile that was started by hand failed');
  }
  await deps.db
    .updateTable('board_run')
    .set({ ended_at: appNow, outcome })
    .where('id', '=', run.id)
    .execute();
  // What it put in the queue is done now, not at the next look.
  deps.due('attempt');
  deps.due('outbox');
}

/** The same list, judged the same, and nothing done: what would be is said. */
async function rehearse(
  deps: DepsAtStripe,
  since: Date,
  { signal, progress }: { signal: AbortSignal; progress(now: RunProgress): Promise<void> },
): Promise<boolean> {
  const count: ReconcileCount = { listed: 0, foreign: 0, resolved: 0, followed: 0, astray: 0, unanswered: 0 };
  const would: NonNullable<RunProgress['would']> = [];
  const names = { resolve: 'resolved', follow: 'followed', astray: 'astray', foreign: 'foreign' } as const;
  let last: string | undefined;
  while (!signal.aborted) {
    const page = await deps.gateway.listIntents(Math.floor(since.getTime() / 1000), last);
    if (page.kind !== 'ok') return false;
    const known = await knownOf(deps, page.value.data);
    for (const intent of page.value.data) {
      count.listed += 1;
      const verdict = judge(intent, known.get(intent.id), deps.installation);
      if (verdict === 'as-known') continue;
      count[names[verdict]] += 1;
      if (verdict === 'foreign' || would.length >= mostShown) continue;
      would.push(sayOf(intent, verdict === 'astray' ? await foreseen(deps, intent) : verdict));
    }
    await progress({ ...count, would });
    last = page.value.data.at(-1)?.id;
    if (!page.value.has_more || !last) return true;
  }
  return false;
}

const sayOf = ({ id, amount, currency }: Intent, plan: string) => ({ intent: id, plan, amount, currency });

export async function stopRun(deps: CheckoutDeps): Promise<void> {
  await deps.db.updateTable('board_run').set({ stop: true }).where('ended_at', 'is', null).execute();
}

export async function latestRun({ db }: CheckoutDeps): Promise<BoardRun | undefined> {
  const row = await db.selectFrom('board_run').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
  return (
    row && {
      id: row.id,
      actor: row.actor,
      dry: row.dry,
      since: row.since,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      outcome: row.outcome,
      progress: row.progress as RunProgress,
    }
  );
}
