/** Who may come in: a name, its password, a one-time code where one is set up, and a lock after ten failures. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Vault } from '../keys/vault.ts';
import type { Database } from '../store/database.ts';
import { hashPassword, isAsDear, verifyPassword } from './password.ts';
import { provesSecondFactor } from './second-factor.ts';
import { findStaff, type StaffRow } from './staff.ts';

export interface Credentials {
  name: string;
  password: string;
  code?: string | undefined;
}

export type SignInOutcome =
  | { kind: 'in'; staff: StaffRow }
  | { kind: 'wrong' }
  /** The password is right, and the code is missing or wrong. */
  | { kind: 'code-needed' }
  | { kind: 'locked'; seconds: number };

const mostFailures = 10;
const lockMinutes = 15;

/** The failure is counted before anything is compared, so that a thousand guesses at once are a thousand failures. */
export async function signIn(db: Database, vault: Vault, given: Credentials): Promise<SignInOutcome> {
  const name = given.name.trim().toLowerCase();
  const staff = await findStaff(db, name);
  const counted = staff ? name : strangersRow(name);
  const locked = await countTry(db, counted);
  if (locked) return locked;
  // A name that nobody has takes as long as one that somebody has.
  const right = await verifyPassword(given.password, staff?.password_hash ?? (await nobodysHash));
  if (!right || !staff) return { kind: 'wrong' };
  if (!(await provesSecondFactor(db, vault, staff, given.code ?? ''))) return { kind: 'code-needed' };
  if (!isAsDear(staff.password_hash)) await keepAnew(db, staff, given.password);
  await db.updateTable('sign_in').set({ failures: 0, locked_until: null }).where('name', '=', name).execute();
  return { kind: 'in', staff };
}

/** A hash of another cost takes another time than a name that nobody has. */
async function keepAnew(db: Database, staff: StaffRow, password: string): Promise<void> {
  const password_hash = await hashPassword(password);
  await db
    .updateTable('staff')
    .set({ password_hash })
    .where('name', '=', staff.name)
    .where('password_hash', '=', staff.password_hash)
    .execute();
}

const nobodysHash = hashPassword(randomBytes(32).toString('hex'));

/** Names that nobody has are locked as well, so that a lock tells nothing; they share a few rows. */
const strangersRow = (name: string): string =>
  `?${createHash('sha256').update(name).digest('hex').slice(0, 2)}`;

async function countTry(db: Database, name: string): Promise<SignInOutcome | undefined> {
  await db
    .insertInto('sign_in')
    .values({ name, locked_until: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { rows } = await sql<{ seconds: number | null }>`
    WITH before AS (SELECT name, locked_until, failures FROM sign_in WHERE name = ${name} FOR UPDATE),
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
