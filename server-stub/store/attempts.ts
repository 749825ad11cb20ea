/** Reading attempts, and the compare-and-set by which they change state. */
import { sql, type UpdateObject } from 'kysely';
import { idleMinutes, isLive, liveStates, longestMinutes, type AttemptState } from '../checkout/attempt.ts';
import type { Database, Tx } from './database.ts';
import type { Attempt, Confirmation, Tables } from './schema.ts';

export const appNow = sql<Date>`app_now()`;
export const inSeconds = (seconds: number) => sql<Date>`app_now() + ${seconds} * interval '1 second'`;

export function findAttempt(db: Database | Tx, id: string): Promise<Attempt | undefined> {
  return db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
}

export function findLive(db: Database | Tx, cartId: string): Promise<Attempt | undefined> {
  return db
    .selectFrom('attempt')
    .selectAll()
    .where('cart_id', '=', cartId)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
}

export async function countLive(db: Database, owner: string): Promise<number> {
  const row = await db
    .selectFrom('attempt')
    .where('owner', '=', owner)
    .where('state', 'in', liveStates)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The attempt that ordered this cart at this version. */
export function findPaid(db: Database, cartId: string, version: number): Promise<Attempt | undefined> {
  return db
    .selectFrom('attempt')
    .selectAll()
    .where('cart_id', '=', cartId)
    .where('cart_version', '=', version)
    .where('state', '=', 'committed')
    .executeTakeFirst();
}

/** The attempt which this press of the button began or continued, whatever became of it since. */
export function findByClientKey(
  db: Database,
  cartId: string,
  clientKey: string,
): Promise<Attempt | undefined> {
  return db
    .selectFrom('attempt')
    .selectAll()
    .where('cart_id', '=', cartId)
    .where((eb) =>
      eb.or([
        eb('client_key', '=', clientKey),
        eb.exists(
          eb
            .selectFrom('confirmation')
            .select('n')
            .whereRef('confirmation.attempt_id', '=', 'attempt.id')
            .where('confirmation.client_key', '=', clientKey),
        ),
      ]),
    )
    .executeTakeFirst();
}

export function latestConfirmation(db: Database | Tx, attemptId: string): Promise<Confirmation | undefined> {
  return db
    .selectFrom('confirmation')
    .selectAll()
    .where('attempt_id', '=', attemptId)
    .orderBy('n', 'desc')
    .executeTakeFirst();
}

/** Compare-and-set: whether this call made the change. Nobody else's state is ever overwritten. */
export async function moveAttempt(
  db: Database | Tx,
  id: string,
  from: AttemptState,
  to: AttemptState,
  also: UpdateObject<Tables, 'attempt'> = {},
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('attempt')
    .set({ ...also, state: to, ...(!isLive(to) && { next_check_at: null }) })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Due now, for whichever worker comes first. */
export async function checkSoon(db: Database | Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('attempt').set({ next_check_at: appNow }).where('id', 'in', ids).execute();
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

/** Declines of this cart in the last ten minutes, and the seconds until the oldest of them is that old. */
export async function recentDeclines(db: Database, cartId: string): Promise<{ count: number; wait: number }> {
  const row = await db
    .selectFrom('confirmation as c')
    .innerJoin('attempt as a', 'a.id', 'c.attempt_id')
    .where('a.cart_id', '=', cartId)
    .where(sql<boolean>`c.outcome->>'kind' = 'declined' AND c.created_at > app_now() - interval '10 minutes'`)
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`ceil(extract(epoch from min(c.created_at) + interval '10 minutes' - app_now()))::int`.as(
        'wait',
      ),
    ])
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), wait: Math.max(1, row.wait ?? 1) };
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
  const held = db.selectFrom('orders').select(['account', 'mode']).where('money', '=', 'authorised');
  return living.union(held).execute();
}
