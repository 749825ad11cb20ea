/**
 * What the checkout relies on, asked of any adapter of the shop port. A cart system that passes can be paid for with every
 * guarantee of the protocol. A new adapter brings a ShopUnderTest and calls `describeShopPort`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CartSnapshot,
  PaymentChange,
  PlaceOrder,
  PlaceOutcome,
  Released,
  ReserveOutcome,
  Shop,
} from '../../server-stub/shop/port.ts';

export interface ShopUnderTest {
  shop: Shop;
  /** As the checkout does it: within its transaction in our own database, by a call elsewhere. */
  reserve(attemptId: string, cart: CartSnapshot): Promise<ReserveOutcome | Released>;
  place(order: PlaceOrder): Promise<PlaceOutcome | Released>;
  release(attemptId: string, cart: CartSnapshot): Promise<void>;
  /** A new cart with one unit of something of which there are so many. */
  newCart(stock: number): Promise<{ id: string; sku: string }>;
  /** Another cart with one unit of the same. */
  rivalCart(sku: string): Promise<{ id: string }>;
  addMeanwhile(cartId: string): Promise<void>;
  setStock(sku: string, quantity: number): Promise<void>;
  stockOf(sku: string): Promise<number>;
  orderOtherwise(cart: { id: string; version: number }): Promise<{ kind: string; orderNumber?: string }>;
  /** What the shop knows of the order's money. */
  paymentOf(attemptId: string): Promise<{ version: number; money: string } | undefined>;
  /** Order mails that left for this attempt, whoever sends them. */
  orderMails(attemptId: string): Promise<number>;
  stop(): Promise<void>;
}

