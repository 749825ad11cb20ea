/** Who may come in: a password, a one-time code where one is set up, and a lock after ten failures. */
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { appNow } from '../store/attempts.ts';
import type { Database } from '../store/database.ts';
import { verifyPassword } from './password.ts';

export interface AdminAccess {
  passwordHash: string;
  totpSecret?: string;
}

export interface Credentials {
  password: string;
  code?: string | undefined;
}

export type SignInOutcome = { kind: 'in' } | { kind: 'wrong' } | { kind: 'locked'; seconds: number };

/** The one administrator's name in the audit log. */
export const owner = 'owner';

const mostFailures = 10;
const lockMinutes = 15;

/** The failure is counted before anything is compared, so that a thousand guesses at once are a thousand failures. */
export async function signIn(db: Database, access: AdminAccess, given: Credentials): Promise<SignInOutcome> {
  const locked = await countTry(db);
  if (locked) return locked;
  const right = await verifyPassword(given.password, access.passwordHash);
  if (!right || (access.totpSecret && !(await spendCode(db, access.totpSecret, given.code ?? ''))))
    return { kind: 'wrong' };
  await db
    .updateTable('sign_in')
    .set({ failures: 0, locked_until: null })
    .where('name', '=', owner)
    .execute();
  return { kind: 'in' };
}

async function countTry(db: Database): Promise<SignInOutcome | undefined> {
  await db
    .insertInto('sign_in')
    .values({ name: owner, locked_until: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<{ seconds: number | null }>`
    WITH before AS (SELECT name, locked_until, failures FROM sign_in WHERE name = ${owner} FOR UPDATE),
         next AS (SELECT name, CASE WHEN locked_until IS NOT NULL AND locked_until <= app_now() THEN 1
                                    ELSE failures + 1 END AS failures,
                         locked_until > app_now() AS locked FROM before)
    UPDATE sign_in SET
      failures = CASE WHEN next.locked THEN sign_in.failures ELSE next.failures END,
      locked_until = CASE WHEN next.locked THEN sign_in.locked_until
                          WHEN next.failures > ${mostFailures}
                          THEN app_now() + ${lockMinutes} * interval '1 minute' END
    FROM next WHERE sign_in.name = next.name
    RETURNING ceil(extract(epoch FROM sign_in.locked_until - app_now()))::int AS seconds`.execute(db);
  const seconds = rows[0]?.seconds;
  return seconds ? { kind: 'locked', seconds } : undefined;
}

/** Each code once: its time step is written down, and none at or before it is taken again. */
async function spendCode(db: Database, secret: string, code: string): Promise<boolean> {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const { now } = await db.selectNoFrom(appNow.as('now')).executeTakeFirstOrThrow();
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code.replaceAll(/\s/g, ''), timestamp, window: 1 });
  if (delta === null) return false;
  const step = totp.counter({ timestamp }) + delta;
  const { numUpdatedRows } = await db
    .updateTable('sign_in')
    .set({ totp_step: step })
    .where('name', '=', owner)
    .where('totp_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
