import { sql, type Kysely } from 'kysely';

/** Each draft stands for itself: kept by its actor alone, an earlier one that came in late was shown for a later one. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `DROP TABLE settings_draft`,
  `CREATE TABLE settings_draft (
     -- Of its content, so that the same draft is kept once.
     digest text PRIMARY KEY,
     data jsonb NOT NULL,
     kept_at timestamptz NOT NULL DEFAULT app_now())`,
];
