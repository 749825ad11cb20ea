/** Pages of orders, newest first. A page begins where the one before ended, so new orders move nothing. */
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';
import type { OrderMoney } from '../store/schema.ts';
import { narrowed, type OrderFilter } from './filter.ts';

export interface OrderRow {
  attempt: string;
  order: string;
  createdAt: Date;
  money: OrderMoney;
  status: string;
  amount: number;
  captured: number;
  refunded: number;
  currency: string;
  mode: 'test' | 'live';
  account: string;
  intent: string;
  reference: string;
  method: string;
  saved: boolean;
  captureBefore: Date | null;
  brand: string | null;
  last4: string | null;
  /** `createdAt` to the microsecond, as a Date is not: two orders of one millisecond keep their places. */
  exactly: string;
}

export interface OrderPage {
  orders: OrderRow[];
  /** Where the next page begins; none on the last. */
  next?: string;
}

export interface PageQuery {
  filter: OrderFilter;
  zone: string;
  limit: number;
  after?: string | undefined;
}

export async function listOrders(
  db: Database,
  { filter, zone, limit, after }: PageQuery,
): Promise<OrderPage> {
  const cursor = after === undefined ? undefined : readCursor(after);
  let query = narrowed(db.selectFrom('orders as o'), filter, zone);
  if (cursor)
    query = query.where(
      sql<boolean>`(o.created_at, o.attempt_id) < (${cursor.at}::timestamptz, ${cursor.attempt})`,
    );
  const rows = await query
    .innerJoin('attempt as a', 'a.id', 'o.attempt_id')
    .select([
      'o.attempt_id as attempt',
      'o.order_no as order',
      'o.created_at as createdAt',
      'o.money',
      'o.status',
      'o.amount',
      'o.amount_captured as captured',
      'o.amount_refunded as refunded',
      'o.currency',
      'o.mode',
      'o.account',
      'o.pi_id as intent',
      'a.reference',
      sql<string>`coalesce(a.rules->>'methodName', '')`.as('method'),
      'o.saved',
      'o.capture_before as captureBefore',
      sql<string | null>`o.card->>'brand'`.as('brand'),
      sql<string | null>`o.card->>'last4'`.as('last4'),
      sql<string>`o.created_at::text`.as('exactly'),
    ])
    .orderBy('o.created_at', 'desc')
    .orderBy('o.attempt_id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last && writeCursor({ at: last.exactly, attempt: last.attempt });
  return { orders: page, ...(next && { next }) };
}

export async function countOrders(db: Database, filter: OrderFilter, zone: string): Promise<number> {
  const { count } = await narrowed(db.selectFrom('orders as o'), filter, zone)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

interface Cursor {
  at: string;
  attempt: string;
}

const writeCursor = ({ at, attempt }: Cursor): string =>
  Buffer.from(JSON.stringify([at, attempt])).toString('base64url');

/** A cursor that is none of ours begins at the newest. */
function readCursor(text: string): Cursor | undefined {
  try {
    const [at, attempt] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    return typeof at === 'string' && typeof attempt === 'string' && !Number.isNaN(Date.parse(at))
      ? { at, attempt }
      : undefined;
  } catch {
    return undefined;
  }
}
