import { sql, type Kysely } from 'kysely';

/** What the console needs beside the settings: who may come in, and what is being tried out before it is saved. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE sign_in (
     name text PRIMARY KEY,
     failures int NOT NULL DEFAULT 0,
     locked_until timestamptz,
     -- The time step of the newest one-time code that was taken: none is taken twice.
     totp_step bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE settings_draft (
     actor text PRIMARY KEY,
     data jsonb NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT app_now())`,
  `CREATE INDEX audit_without_attempt ON audit (id) WHERE attempt_id IS NULL`,
];
