import { sql, type Kysely } from 'kysely';

/** Every change of an order's money, as the shop is told of it, and what people ask to be done with it. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE orders ADD COLUMN amount_refunded bigint NOT NULL DEFAULT 0`,
  `ALTER TABLE orders ADD COLUMN money_reason text`,
  // + 1 with each change. A reader who knows a higher one has newer news.
  `ALTER TABLE orders ADD COLUMN money_version int NOT NULL DEFAULT 0`,
  `CREATE TABLE money_change (
     attempt_id text NOT NULL REFERENCES attempt,
     version int NOT NULL,
     money text NOT NULL,
     reason text,
     captured bigint NOT NULL,
     refunded bigint NOT NULL,
     at timestamptz NOT NULL DEFAULT app_now(),
     told_at timestamptz,
     PRIMARY KEY (attempt_id, version))`,
  // What was asked for, word for word, and what came of it where it can end in a refusal.
  `ALTER TABLE outbox ADD COLUMN data jsonb`,
  `ALTER TABLE outbox ADD COLUMN outcome jsonb`,
  // A name for a wish is given once, whatever was wished.
  `CREATE UNIQUE INDEX outbox_request ON outbox (request_id) WHERE request_id <> ''`,
  `CREATE INDEX outbox_attempt ON outbox (attempt_id)`,
];
