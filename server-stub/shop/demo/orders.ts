/** Orders: at most one per cart version, whichever method gets there first. */
import { sql } from 'kysely';
import type { Database, Tx } from '../../store/database.ts';
import type { PaymentChange, PlaceOrder, PlaceOutcome } from '../port.ts';
import { findCart } from './carts.ts';
import { directMethod, type DirectMethod } from './facts.ts';
import { findShortages, shortage } from './stock.ts';
import type { DemoCart, ShopOrder } from './tables.ts';

/** Gaps are allowed, two numbers for one attempt are not. */
export async function numberFor(db: Database | Tx, key: string): Promise<string> {
  const given = await db
    .insertInto('order_number')
    .values({ attempt_id: key })
    .onConflict((conflict) => conflict.doNothing())
    .returning('n')
    .executeTakeFirst();
  const known = db.selectFrom('order_number').select('n').where('attempt_id', '=', key);
  return String((given ?? (await known.executeTakeFirstOrThrow())).n);
}

interface NewOrder {
  number: string;
  attemptId: string | null;
  status: string;
  method: string;
  mailText: string;
  reference: string | null;
  cart: DemoCart;
}

export function placeOrder(tx: Tx, order: PlaceOrder): Promise<PlaceOutcome> {
  return writeOrder(tx, {
    number: order.orderNumber,
    attemptId: order.attemptId,
    status: order.status,
    method: order.payment.method,
    mailText: order.payment.mailText,
    reference: order.payment.reference,
    cart: asDemoCart(order),
  });
}

export type DirectOutcome =
  | { kind: 'placed'; orderNumber: string }
  | Exclude<PlaceOutcome, { kind: 'placed' }>
  | { kind: 'cart-changed' };

/** An order by a method that needs no checkout. It respects what others are paying for, and not its own cart's attempt. */
export async function placeDirectOrder(
  db: Database,
  owner: string,
  chosen: { version: number; method: DirectMethod },
): Promise<DirectOutcome> {
  return db.transaction().execute(async (tx) => {
    const cart = await findCart(tx, { owner });
    if (!cart) return { kind: 'cart-changed' };
    const ordered = await tx
      .selectFrom('shop_order')
      .select('order_no')
      .where((eb) => eb.and({ cart_id: cart.id, cart_version: chosen.version }))
      .executeTakeFirst();
    if (ordered) return { kind: 'already-ordered', orderNumber: ordered.order_no };
    if (cart.version !== chosen.version || cart.lines.length === 0) return { kind: 'cart-changed' };
    const items = await findShortages(tx, { cart: cart.id }, cart.lines);
    if (items.length > 0) return { kind: 'sold-out', items };
    const orderNumber = await numberFor(tx, `${cart.id}:${cart.version}`);
    const method = directMethod[chosen.method];
    const outcome = await writeOrder(tx, {
      number: orderNumber,
      attemptId: null,
      status: method.status,
      method: method.name[cart.locale],
      mailText: method.description[cart.locale],
      reference: null,
      cart,
    });
    return outcome.kind === 'placed' ? { kind: 'placed', orderNumber } : outcome;
  });
}

/**
 * In two statements: what decides is locked first, so that the second one sees it as it stays. The stock alone decides, for
 * whoever has reserved already; all lines or none. What was ordered leaves the cart, what was put in meanwhile stays.
 */
