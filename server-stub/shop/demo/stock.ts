/** Stock, and what others hold of it. Rows are locked in the order of their SKU, so that two shoppers never deadlock. */
import { sql } from 'kysely';
import type { SoldOutItem } from '../../../src/shared/contract.ts';
import type { Database, Tx } from '../../store/database.ts';
import type { CartLine } from '../port.ts';

/** Whose reservations do not count against the caller: its own. */
export type Claimant = { attempt: string } | { cart: string };

/** Each row is locked before what is reserved of it is counted, so that whoever waited sees what the one before has taken. */
export async function findShortages(tx: Tx, claimant: Claimant, lines: CartLine[]): Promise<SoldOutItem[]> {
  const [attempt, cart] = 'attempt' in claimant ? [claimant.attempt, null] : [null, claimant.cart];
  const { rows } = await sql<{ sku: string; stock: number; reserved: number }>`
    SELECT sku, stock, reserved_by_others(sku, ${attempt}, ${cart}) AS reserved FROM (
      SELECT sku, stock FROM product WHERE sku = ANY(${lines.map(({ sku }) => sku)}::text[]) ORDER BY sku FOR UPDATE
    ) locked`.execute(tx);
  const goods = new Map(rows.map((row) => [row.sku, row]));
  return lines.flatMap((line) =>
    shortage(line, goods.get(line.sku)?.stock ?? 0, goods.get(line.sku)?.reserved),
  );
}

/** Nothing where there is enough. */
export function shortage(line: CartLine, stock: number, reserved = 0): SoldOutItem[] {
  if (stock - reserved >= line.quantity) return [];
  return [{ sku: line.sku, name: line.name, state: stock >= line.quantity ? 'held' : 'gone' }];
}

export interface Product {
  sku: string;
  name: { ja: string; en: string };
  description: { ja: string; en: string };
  price: number;
  stock: number;
  /** Stock less everything that is being paid for. */
  available: number;
}

export async function listProducts(db: Database): Promise<Product[]> {
  const rows = await db
    .selectFrom('product as p')
    .selectAll('p')
    .select(
      sql<number>`(SELECT coalesce(sum(qty), 0)::int FROM reservation r WHERE r.sku = p.sku)`.as('reserved'),
    )
    .orderBy('p.sort')
    .execute();
  return rows.map((row) => ({
    sku: row.sku,
    name: { ja: row.name_ja, en: row.name_en },
    description: { ja: row.description_ja, en: row.description_en },
    price: row.price,
    stock: row.stock,
    available: Math.max(0, row.stock - row.reserved),
  }));
}

export async function setStock(db: Database, sku: string, stock: number): Promise<void> {
  await db.updateTable('product').set({ stock }).where('sku', '=', sku).execute();
}
