import { sql, type Kysely } from 'kysely';

/** The reconciliation board: what a person put off, what was run by hand, and whom an alarm reached. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE INDEX attempt_closed ON attempt (created_at DESC) WHERE state = 'closed'`,
  `CREATE INDEX attempt_live ON attempt (expires_at) WHERE state IN ('active', 'placing', 'cancelling')`,
  `CREATE INDEX finding_newest ON finding (found_at DESC)`,
  `CREATE INDEX consent_newest ON consent (given_at DESC)`,
  `CREATE TABLE snooze (
     key text PRIMARY KEY,
     until timestamptz NOT NULL,
     reason text NOT NULL,
     actor text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT app_now())`,
  `CREATE TABLE board_run (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     actor text NOT NULL,
     account text NOT NULL, mode text NOT NULL,
     dry boolean NOT NULL,
     since timestamptz NOT NULL,
     progress jsonb NOT NULL DEFAULT '{}',
     started_at timestamptz NOT NULL DEFAULT app_now(),
     -- Said by the runner after each page: one that is silent has died.
     seen_at timestamptz NOT NULL DEFAULT app_now(),
     ended_at timestamptz,
     stop boolean NOT NULL DEFAULT false,
     outcome text)`,
  `CREATE UNIQUE INDEX board_run_one ON board_run (account, mode) WHERE ended_at IS NULL`,
  `CREATE TABLE board_alert (
     bucket text PRIMARY KEY,
     count int NOT NULL,
     alerted_at timestamptz NOT NULL DEFAULT app_now())`,
];