async function writeOrder(tx: Tx, { cart, ...order }: NewOrder): Promise<PlaceOutcome> {
  const skus = cart.lines.map(({ sku }) => sku);
  const locked = await sql`
    WITH its AS (SELECT id FROM cart WHERE id = ${cart.id} FOR UPDATE),
    goods AS (SELECT sku FROM product WHERE sku = ANY(${skus}::text[]) ORDER BY sku FOR UPDATE)
    SELECT id, (SELECT count(*) FROM goods) FROM its`.execute(tx);
  if (locked.rows.length === 0) throw new Error(`no cart ${cart.id}`);
  const { rows } = await sql<Written>`
    WITH ordered AS (
      SELECT order_no, attempt_id FROM shop_order
      WHERE (cart_id = ${cart.id} AND cart_version = ${cart.version}) OR attempt_id = ${order.attemptId} LIMIT 1),
    wanted AS (
      SELECT sku, quantity, coalesce(stock, 0) AS stock
      FROM unnest(${skus}::text[], ${cart.lines.map(({ quantity }) => quantity)}::int[]) w (sku, quantity)
      LEFT JOIN product p USING (sku)),
    its AS (
      SELECT id, visitor FROM cart WHERE id = ${cart.id}
        AND NOT EXISTS (SELECT FROM ordered) AND NOT EXISTS (SELECT FROM wanted WHERE stock < quantity)),
    placed AS (
      INSERT INTO shop_order (order_no, attempt_id, cart_id, cart_version, owner, status, method, snapshot, mail_text,
        reference)
      SELECT ${order.number}, ${order.attemptId}, id, ${cart.version}::int, visitor, ${order.status}, ${order.method},
        ${JSON.stringify(cart)}::jsonb, ${order.mailText}, ${order.reference} FROM its),
    taken AS (UPDATE product p SET stock = p.stock - w.quantity FROM wanted w, its WHERE p.sku = w.sku),
    gone AS (
      DELETE FROM cart_line l USING wanted w, its
      WHERE l.cart_id = its.id AND l.sku = w.sku AND l.quantity <= w.quantity),
    fewer AS (
      UPDATE cart_line l SET quantity = l.quantity - w.quantity FROM wanted w, its
      WHERE l.cart_id = its.id AND l.sku = w.sku AND l.quantity > w.quantity),
    changed AS (UPDATE cart c SET version = c.version + 1 FROM its WHERE c.id = its.id)
    SELECT EXISTS (SELECT FROM its) AS placed, (SELECT order_no FROM ordered) AS ordered,
      (SELECT attempt_id FROM ordered) AS by, (SELECT jsonb_object_agg(sku, stock) FROM wanted) AS stock`.execute(
    tx,
  );
  const [written] = rows;
  if (!written) throw new Error('a statement that always has a row had none');
  if (written.placed || (order.attemptId && written.by === order.attemptId)) return { kind: 'placed' };
  if (written.ordered) return { kind: 'already-ordered', orderNumber: written.ordered };
  return {
    kind: 'sold-out',
    items: cart.lines.flatMap((line) => shortage(line, written.stock[line.sku] ?? 0)),
  };
}

interface Written {
  placed: boolean;
  /** The order of this cart at this version, or the one that this attempt has placed; and whose it is. */
  ordered: string | null;
  by: string | null;
  stock: Record<string, number>;
}

/** The snapshot came from `readCart` and passed through the checkout as JSON: it still has what the demo put in. */
function asDemoCart({ cart }: PlaceOrder): DemoCart {
  const subtotal = cart.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return { subtotal, delivery: { postal: '', address: '' }, ...cart };
}

export function findOrder(
  db: Database,
  by: { number: string } | { attempt: string },
): Promise<ShopOrder | undefined> {
  return db
    .selectFrom('shop_order')
    .selectAll()
    .where((eb) => ('number' in by ? eb('order_no', '=', by.number) : eb('attempt_id', '=', by.attempt)))
    .executeTakeFirst();
}

/** News that is older than what is known changes nothing. */
export async function keepPayment(db: Database, change: PaymentChange): Promise<void> {
  await db
    .updateTable('shop_order')
    .set({ payment: JSON.stringify(change) })
    .where('attempt_id', '=', change.attemptId)
    .where(sql<boolean>`coalesce((payment->>'version')::int, 0) < ${change.version}`)
    .execute();
}

export function ordersOf(db: Database, owners: string[]): Promise<ShopOrder[]> {
  return db
    .selectFrom('shop_order')
    .selectAll()
    .where('owner', 'in', owners)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute();
}
