import { sql, type Kysely } from 'kysely';

/**
 * Volatile, so that each call has a snapshot of its own: what was committed while the statement that calls it waited for a
 * lock is seen. In PL/pgSQL, which plans it once a connection.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`CREATE FUNCTION reserved_by_others(of_sku text, but_attempt text, but_cart text) RETURNS int
    LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
      RETURN (
        SELECT coalesce(sum(r.qty), 0) FROM reservation r
        WHERE r.sku = of_sku AND r.attempt_id IS DISTINCT FROM but_attempt AND (but_cart IS NULL
          OR EXISTS (SELECT FROM attempt a WHERE a.id = r.attempt_id AND a.cart_id <> but_cart)));
    END $$`.execute(db);
}
