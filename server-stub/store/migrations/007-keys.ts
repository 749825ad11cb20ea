import { sql, type Kysely } from 'kysely';

/** Stripe's keys and webhook secrets, sealed; see docs/decisions about keys at rest. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE stripe_credential (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     -- Which Stripe: the real one's keys are never sent to the fake, nor the fake's to the real one.
     world text NOT NULL CHECK (world IN ('fake', 'stripe')),
     account text NOT NULL, mode text NOT NULL CHECK (mode IN ('test', 'live')),
     field text NOT NULL CHECK (field IN ('publishableKey', 'secretKey', 'webhookSecret')),
     -- Acts for the account by the Stripe-Account header.
     connect boolean NOT NULL,
     -- Null: replaced, and no longer needed by anything.
     sealed text,
     last4 text NOT NULL,
     fingerprint text NOT NULL,
     source text NOT NULL CHECK (source IN ('console', 'environment')),
     created_at timestamptz NOT NULL DEFAULT app_now(),
     retired_at timestamptz)`,
  `CREATE UNIQUE INDEX stripe_credential_in_force ON stripe_credential (world, account, mode, field)
     WHERE retired_at IS NULL`,
];