export function describeShopPort(name: string, open: () => Promise<ShopUnderTest>): void {
  describe(`the shop port: ${name}`, () => {
    let its: ShopUnderTest;
    beforeAll(async () => {
      its = await open();
    }, 60_000);
    afterAll(() => its.stop());

    const newAttempt = () => `at_${crypto.randomUUID().replaceAll('-', '')}`;
    async function read(id: string): Promise<CartSnapshot> {
      const reading = await its.shop.readCart(id);
      if (reading.kind !== 'open') throw new Error(`the cart is ${reading.kind}`);
      return reading.cart;
    }
    async function fill(stock = 10) {
      const { id, sku } = await its.newCart(stock);
      return { cart: await read(id), sku };
    }
    async function orderFor(attemptId: string, cart: CartSnapshot): Promise<PlaceOrder> {
      return {
        attemptId,
        orderNumber: await its.shop.orderNumber(attemptId),
        status: (await its.shop.orderStatuses())[0]?.id ?? '',
        cart,
        payment: { method: 'カード', mailText: '発送時に請求します。', reference: 'ABCD-2345' },
        money: 'authorised',
        paymentIntent: 'pi_1',
      };
    }
    async function order(stock = 10) {
      const { cart, sku } = await fill(stock);
      const attempt = newAttempt();
      await its.reserve(attempt, cart);
      const wanted = await orderFor(attempt, cart);
      expect(await its.place(wanted)).toEqual({ kind: 'placed' });
      return { attempt, cart, sku, wanted };
    }

    it('reads a cart as it stands, and says of one that is not there that it is missing', async () => {
      const { cart, sku } = await fill();
      expect(cart.lines).toMatchObject([{ sku, quantity: 1 }]);
      expect(cart.amount).toBeGreaterThan(0);
      expect(await its.shop.readCart('no-such-cart')).toEqual({ kind: 'missing' });
    });

    it('names its regions, its order statuses and its other methods', async () => {
      expect(await its.shop.regions()).toContain('JP');
      expect((await its.shop.orderStatuses()).length).toBeGreaterThan(0);
      for (const { name: words } of await its.shop.otherMethods())
        expect(Object.keys(words).toSorted()).toEqual(['en', 'ja']);
    });

    it('gives one attempt one order number however often it is asked, and another a different one', async () => {
      const attempt = newAttempt();
      const number = await its.shop.orderNumber(attempt);
      expect(await its.shop.orderNumber(attempt)).toBe(number);
      expect(await its.shop.orderNumber(newAttempt())).not.toBe(number);
    });

    it('holds the last unit for one attempt, asked twice or not, against every other cart', async () => {
      const { cart, sku } = await fill(1);
      const attempt = newAttempt();
      expect(await its.reserve(attempt, cart)).toEqual({ kind: 'reserved' });
      expect(await its.reserve(attempt, cart)).toEqual({ kind: 'reserved' });
      const rival = await read((await its.rivalCart(sku)).id);
      expect(await its.reserve(newAttempt(), rival)).toMatchObject({
        kind: 'sold-out',
        items: [{ sku, state: 'held' }],
      });
      await its.release(attempt, cart);
      expect(await its.reserve(newAttempt(), rival)).toEqual({ kind: 'reserved' });
    });

    it('says of what is sold that it is gone', async () => {
      const { cart, sku } = await fill(0);
      expect(await its.reserve(newAttempt(), cart)).toMatchObject({
        kind: 'sold-out',
        items: [{ sku, state: 'gone' }],
      });
    });

    it('makes one order of an attempt however often it is asked, takes the stock once, and closes the cart', async () => {
      const { cart, sku, wanted } = await order();
      expect(await its.place(wanted)).toEqual({ kind: 'placed' });
      expect(await its.stockOf(sku)).toBe(9);
      expect(await its.shop.readCart(cart.id)).toEqual({ kind: 'ordered', orderNumber: wanted.orderNumber });
    });

    it('leaves in the cart what was put there while it was being paid for', async () => {
      const { cart, sku } = await fill();
      const attempt = newAttempt();
      await its.reserve(attempt, cart);
      await its.addMeanwhile(cart.id);
      expect(await its.place(await orderFor(attempt, cart))).toEqual({ kind: 'placed' });
      const left = await read(cart.id);
      expect(left.lines).toHaveLength(1);
      expect(left.lines[0]?.sku).not.toBe(sku);
      expect(left.version).toBeGreaterThan(cart.version);
    });

    it('refuses an order for which the stock is gone, and takes nothing', async () => {
      const { cart, sku } = await fill();
      const attempt = newAttempt();
      await its.reserve(attempt, cart);
      await its.setStock(sku, 0);
      expect(await its.place(await orderFor(attempt, cart))).toMatchObject({
        kind: 'sold-out',
        items: [{ sku, state: 'gone' }],
      });
      expect(await its.stockOf(sku)).toBe(0);
      expect((await read(cart.id)).lines).toHaveLength(1);
    });

    it('refuses a cart that another method ordered first, with the number of that order', async () => {
      const { cart } = await fill();
      const attempt = newAttempt();
      await its.reserve(attempt, cart);
      const other = await its.orderOtherwise(cart);
      expect(other).toMatchObject({ kind: 'placed' });
      expect(await its.place(await orderFor(attempt, cart))).toEqual({
        kind: 'already-ordered',
        orderNumber: other.orderNumber,
      });
    });

    it('closes a cart that was ordered by card to every other method', async () => {
      const { cart, sku } = await order();
      expect((await its.orderOtherwise(cart)).kind).toBe('already-ordered');
      expect(await its.stockOf(sku)).toBe(9);
    });

    it('forgets no release: what comes after it holds nothing and orders nothing', async () => {
      const { cart, sku } = await fill(1);
      const attempt = newAttempt();
      await its.reserve(attempt, cart);
      await its.release(attempt, cart);
      await its.release(attempt, cart);
      if (its.shop.home === 'elsewhere') {
        expect(await its.reserve(attempt, cart)).toEqual({ kind: 'released' });
        expect(await its.place(await orderFor(attempt, cart))).toEqual({ kind: 'released' });
      }
      const rival = await read((await its.rivalCart(sku)).id);
      expect(await its.reserve(newAttempt(), rival)).toEqual({ kind: 'reserved' });
    });

    it('withdraws an order whose attempt is released, and the cart can be paid for again', async () => {
      // In our own database an order and its attempt are one transaction: there is none to withdraw.
      if (its.shop.home === 'our-database') return;
      const { attempt, cart, sku } = await order();
      await its.release(attempt, cart);
      expect(await its.stockOf(sku)).toBe(10);
      const again = await read(cart.id);
      expect(again.lines).toMatchObject([{ sku, quantity: 1 }]);
      expect(await its.place(await orderFor(newAttempt(), again))).toEqual({ kind: 'placed' });
    });

    it('keeps the newest news of the money, and is not led back by what is old or said twice', async () => {
      const { attempt, wanted, cart } = await order();
      const change = (version: number, money: PaymentChange['money']): PaymentChange => ({
        attemptId: attempt,
        orderNumber: wanted.orderNumber,
        version,
        money,
        reason: null,
        amount: cart.amount,
        captured: cart.amount,
        refunded: money === 'refunded' ? cart.amount : 0,
        currency: cart.currency,
        at: '2026-01-06T03:00:00.000Z',
      });
      const captured = change(1, 'captured');
      const refunded = change(2, 'refunded');
      for (const news of [captured, captured, refunded, captured, refunded])
        await its.shop.paymentChanged(news);
      expect(await its.paymentOf(attempt)).toMatchObject({ version: 2, money: 'refunded' });
    });

    it('has one order mail sent, whoever writes it and however often it is asked', async () => {
      const { attempt, wanted } = await order();
      await its.place(wanted);
      await its.shop.sendOrderMail?.(attempt);
      await its.shop.sendOrderMail?.(attempt);
      expect(await its.orderMails(attempt)).toBe(1);
    });
  });
}
