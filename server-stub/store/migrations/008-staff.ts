import { sql, type Kysely } from 'kysely';

/** Who may open the console. `sign_in` goes on counting failures, by the name that was tried. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE staff (
     name text PRIMARY KEY,
     role text NOT NULL CHECK (role IN ('owner', 'staff', 'read-only')),
     password_hash text NOT NULL,
     -- Sealed. Pending: shown for enrolment, and not proved by a code yet.
     totp_sealed text, totp_pending text,
     -- A cookie of an older epoch is none any more.
     epoch int NOT NULL DEFAULT 1,
     created_at timestamptz NOT NULL DEFAULT app_now())`,
  `CREATE TABLE staff_recovery_code (
     name text NOT NULL REFERENCES staff ON DELETE CASCADE,
     hash text NOT NULL,
     PRIMARY KEY (name, hash))`,
  // What the environment gave the first owner last, so that another password there is noticed at the start.
  `ALTER TABLE installation ADD COLUMN owner_given text`,
];
