/** Whose turn it is to search Stripe's side, and how far the last search came: kept in the database for all instances. */
import { sql } from 'kysely';
import type { SearchKind } from '../store/schema.ts';
import { inSeconds } from '../store/attempts.ts';
import type { DepsAtStripe } from './deps.ts';

export interface Turn {
  kind: SearchKind;
  /** Where the last complete search had come to, by Stripe's clock; null before the first. */
  reached: Date | null;
  /** Our clock, when the turn was taken. */
  now: Date;
}

/** Takes the turn if it is due. Whoever takes it and dies is followed by another after `everySeconds`. */
export async function takeTurn(
  deps: DepsAtStripe,
  kind: SearchKind,
  everySeconds: number,
): Promise<Turn | undefined> {
  const { account, mode } = deps.gateway;
  await deps.db
    .insertInto('stripe_search')
    .values({ account, mode, kind, progress: '{}' })
    .onConflict((c) => c.doNothing())
    .execute();
  const row = await deps.db
    .updateTable('stripe_search')
    .set({ next_at: inSeconds(everySeconds) })
    .where('account', '=', account)
    .where('mode', '=', mode)
    .where('kind', '=', kind)
    .where(sql<boolean>`next_at <= app_now()`)
    .returning(['reached', sql<Date>`app_now()`.as('now')])
    .executeTakeFirst();
  return row && { kind, reached: row.reached, now: row.now };
}

/** Seen whole up to `reached`: the next search begins there. */
export async function finishTurn(deps: DepsAtStripe, { kind }: Turn, reached: Date): Promise<void> {
  await setSearch(deps, kind, { reached });
}

/** Said while a long search goes on, for the log and the console. Keeps the turn. */
export async function reportProgress(
  deps: DepsAtStripe,
  { kind }: Turn,
  progress: object,
  holdSeconds: number,
): Promise<void> {
  await setSearch(deps, kind, { progress: JSON.stringify(progress), next_at: inSeconds(holdSeconds) });
}

async function setSearch(
  deps: DepsAtStripe,
  kind: SearchKind,
  values: { reached: Date } | { progress: string; next_at: ReturnType<typeof inSeconds> },
): Promise<void> {
  const { account, mode } = deps.gateway;
  await deps.db
    .updateTable('stripe_search')
    .set(values)
    .where('account', '=', account)
    .where('mode', '=', mode)
    .where('kind', '=', kind)
    .execute();
}
