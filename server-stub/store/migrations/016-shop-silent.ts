import { sql, type Kysely } from 'kysely';

/** Since when the shop leaves a payment without an answer, so that the board can say so before its time is over. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw(`ALTER TABLE attempt ADD COLUMN shop_silent_since timestamptz`).execute(db);
}
