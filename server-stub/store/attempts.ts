/** The compare-and-set by which attempts change state, and when each is looked at next. */
import { sql, type RawBuilder, type UpdateObject } from 'kysely';
import { idleMinutes, isLive, liveStates, longestMinutes, type AttemptState } from '../checkout/attempt.ts';
import type { Database, Tx } from './database.ts';
import type { Attempt, Tables } from './schema.ts';

export const appNow = sql<Date>`app_now()`;
export const inSeconds = (seconds: number) => sql<Date>`app_now() + ${seconds} * interval '1 second'`;

/** What is due stays due: an event that came in during a look is looked into, whatever that look decides. */
export const unlessDue = (later: RawBuilder<Date | null>) =>
  sql<Date | null>`CASE WHEN attempt.next_check_at <= app_now() THEN attempt.next_check_at ELSE ${later} END`;

export function findAttempt(db: Database | Tx, id: string): Promise<Attempt | undefined> {
  return db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function findAttempts(db: Database, ids: string[]): Promise<Attempt[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('attempt')
    .selectAll()
    .where('id', '=', sql<string>`ANY(${ids}::text[])`)
    .execute();
}

/** Compare-and-set: the attempt as this call has changed it, if it did. Nobody else's state is ever overwritten. */
export function moveAttempt(
  db: Database | Tx,
  id: string,
  from: AttemptState,
  to: AttemptState,
  also: UpdateObject<Tables, 'attempt'> = {},
): Promise<Attempt | undefined> {
  const ended = !isLive(to) && { next_check_at: unlessDue(sql<null>`NULL`) };
  return db
    .updateTable('attempt')
    .set({ ...also, state: to, ...ended })
    .where('id', '=', id)
    .where('state', '=', from)
    .returningAll()
    .executeTakeFirst();
}

/** Due now, for whichever worker comes first. */
export async function checkSoon(db: Database | Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('attempt').set({ next_check_at: appNow }).where('id', 'in', ids).execute();
}

/** Looked at in so many seconds, and a living attempt no later than when it expires. False: it is not as it was read. */
export async function checkLater(
  db: Database,
  { id, state, revision }: Pick<Attempt, 'id' | 'state' | 'revision'>,
  seconds: number,
): Promise<boolean> {
  const later = inSeconds(seconds);
  const beforeExpiry = sql<Date>`least(${later}, greatest(expires_at, ${inSeconds(1)}))`;
  const now = await db
    .updateTable('attempt')
    .set({ next_check_at: unlessDue(state === 'active' ? beforeExpiry : later) })
    .where('id', '=', id)
    .returning('revision')
    .executeTakeFirst();
  return now?.revision === revision;
}

/** An ended attempt leaves the queue, unless it was put back while it was being looked at. */
export async function checkNoMore(db: Database, { id }: Pick<Attempt, 'id'>): Promise<void> {
  await db
    .updateTable('attempt')
    .set({ next_check_at: null })
    .where('id', '=', id)
    .where('next_check_at', '>', appNow)
    .execute();
}

/**
 * With nothing at the bank, an attempt lives five minutes from the last sign of its shopper; two hours at most. What a
 * confirm gave it, it keeps.
 */
export async function keepAlive(db: Database | Tx, id: string): Promise<void> {
  const until = sql<Date>`least(${inSeconds(idleMinutes * 60)}, created_at + ${longestMinutes} * interval '1 minute')`;
  await db
    .updateTable('attempt')
    .set({ expires_at: until })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where((eb) => eb.or([eb('pi_status', 'is', null), eb('pi_status', '=', 'requires_payment_method')]))
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM confirmation c WHERE c.attempt_id = attempt.id AND c.outcome IS NULL)`,
    )
    .where(sql<boolean>`expires_at > app_now()`)
    .execute();
}

export async function note(
  db: Database | Tx,
  attemptId: string | null,
  event: string,
  data: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await db
    .insertInto('audit')
    .values({ attempt_id: attemptId, event, data: JSON.stringify(data) })
    .execute();
}

/** Whose payments are still to be watched. */
export async function accountsInUse(db: Database): Promise<Pick<Attempt, 'account' | 'mode'>[]> {
  const living = db.selectFrom('attempt').select(['account', 'mode']).where('state', 'in', liveStates);
  // One order of each account is enough, found by an index: there may be many thousands, and this is asked every second.
  const holding = db
    .selectFrom('stripe_credential as c')
    .select(['c.account', 'c.mode'])
    .where(({ exists, or, selectFrom }) => {
      const itsOrders = selectFrom('orders as o')
        .whereRef('o.mode', '=', 'c.mode')
        .whereRef('o.account', '=', 'c.account')
        .select(sql.lit(1).as('one'));
      return or([
        exists(itsOrders.where('o.money', '=', 'authorised')),
        exists(
          itsOrders.where((eb) =>
            eb.and({ 'o.money': 'needs_attention', 'o.money_reason': 'capture-refused' }),
          ),
        ),
      ]);
    });
  return living.union(holding).execute();
}
