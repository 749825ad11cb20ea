/** Orders: at most one per cart version, whichever method gets there first. */
import { sql } from 'kysely';
import type { Database, Tx } from '../../store/database.ts';
import type { PaymentChange, PlaceOrder, PlaceOutcome } from '../port.ts';
import { findCart, takeOutOrdered } from './carts.ts';
import { directMethod, type DirectMethod } from './facts.ts';
import { findShortages, takeStock } from './stock.ts';
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
    const ordered = await orderOf(tx, cart.id, chosen.version);
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

async function writeOrder(tx: Tx, { cart, ...order }: NewOrder): Promise<PlaceOutcome> {
  const { visitor } = await tx
    .selectFrom('cart')
    .select('visitor')
    .where('id', '=', cart.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const ordered = await orderOf(tx, cart.id, cart.version, order.attemptId);
  if (ordered && order.attemptId && ordered.attempt_id === order.attemptId) return { kind: 'placed' };
  if (ordered) return { kind: 'already-ordered', orderNumber: ordered.order_no };
  const items = await takeStock(tx, cart.lines);
  if (items.length > 0) return { kind: 'sold-out', items };
  await tx
    .insertInto('shop_order')
    .values({
      order_no: order.number,
      attempt_id: order.attemptId,
      cart_id: cart.id,
      cart_version: cart.version,
      owner: visitor,
      status: order.status,
      method: order.method,
      snapshot: JSON.stringify(cart),
      mail_text: order.mailText,
      reference: order.reference,
    })
    .execute();
  await takeOutOrdered(tx, cart.id, cart.lines);
  return { kind: 'placed' };
}

/** The order of this cart at this version, or the one that this attempt has placed. */
function orderOf(
  tx: Tx,
  cartId: string,
  version: number,
  attemptId: string | null = null,
): Promise<Pick<ShopOrder, 'order_no' | 'attempt_id'> | undefined> {
  return tx
    .selectFrom('shop_order')
    .select(['order_no', 'attempt_id'])
    .where((eb) =>
      eb.or([
        eb.and([eb('cart_id', '=', cartId), eb('cart_version', '=', version)]),
        eb('attempt_id', '=', attemptId),
      ]),
    )
    .executeTakeFirst();
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
