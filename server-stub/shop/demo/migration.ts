import { sql, type Kysely } from 'kysely';
import { members, products } from './seed.ts';

/** The shop's records, and the goods it opens with. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const [sort, { sku, name, description, price, stock }] of products.entries()) {
    await sql`INSERT INTO product (sku, name_ja, name_en, description_ja, description_en, price, stock, sort)
      VALUES (${sku}, ${name.ja}, ${name.en}, ${description.ja}, ${description.en}, ${price}, ${stock}, ${sort})`.execute(
      db,
    );
  }
  for (const [sort, { id, contact }] of members.entries()) {
    await sql`INSERT INTO shop_member (id, contact, sort) VALUES (${id}, ${JSON.stringify(contact)}, ${sort})`.execute(
      db,
    );
  }
}

const statements = [
  `CREATE TABLE product (
     sku text PRIMARY KEY,
     name_ja text NOT NULL, name_en text NOT NULL,
     description_ja text NOT NULL, description_en text NOT NULL,
     price int NOT NULL CHECK (price > 0),
     stock int NOT NULL CHECK (stock >= 0),
     sort int NOT NULL)`,
  `CREATE TABLE shop_member (id text PRIMARY KEY, contact jsonb NOT NULL, sort int NOT NULL)`,
  `CREATE TABLE cart (
     id text PRIMARY KEY,
     visitor text NOT NULL UNIQUE,
     version int NOT NULL DEFAULT 1,
     locale text NOT NULL,
     contact jsonb)`,
  `CREATE TABLE cart_line (
     cart_id text NOT NULL REFERENCES cart,
     sku text NOT NULL REFERENCES product,
     quantity int NOT NULL CHECK (quantity BETWEEN 1 AND 99),
     PRIMARY KEY (cart_id, sku))`,
  `CREATE TABLE shop_order (
     order_no text PRIMARY KEY,
     attempt_id text UNIQUE,
     cart_id text NOT NULL REFERENCES cart,
     cart_version int NOT NULL,
     owner text NOT NULL,
     status text NOT NULL,
     method text NOT NULL,
     snapshot jsonb NOT NULL,
     mail_text text NOT NULL,
     reference text,
     created_at timestamptz NOT NULL DEFAULT app_now(),
     UNIQUE (cart_id, cart_version))`,
  `CREATE SEQUENCE order_number_n START 10001`,
  `CREATE TABLE order_number (
     attempt_id text PRIMARY KEY,
     n int NOT NULL UNIQUE DEFAULT nextval('order_number_n'))`,
  `CREATE TABLE shop_mail (
     attempt_id text NOT NULL,
     kind text NOT NULL,
     to_address text NOT NULL,
     subject text NOT NULL,
     text text NOT NULL,
     html text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT app_now(),
     claimed_at timestamptz,
     sent_at timestamptz,
     PRIMARY KEY (attempt_id, kind))`,
];
