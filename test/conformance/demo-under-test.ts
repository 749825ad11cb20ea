/** The demo's shop, as the checkout uses it: within transactions of ours, with reservations of ours. */
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { CartSnapshot } from '../../server-stub/shop/port.ts';
import { inSeconds } from '../../server-stub/store/attempts.ts';
import type { Tx } from '../../server-stub/store/database.ts';
import { openTestDatabase } from '../helpers/postgres.ts';
import type { ShopUnderTest } from './shop-port.ts';

export async function demoUnderTest(): Promise<ShopUnderTest> {
  const { db, close } = await openTestDatabase();
  const sent: string[] = [];
  const shop = createDemoShop(db, {
    mailer: { sendMail: async ({ messageId }) => void sent.push(messageId) },
  });
  const sku = 'yunomi';
  const other = 'tenugui';
  const ownerOf = async (cart: string) => {
    const row = await db.selectFrom('cart').select('visitor').where('id', '=', cart).executeTakeFirst();
    return row?.visitor ?? '';
  };
  const fill = async () => {
    const owner = crypto.randomUUID();
    await shop.addToCart(owner, { sku, quantity: 1, locale: 'ja' });
    const contact = { name: '花子', email: 'hanako@example.com', phone: '', country: 'JP' };
    await shop.setContact(owner, { ...contact, postal: '', address: '' });
    return { id: (await shop.cartOf(owner))?.id ?? '', sku };
  };

  return {
    shop,
    reserve: (attempt, cart) =>
      db.transaction().execute(async (tx) => {
        await ensureAttempt(tx, attempt, cart);
        const outcome = await shop.checkStock(tx, attempt, cart.lines);
        if (outcome.kind === 'reserved')
          await tx
            .insertInto('reservation')
            .values(cart.lines.map((line) => ({ attempt_id: attempt, sku: line.sku, qty: line.quantity })))
            .onConflict((c) => c.doNothing())
            .execute();
        return outcome;
      }),
    place: (order) =>
      db.transaction().execute(async (tx) => {
        await tx.deleteFrom('reservation').where('attempt_id', '=', order.attemptId).execute();
        return shop.placeOrder(tx, order);
      }),
    async release(attempt) {
      await db.deleteFrom('reservation').where('attempt_id', '=', attempt).execute();
    },
    async newCart(stock) {
      await db.deleteFrom('reservation').execute();
      await shop.setStock(other, 10);
      await shop.setStock(sku, stock);
      return fill();
    },
    rivalCart: fill,
    async addMeanwhile(cart) {
      await shop.addToCart(await ownerOf(cart), { sku: other, quantity: 1, locale: 'ja' });
    },
    setStock: (of, quantity) => shop.setStock(of, quantity),
    stockOf: async (of) => (await shop.products()).find((one) => one.sku === of)?.stock ?? 0,
    orderOtherwise: async ({ id, version }) =>
      shop.placeDirectOrder(await ownerOf(id), { version, method: 'cod' }),
    async paymentOf(attempt) {
      const order = await db
        .selectFrom('shop_order')
        .select('payment')
        .where('attempt_id', '=', attempt)
        .executeTakeFirst();
      return order?.payment ?? undefined;
    },
    orderMails: async (attempt) => sent.filter((id) => id.startsWith(`<${attempt}.order@`)).length,
    stop: close,
  };
}

/** Reservations hang on an attempt's row; ended at once, so that a cart may have another. */
async function ensureAttempt(tx: Tx, id: string, cart: CartSnapshot): Promise<void> {
  await tx
    .insertInto('attempt')
    .values({
      id,
      cart_id: cart.id,
      cart_version: cart.version,
      owner: id,
      shopper: 'guest',
      member: null,
      locale: 'ja',
      client_key: id,
      return_url: '',
      snapshot: JSON.stringify(cart),
      amount: cart.amount,
      currency: cart.currency,
      account: 'acct_x',
      mode: 'test',
      rules: '{}',
      pi_id: null,
      pi_status: null,
      customer_id: null,
      state: 'closed',
      close_reason: null,
      reference: id,
      order_no: null,
      expires_at: inSeconds(600),
    })
    .onConflict((c) => c.doNothing())
    .execute();
}
