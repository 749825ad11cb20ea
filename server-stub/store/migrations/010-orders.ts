import { sql, type Kysely } from 'kysely';

/** What the merchant's list of orders shows and is found by. Every filter has its index, so that a million orders page like a thousand. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Until when the bank keeps the hold; Stripe says it, no constant of ours does.
  `ALTER TABLE orders ADD COLUMN capture_before timestamptz`,
  `ALTER TABLE orders ADD COLUMN card jsonb`,
  `ALTER TABLE orders ADD COLUMN saved boolean NOT NULL DEFAULT false`,
  `UPDATE orders SET saved = true FROM confirmation c
     WHERE c.attempt_id = orders.attempt_id AND c.save
       AND c.n = (SELECT max(n) FROM confirmation WHERE attempt_id = orders.attempt_id)`,
  `CREATE INDEX orders_newest ON orders (mode, created_at DESC, attempt_id DESC)`,
  `CREATE INDEX orders_by_money ON orders (mode, money, created_at DESC, attempt_id DESC)`,
  `CREATE INDEX orders_held ON orders (mode, capture_before) WHERE money = 'authorised'`,
  `CREATE INDEX attempt_email ON attempt (lower(snapshot->'contact'->>'email'))
     WHERE snapshot->'contact'->>'email' IS NOT NULL`,
  `CREATE INDEX audit_attempt ON audit (attempt_id, id) WHERE attempt_id IS NOT NULL`,
  `CREATE INDEX webhook_event_intent ON webhook_event (intent) WHERE intent IS NOT NULL`,
  `CREATE INDEX webhook_event_newest ON webhook_event (received_at DESC)`,
];
