/** Carts: one per visitor or member, for good. Whatever changes what is bought, or where it goes, is a new version. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Locale } from '../../../src/shared/money.ts';
import type { Database, Tx } from '../../store/database.ts';
import type { CartReading } from '../port.ts';
import { shippingFee } from './facts.ts';
import type { Contact, DemoCart } from './tables.ts';

export const mostOfOne = 99;

export async function readCart(
  db: Database | Tx,
  by: { id: string } | { owner: string },
): Promise<CartReading> {
  const cart = await findCart(db, by);
  if (!cart) return { kind: 'missing' };
  if (cart.lines.length > 0) return { kind: 'open', cart };
  const order = await db
    .selectFrom('shop_order')
    .select('order_no')
    .where('cart_id', '=', cart.id)
    .orderBy('cart_version', 'desc')
    .executeTakeFirst();
  return order ? { kind: 'ordered', orderNumber: order.order_no } : { kind: 'open', cart };
}

interface CartRow extends Pick<DemoCart, 'id' | 'version' | 'locale' | 'lines'> {
  contact: Contact | null;
}

export async function findCart(
  db: Database | Tx,
  by: { id: string } | { owner: string },
): Promise<DemoCart | undefined> {
  const its = 'id' in by ? sql`c.id = ${by.id}` : sql`c.visitor = ${by.owner}`;
  const { rows } = await sql<CartRow>`
    SELECT c.id, c.version, c.locale, c.contact, coalesce(
      (SELECT jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity, 'unitPrice', p.price,
          'name', CASE c.locale WHEN 'ja' THEN p.name_ja ELSE p.name_en END) ORDER BY p.sort)
        FROM cart_line l JOIN product p USING (sku) WHERE l.cart_id = c.id), '[]') AS lines
    FROM cart c WHERE ${its}`.execute(db);
  const [cart] = rows;
  if (!cart) return undefined;
  const { lines } = cart;
  const { name, email, phone, country = 'JP', postal = '', address = '' } = cart.contact ?? {};
  const subtotal = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const shipping = lines.length > 0 ? shippingFee(subtotal, country) : 0;
  return {
    id: cart.id,
    version: cart.version,
    lines,
    subtotal,
    shipping,
    amount: subtotal + shipping,
    currency: 'jpy',
    locale: cart.locale,
    contact: { ...(name && { name }), ...(email && { email }), ...(phone && { phone }), country },
    delivery: { postal, address },
  };
}

/** False where the shop has no such thing. */
export async function addToCart(
  db: Database,
  owner: string,
  item: { sku: string; quantity: number; locale: Locale },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const known = await tx.selectFrom('product').select('sku').where('sku', '=', item.sku).executeTakeFirst();
    if (!known) return false;
    const cartId = await ensureCart(tx, owner, item.locale);
    await putLine(tx, cartId, item.sku, item.quantity);
    await bumpVersion(tx, cartId);
    return true;
  });
}

export async function setQuantity(db: Database, owner: string, sku: string, quantity: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const cartId = await lockCartOf(tx, owner);
    if (!cartId) return;
    const line = matching({ cart_id: cartId, sku });
    const changed =
      quantity > 0
        ? await tx
            .updateTable('cart_line')
            .set({ quantity })
            .where(line)
            .where('quantity', '!=', quantity)
            .returning('sku')
            .execute()
        : await tx.deleteFrom('cart_line').where(line).returning('sku').execute();
    if (changed.length > 0) await bumpVersion(tx, cartId);
  });
}

/** The language is no part of what is bought: no new version. */
export async function setCartLocale(db: Database, owner: string, locale: Locale): Promise<void> {
  await db
    .updateTable('cart')
    .set({ locale })
    .where('visitor', '=', owner)
    .where('locale', '!=', locale)
    .execute();
}

export async function setContact(db: Database, owner: string, contact: Contact): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const cartId = await lockCartOf(tx, owner);
    if (cartId) await writeContact(tx, cartId, contact);
  });
}

/** A guest who signs in keeps the cart; a member's cart with something in it takes the guest's lines in. */
export async function signIn(
  db: Database,
  visitor: string,
  member: { id: string; contact: Contact },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const guest = await findCart(tx, { owner: visitor });
    if (!guest || guest.lines.length === 0) return;
    const theirs = await findCart(tx, { owner: member.id });
    if (theirs && theirs.lines.length > 0) {
      for (const { sku, quantity } of guest.lines) await putLine(tx, theirs.id, sku, quantity);
      await tx.deleteFrom('cart_line').where('cart_id', '=', guest.id).execute();
      await bumpVersion(tx, guest.id);
      await bumpVersion(tx, theirs.id);
      return;
    }
    if (theirs) {
      await tx
        .updateTable('cart')
        .set({ visitor: `retired-${randomUUID()}` })
        .where('id', '=', theirs.id)
        .execute();
    }
    await tx.updateTable('cart').set({ visitor: member.id }).where('id', '=', guest.id).execute();
    if (!guest.contact.email) await writeContact(tx, guest.id, member.contact);
  });
}

async function ensureCart(tx: Tx, owner: string, locale: Locale): Promise<string> {
  const member = await tx
    .selectFrom('shop_member')
    .select('contact')
    .where('id', '=', owner)
    .executeTakeFirst();
  await tx
    .insertInto('cart')
    .values({
      id: `cart_${randomUUID().replaceAll('-', '')}`,
      visitor: owner,
      locale,
      contact: JSON.stringify(member?.contact ?? null),
    })
    .onConflict((conflict) => conflict.column('visitor').doNothing())
    .execute();
  const id = await lockCartOf(tx, owner);
  if (!id) throw new Error(`no cart of ${owner}`);
  return id;
}

async function lockCartOf(tx: Tx, owner: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('cart')
    .select('id')
    .where('visitor', '=', owner)
    .forUpdate()
    .executeTakeFirst();
  return row?.id;
}

async function putLine(tx: Tx, cartId: string, sku: string, quantity: number): Promise<void> {
  await tx
    .insertInto('cart_line')
    .values({ cart_id: cartId, sku, quantity })
    .onConflict((conflict) =>
      conflict
        .columns(['cart_id', 'sku'])
        .doUpdateSet({ quantity: sql<number>`least(${mostOfOne}, cart_line.quantity + excluded.quantity)` }),
    )
    .execute();
}

async function writeContact(tx: Tx, cartId: string, contact: Contact): Promise<void> {
  await tx
    .updateTable('cart')
    .set((eb) => ({ contact: JSON.stringify(contact), version: eb('version', '+', 1) }))
    .where('id', '=', cartId)
    .where(sql<boolean>`contact IS DISTINCT FROM ${JSON.stringify(contact)}::jsonb`)
    .execute();
}

async function bumpVersion(tx: Tx, cartId: string): Promise<void> {
  await tx
    .updateTable('cart')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', cartId)
    .execute();
}

const matching = (line: { cart_id: string; sku: string }) =>
  sql<boolean>`cart_line.cart_id = ${line.cart_id} AND cart_line.sku = ${line.sku}`;
