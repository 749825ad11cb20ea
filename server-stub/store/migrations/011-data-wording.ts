import { sql, type Kysely } from 'kysely';

/** What the shopper was told, or agreed to, about the data that 3-D Secure passes to the issuer. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE data_consent (
     attempt_id text NOT NULL, n int NOT NULL,
     text text NOT NULL,
     version text NOT NULL,
     locale text NOT NULL,
     policy text NOT NULL,
     given_at timestamptz NOT NULL DEFAULT app_now(),
     PRIMARY KEY (attempt_id, n),
     FOREIGN KEY (attempt_id, n) REFERENCES confirmation)`,
  // With the confirmation itself, whoever writes it: no data goes out without its line in the ledger.
  `CREATE FUNCTION confirmation_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO data_consent (attempt_id, n, text, version, locale, policy)
       SELECT NEW.attempt_id, NEW.n, shown->>'text', shown->>'version', locale, shown->>'policy'
       FROM (SELECT rules->'threeDSecureData' AS shown, locale FROM attempt WHERE id = NEW.attempt_id) AS its
       WHERE shown IS NOT NULL;
       RETURN NULL;
     END $$`,
  `CREATE TRIGGER confirmation_ledger AFTER INSERT ON confirmation
     FOR EACH ROW EXECUTE FUNCTION confirmation_ledger()`,
];
