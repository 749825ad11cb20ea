/** Stock, and what others hold of it. Rows are locked in the order of their SKU, so that two shoppers never deadlock. */
import { sql } from 'kysely';
import type { SoldOutItem } from '../../../src/shared/contract.ts';
import type { Database, Tx } from '../../store/database.ts';
import type { CartLine } from '../port.ts';

/** Whose reservations do not count against the caller: its own. */
export type Claimant = { attempt: string } | { cart: string };

export async function findShortages(tx: Tx, claimant: Claimant, lines: CartLine[]): Promise<SoldOutItem[]> {
  const stock = await lockStock(tx, lines);
  const reserved = await reservedByOthers(tx, claimant, lines);
  return lines.flatMap((line) => shortage(line, stock.get(line.sku) ?? 0, reserved.get(line.sku) ?? 0));
}

/** Nothing where there is enough. */
export function shortage(line: CartLine, stock: number, reserved = 0): SoldOutItem[] {
  if (stock - reserved >= line.quantity) return [];
  return [{ sku: line.sku, name: line.name, state: stock >= line.quantity ? 'held' : 'gone' }];
}

async function lockStock(tx: Tx, lines: CartLine[]): Promise<Map<string, number>> {
  if (lines.length === 0) return new Map();
  const rows = await tx
    .selectFrom('product')
    .select(['sku', 'stock'])
    .where('sku', 'in', skusOf(lines))
    .orderBy('sku')
    .forUpdate()
    .execute();
  return new Map(rows.map(({ sku, stock }) => [sku, stock]));
}

async function reservedByOthers(tx: Tx, claimant: Claimant, lines: CartLine[]): Promise<Map<string, number>> {
  if (lines.length === 0) return new Map();
  const all = tx
    .selectFrom('reservation as r')
    .select(['r.sku', sql<number>`sum(r.qty)::int`.as('qty')])
    .where('r.sku', 'in', skusOf(lines))
    .groupBy('r.sku');
  const others =
    'attempt' in claimant
      ? all.where('r.attempt_id', '!=', claimant.attempt)
      : all.innerJoin('attempt as a', 'a.id', 'r.attempt_id').where('a.cart_id', '!=', claimant.cart);
  const rows = await others.execute();
  return new Map(rows.map(({ sku, qty }) => [sku, qty]));
}

const skusOf = (lines: CartLine[]) => lines.map(({ sku }) => sku);

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
