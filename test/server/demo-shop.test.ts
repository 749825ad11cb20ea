import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { DemoCart } from '../../server-stub/shop/demo/tables.ts';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { layCluster } from '../helpers/cluster.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { inSeconds } from '../../server-stub/store/attempts.ts';

describe.each(['PGlite', 'PostgreSQL'])('on %s', (kind) => {
  let db: Database;
  let close: () => Promise<void>;
  let owner: string;
  let serial = 0;
  const sent: { to: { address: string }; messageId: string }[] = [];

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'demo-shop-'));
    const postgres = kind === 'PostgreSQL' ? await startPostgres() : undefined;
    if (!postgres) await layCluster(dataDir);
    db = await openDatabase({ dataDir, url: postgres?.url });
    close = async () => {
      await db.destroy();
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    };
  });
  afterAll(() => close());
  beforeEach(async () => {
    owner = `visit-${++serial}`;
    sent.length = 0;
    await db.deleteFrom('reservation').execute();
    await db.updateTable('product').set({ stock: 8 }).execute();
  });

  const shop = () => createDemoShop(db, { mailer: { sendMail: async (mail) => sent.push(mail) } });
  const stockOf = async (sku: string) => (await shop().products()).find((one) => one.sku === sku)?.stock;

  async function cartWith(quantity: number, by = owner): Promise<DemoCart> {
    await shop().addToCart(by, { sku: 'yunomi', quantity, locale: 'ja' });
    await shop().setContact(by, {
      name: '<b>花子</b>',
      email: 'hanako@example.com',
      phone: '090-1234-5678',
      country: 'JP',
      postal: '100-0001',
      address: '東京都',
    });
    const cart = await shop().cartOf(by);
    if (!cart) throw new Error('no cart');
    return cart;
  }

  async function attemptFor(cart: DemoCart, id = `at_${++serial}`): Promise<string> {
    await db
      .insertInto('attempt')
      .values({
        id,
        cart_id: cart.id,
        cart_version: cart.version,
        owner,
        shopper: 'guest',
        member: null,
        locale: 'ja',
        client_key: id,
        return_url: 'http://shop.test/checkout',
        snapshot: JSON.stringify(cart),
        amount: cart.amount,
        currency: 'jpy',
        account: 'acct_x',
        mode: 'test',
        rules: '{}',
        pi_id: null,
        pi_status: null,
        customer_id: null,
        state: 'active',
        close_reason: null,
        reference: id,
        order_no: null,
        expires_at: inSeconds(600),
      })
      .execute();
    return id;
  }

  async function place(cart: DemoCart, attemptId: string) {
    const orderNumber = await shop().orderNumber(attemptId);
    const outcome = await db.transaction().execute((tx) =>
      shop().placeOrder(tx, {
        attemptId,
        orderNumber,
        status: 'new',
        cart,
        money: 'authorised' as const,
        paymentIntent: 'pi_1',
        payment: { method: 'クレジットカード', mailText: 'カード文\n2行目', reference: 'ABCD-2345' },
      }),
    );
    return { orderNumber, outcome };
  }

  const checkStock = (cart: DemoCart, attemptId: string) =>
    db.transaction().execute((tx) => shop().checkStock(tx, attemptId, cart.lines));

  test('the amount is the lines and the shipping, which is free from 8,000 yen', async () => {
    expect(await cartWith(1)).toMatchObject({ subtotal: 4850, shipping: 550, amount: 5400, currency: 'jpy' });
    await shop().setQuantity(owner, 'yunomi', 2);
    expect(await shop().cartOf(owner)).toMatchObject({ shipping: 0, amount: 9700 });
  });

  test('every change of lines or address is a new version; a change of language is none', async () => {
    const { version } = await cartWith(1);
    await shop().setCartLocale(owner, 'en');
    expect(await shop().cartOf(owner)).toMatchObject({ version, lines: [{ name: 'Hagi tea cup' }] });
    await shop().setQuantity(owner, 'yunomi', 1);
    expect((await shop().cartOf(owner))?.version).toBe(version);
    await shop().setQuantity(owner, 'yunomi', 3);
    expect((await shop().cartOf(owner))?.version).toBe(version + 1);
  });

  test('a placed order takes the stock and empties the cart, once per attempt', async () => {
    const cart = await cartWith(2);
    const attempt = await attemptFor(cart);
    const first = await place(cart, attempt);
    expect(await place(cart, attempt)).toEqual(first);
    expect(first.outcome).toEqual({ kind: 'placed' });
    expect(await stockOf('yunomi')).toBe(6);
    expect(await shop().readCart(cart.id)).toEqual({ kind: 'ordered', orderNumber: first.orderNumber });
  });

  test('what was put in during the payment stays in the cart', async () => {
    const cart = await cartWith(1);
    await shop().addToCart(owner, { sku: 'yunomi', quantity: 2, locale: 'ja' });
    await shop().addToCart(owner, { sku: 'hojicha', quantity: 1, locale: 'ja' });
    await place(cart, await attemptFor(cart));
    const left = (await shop().cartOf(owner))?.lines.map(({ sku, quantity }) => [sku, quantity]);
    expect(left).toEqual([
      ['yunomi', 2],
      ['hojicha', 1],
    ]);
  });

  test('a cart version is ordered once, whichever method comes first', async () => {
    const cart = await cartWith(1);
    const attempt = await attemptFor(cart);
    const direct = await shop().placeDirectOrder(owner, { version: cart.version, method: 'cod' });
    if (direct.kind !== 'placed') throw new Error(direct.kind);
    expect((await place(cart, attempt)).outcome).toEqual({
      kind: 'already-ordered',
      orderNumber: direct.orderNumber,
    });
    expect(await shop().placeDirectOrder(owner, { version: cart.version, method: 'cod' })).toEqual({
      kind: 'already-ordered',
      orderNumber: direct.orderNumber,
    });
    expect(await stockOf('yunomi')).toBe(7);
  });

  test('what others are paying for is held, what is not on the shelf is gone', async () => {
    await shop().setStock('yunomi', 1);
    const mine = await cartWith(1);
    const theirs = await cartWith(1, `${owner}-other`);
    const theirAttempt = await attemptFor(theirs);
    await db.insertInto('reservation').values({ attempt_id: theirAttempt, sku: 'yunomi', qty: 1 }).execute();
    const refused = (state: string) => ({
      kind: 'sold-out',
      items: [{ sku: 'yunomi', name: '萩焼の湯呑', state }],
    });
    expect(await checkStock(theirs, theirAttempt)).toEqual({ kind: 'reserved' });
    expect(await checkStock(mine, 'at_mine')).toEqual(refused('held'));
    expect(await shop().placeDirectOrder(owner, { version: mine.version, method: 'bank' })).toEqual(
      refused('held'),
    );
    await shop().setStock('yunomi', 0);
    expect(await checkStock(mine, 'at_mine')).toEqual(refused('gone'));
  });

  test('a direct order ignores what its own cart has reserved', async () => {
    await shop().setStock('yunomi', 1);
    const cart = await cartWith(1);
    await db
      .insertInto('reservation')
      .values({ attempt_id: await attemptFor(cart), sku: 'yunomi', qty: 1 })
      .execute();
    expect(await shop().placeDirectOrder(owner, { version: cart.version, method: 'bank' })).toMatchObject({
      kind: 'placed',
    });
  });

  test('of many shoppers for the last one exactly one gets it, and the stock is never negative', async () => {
    await shop().setStock('yunomi', 1);
    const carts = [];
    for (let n = 0; n < 5; n++) carts.push(await cartWith(1, `${owner}-${n}`));
    const outcomes = await Promise.all(
      carts.map(async (cart) => (await place(cart, await attemptFor(cart))).outcome.kind),
    );
    expect(outcomes.toSorted()).toEqual(['placed', 'sold-out', 'sold-out', 'sold-out', 'sold-out']);
    expect(await stockOf('yunomi')).toBe(0);
    await expect(db.updateTable('product').set({ stock: -1 }).execute()).rejects.toThrow(/check/);
  });

  test('an order that falls short of one thing takes none', async () => {
    await shop().addToCart(owner, { sku: 'hojicha', quantity: 1, locale: 'ja' });
    const cart = await cartWith(1);
    await shop().setStock('yunomi', 0);
    const { outcome } = await place(cart, await attemptFor(cart));
    expect(outcome).toMatchObject({ kind: 'sold-out', items: [{ sku: 'yunomi', state: 'gone' }] });
    expect(await stockOf('hojicha')).toBe(8);
    expect((await shop().cartOf(owner))?.lines).toHaveLength(2);
  });

  test('the order mail is sent once, with the payment text, and with markup escaped', async () => {
    const cart = await cartWith(1);
    const attempt = await attemptFor(cart);
    const { orderNumber } = await place(cart, attempt);
    await shop().sendOrderMail(attempt);
    await shop().sendOrderMail(attempt);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: { address: 'hanako@example.com' } });
    const mail = await db
      .selectFrom('shop_mail')
      .selectAll()
      .where('attempt_id', '=', attempt)
      .executeTakeFirstOrThrow();
    expect(mail.subject).toContain(orderNumber);
    expect(mail.text).toContain('■ お支払い方法\n  クレジットカード\n  カード文\n  2行目');
    expect(mail.text).toContain('5,400円（税込）');
    expect(mail.html).toContain('&lt;b&gt;花子&lt;/b&gt;');
    expect(mail.html).not.toContain('<b>');
  });

  test('a mail that the server refused is sent at the next call', async () => {
    const cart = await cartWith(1);
    const failing = createDemoShop(db, {
      mailer: { sendMail: () => Promise.reject(new Error('smtp is down')) },
    });
    const notice = { cart, reference: 'ABCD-2345' };
    await expect(failing.sendReleaseMail(`at_${owner}`, notice)).rejects.toThrow('smtp is down');
    await shop().sendReleaseMail(`at_${owner}`, notice);
    await shop().sendReleaseMail(`at_${owner}`, notice);
    expect(sent).toHaveLength(1);
  });

  test('a guest who signs in keeps the cart; a member with a full one gets the lines', async () => {
    const members = await shop().members();
    const member = members[0]?.id ?? '';
    const cart = await cartWith(1);
    await shop().signIn(owner, member);
    expect((await shop().cartOf(member))?.id).toBe(cart.id);
    await cartWith(2, `${owner}-phone`);
    await shop().signIn(`${owner}-phone`, member);
    expect(await shop().cartOf(member)).toMatchObject({ id: cart.id, lines: [{ quantity: 3 }] });
  });
});
