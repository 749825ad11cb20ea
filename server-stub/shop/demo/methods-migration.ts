import { sql, type Kysely } from 'kysely';

/** What the merchant changed about the shop's other payment methods; without a row a method is as it was delivered. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`CREATE TABLE shop_method (id text PRIMARY KEY, enabled boolean NOT NULL, sort int NOT NULL)`.execute(
    db,
  );
}
