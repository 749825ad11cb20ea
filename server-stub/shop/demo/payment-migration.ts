import { sql, type Kysely } from 'kysely';

/** What the checkout tells the shop of an order's money. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`ALTER TABLE shop_order ADD COLUMN payment jsonb`.execute(db);
}
