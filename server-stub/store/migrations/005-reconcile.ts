import { sql, type Kysely } from 'kysely';

/** What finds payments that no answer told us of: the events we polled, the lists we read, and what they turned up. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Null: nothing to look at until somebody says so. A committed attempt is due again when its money moved.
  `ALTER TABLE attempt ALTER COLUMN next_check_at DROP NOT NULL`,
  `UPDATE attempt SET next_check_at = NULL WHERE state IN ('committed', 'closed')`,
  `DROP INDEX attempt_due`,
  `CREATE INDEX attempt_due ON attempt (next_check_at) WHERE next_check_at IS NOT NULL`,
  `CREATE INDEX attempt_owner_live ON attempt (owner) WHERE state IN ('active', 'placing', 'cancelling')`,
  // A confirm whose answer was lost is sent again by one of those who notice, never by two at once.
  `ALTER TABLE confirmation ADD COLUMN sent_at timestamptz NOT NULL DEFAULT app_now()`,
  // The question is written down before Stripe is asked, so that a repeat asks the very same.
  `ALTER TABLE stripe_customer ALTER COLUMN customer_id DROP NOT NULL`,
  `ALTER TABLE stripe_customer ADD COLUMN params jsonb NOT NULL DEFAULT '{}'`,
  `ALTER TABLE stripe_customer ADD COLUMN asked_at timestamptz NOT NULL DEFAULT app_now()`,
  // How far each search of Stripe's side has come. \`next_at\` is also the lease: one instance searches at a time.
  `CREATE TABLE stripe_search (
     account text NOT NULL, mode text NOT NULL, kind text NOT NULL,
     next_at timestamptz NOT NULL DEFAULT app_now(),
     reached timestamptz,
     progress jsonb NOT NULL DEFAULT '{}',
     PRIMARY KEY (account, mode, kind))`,
  `CREATE TABLE finding (
     pi_id text PRIMARY KEY,
     account text NOT NULL, mode text NOT NULL,
     bucket text NOT NULL,
     action text NOT NULL,
     amount bigint NOT NULL, currency text NOT NULL,
     cart_id text, attempt_id text,
     found_at timestamptz NOT NULL DEFAULT app_now(),
     settled_at timestamptz)`,
  `CREATE INDEX finding_open ON finding (found_at) WHERE settled_at IS NULL`,
];
