import { sql, type Kysely } from 'kysely';

/** The checkout's own records. The constraints are the protocol: what must never be is refused here. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE clock (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), offset_ms bigint NOT NULL DEFAULT 0)`,
  `INSERT INTO clock (offset_ms) VALUES (0)`,
  // The only clock of the core, so that a test can move it for every connection at once.
  `CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
     $$ SELECT clock_timestamp() + (SELECT offset_ms FROM clock) * interval '1 millisecond' $$`,
  `CREATE TABLE installation (id text PRIMARY KEY)`,
  `INSERT INTO installation (id) VALUES ('in_' || replace(gen_random_uuid()::text, '-', ''))`,
  `CREATE TABLE settings (
     singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
     version int NOT NULL,
     data jsonb NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT app_now())`,
  `CREATE TABLE attempt (
     id text PRIMARY KEY,
     cart_id text NOT NULL,
     cart_version int NOT NULL,
     owner text NOT NULL,
     shopper text NOT NULL,
     member text,
     locale text NOT NULL,
     client_key text NOT NULL,
     snapshot jsonb NOT NULL,
     amount bigint NOT NULL CHECK (amount > 0),
     currency text NOT NULL,
     account text NOT NULL,
     mode text NOT NULL,
     rules jsonb NOT NULL,
     pi_id text UNIQUE,
     pi_status text,
     customer_id text,
     return_url text NOT NULL,
     state text NOT NULL CHECK (state IN ('active', 'placing', 'cancelling', 'committed', 'closed')),
     close_reason text,
     sold_out jsonb,
     hold_seen boolean NOT NULL DEFAULT false,
     fence int NOT NULL DEFAULT 1,
     reference text NOT NULL UNIQUE,
     order_no text,
     next_check_at timestamptz NOT NULL DEFAULT app_now(),
     expires_at timestamptz NOT NULL,
     created_at timestamptz NOT NULL DEFAULT app_now(),
     UNIQUE (cart_id, client_key))`,
  // I2: one cart, one attempt that may hold money.
  `CREATE UNIQUE INDEX attempt_one_live_per_cart ON attempt (cart_id)
     WHERE state IN ('active', 'placing', 'cancelling')`,
  `CREATE INDEX attempt_due ON attempt (next_check_at) WHERE state IN ('active', 'placing', 'cancelling')`,
  // I7: a terminal state never changes, whoever writes.
  `CREATE FUNCTION attempt_guard() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF OLD.state IN ('committed', 'closed') AND NEW.state <> OLD.state THEN
         RAISE EXCEPTION 'attempt % is %, which is final', OLD.id, OLD.state;
       END IF;
       IF OLD.pi_id IS NOT NULL AND NEW.pi_id IS DISTINCT FROM OLD.pi_id THEN
         RAISE EXCEPTION 'attempt % has its intent already', OLD.id;
       END IF;
       RETURN NEW;
     END $$`,
  `CREATE TRIGGER attempt_guard BEFORE UPDATE ON attempt FOR EACH ROW EXECUTE FUNCTION attempt_guard()`,
  `CREATE TABLE confirmation (
     attempt_id text NOT NULL REFERENCES attempt,
     n int NOT NULL,
     client_key text NOT NULL,
     confirmation_token text NOT NULL,
     card text NOT NULL,
     save boolean NOT NULL,
     consent jsonb,
     outcome jsonb,
     created_at timestamptz NOT NULL DEFAULT app_now(),
     PRIMARY KEY (attempt_id, n),
     UNIQUE (attempt_id, client_key))`,
  `CREATE TABLE stripe_customer (
     account text NOT NULL, mode text NOT NULL, kind text NOT NULL, subject text NOT NULL,
     customer_id text NOT NULL,
     generation int NOT NULL DEFAULT 1,
     PRIMARY KEY (account, mode, kind, subject))`,
  `CREATE TABLE reservation (
     attempt_id text NOT NULL REFERENCES attempt,
     sku text NOT NULL,
     qty int NOT NULL CHECK (qty > 0),
     PRIMARY KEY (attempt_id, sku))`,
  `CREATE INDEX reservation_sku ON reservation (sku)`,
  `CREATE TABLE orders (
     attempt_id text PRIMARY KEY REFERENCES attempt,
     cart_id text NOT NULL,
     cart_version int NOT NULL,
     order_no text NOT NULL UNIQUE,
     status text NOT NULL,
     money text NOT NULL,
     amount bigint NOT NULL,
     amount_captured bigint NOT NULL DEFAULT 0,
     currency text NOT NULL,
     account text NOT NULL,
     mode text NOT NULL,
     pi_id text NOT NULL UNIQUE,
     created_at timestamptz NOT NULL DEFAULT app_now(),
     UNIQUE (cart_id, cart_version))`,
  `CREATE TABLE webhook_event (
     id text PRIMARY KEY,
     type text NOT NULL,
     intent text,
     outcome text NOT NULL,
     received_at timestamptz NOT NULL DEFAULT app_now())`,
  `CREATE TABLE outbox (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     kind text NOT NULL,
     attempt_id text NOT NULL REFERENCES attempt,
     request_id text NOT NULL DEFAULT '',
     tries int NOT NULL DEFAULT 0,
     done_at timestamptz,
     next_at timestamptz NOT NULL DEFAULT app_now(),
     error text,
     UNIQUE (kind, attempt_id, request_id))`,
  `CREATE INDEX outbox_due ON outbox (next_at) WHERE done_at IS NULL`,
  `CREATE TABLE consent (
     attempt_id text NOT NULL, n int NOT NULL,
     customer_id text NOT NULL,
     payment_method_id text,
     text text NOT NULL,
     version text NOT NULL,
     locale text NOT NULL,
     policy text NOT NULL,
     given_at timestamptz NOT NULL DEFAULT app_now(),
     withdrawn_at timestamptz,
     PRIMARY KEY (attempt_id, n))`,
  `CREATE TABLE audit (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     at timestamptz NOT NULL DEFAULT app_now(),
     attempt_id text,
     event text NOT NULL,
     data jsonb NOT NULL)`,
];
