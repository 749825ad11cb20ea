/** The demo's own shop: the port of the checkout on one side, what the storefront's pages need on the other. */
import type { Locale } from '../../../src/shared/money.ts';
import type { Database } from '../../store/database.ts';
import type { Mails, ShopInOurDatabase } from '../port.ts';
import { addToCart, findCart, readCart, setCartLocale, setContact, setQuantity, signIn } from './carts.ts';
import { orderStatuses, regions, shopContact, shopName, type DirectMethod } from './facts.ts';
import { orderMail, releaseMail, sampleMail, type Mail } from '../mail/compose.ts';
import {
  findOrder,
  keepPayment,
  numberFor,
  ordersOf,
  placeDirectOrder,
  placeOrder,
  type DirectOutcome,
} from './orders.ts';
import { changeMethod, listMethods, type ShopMethod } from './methods.ts';
import { findMail, postMail, type Mailer } from '../mail/outgoing-mail.ts';
import { findShortages, listProducts, setStock, type Product } from './stock.ts';
import type { Contact, DemoCart, ShopOrder } from './tables.ts';

export interface Member {
  id: string;
  contact: Contact;
}

/** What the pages ask of the shop. An owner is a guest's visit or a member's id. */
export interface DemoShop {
  products(): Promise<Product[]>;
  setStock(sku: string, stock: number): Promise<void>;
  cartOf(owner: string): Promise<DemoCart | undefined>;
  addToCart(owner: string, item: { sku: string; quantity: number; locale: Locale }): Promise<boolean>;
  setQuantity(owner: string, sku: string, quantity: number): Promise<void>;
  setContact(owner: string, contact: Contact): Promise<void>;
  setCartLocale(owner: string, locale: Locale): Promise<void>;
  members(): Promise<Member[]>;
  /** All but the card, in use or not. */
  methods(): Promise<ShopMethod[]>;
  signIn(visitor: string, memberId: string): Promise<boolean>;
  placeDirectOrder(owner: string, chosen: { version: number; method: DirectMethod }): Promise<DirectOutcome>;
  findOrder(number: string): Promise<ShopOrder | undefined>;
  ordersOf(owners: string[]): Promise<ShopOrder[]>;
  /** The order mail as it was written, or as it will be. */
  orderMail(order: ShopOrder): Promise<Pick<Mail, 'to' | 'subject' | 'text'>>;
}

export function createDemoShop(
  db: Database,
  options: { mailer?: Mailer | undefined; from?: string } = {},
): ShopInOurDatabase & Mails & DemoShop {
  const outgoing = { db, mailer: options.mailer, from: options.from ?? shopContact };

  return {
    home: 'our-database',
    readCart: (id) => readCart(db, { id }),
    async checkStock(tx, attemptId, lines) {
      const items = await findShortages(tx, { attempt: attemptId }, lines);
      return items.length > 0 ? { kind: 'sold-out', items } : { kind: 'reserved' };
    },
    orderNumber: (attemptId) => numberFor(db, attemptId),
    placeOrder,
    paymentChanged: (change) => keepPayment(db, change),
    async sendOrderMail(attemptId) {
      const order = await findOrder(db, { attempt: attemptId });
      if (!order) throw new Error(`no order of attempt ${attemptId}`);
      await postMail(outgoing, attemptId, 'order', await mailOf(order));
    },
    async sendReleaseMail(attemptId, { cart, reference }) {
      await postMail(outgoing, attemptId, 'release', await releaseMail(sender, cart, reference));
    },
    orderStatuses: async () => orderStatuses,
    regions: async () => regions.map(({ code }) => code),
    otherMethods: () => listMethods(db),
    changeMethod: (id, change) => changeMethod(db, id, change),
    methods: () => listMethods(db),
    sampleMail: (sample) => sampleMail(sender, sample),

    products: () => listProducts(db),
    setStock: (sku, stock) => setStock(db, sku, stock),
    cartOf: (owner) => findCart(db, { owner }),
    addToCart: (owner, item) => addToCart(db, owner, item),
    setQuantity: (owner, sku, quantity) => setQuantity(db, owner, sku, quantity),
    setContact: (owner, contact) => setContact(db, owner, contact),
    setCartLocale: (owner, locale) => setCartLocale(db, owner, locale),
    members: () => db.selectFrom('shop_member').select(['id', 'contact']).orderBy('sort').execute(),
    async signIn(visitor, memberId) {
      const member = await db
        .selectFrom('shop_member')
        .select(['id', 'contact'])
        .where('id', '=', memberId)
        .executeTakeFirst();
      if (member) await signIn(db, visitor, member);
      return member !== undefined;
    },
    async placeDirectOrder(owner, chosen) {
      const outcome = await placeDirectOrder(db, owner, chosen);
      if (outcome.kind !== 'placed') return outcome;
      const order = await findOrder(db, { number: outcome.orderNumber });
      // The order stands whether or not its mail leaves now.
      if (order) await postMail(outgoing, mailKey(order), 'order', await mailOf(order)).catch(() => {});
      return outcome;
    },
    findOrder: (number) => findOrder(db, { number }),
    ordersOf: (owners) => ordersOf(db, owners),
    async orderMail(order) {
      const written = await findMail(db, mailKey(order), 'order');
      return written
        ? { to: written.to_address, subject: written.subject, text: written.text }
        : mailOf(order);
    },
  };
}

const sender = { name: shopName, contact: { ja: shopContact, en: shopContact } };

const mailOf = (order: ShopOrder) =>
  orderMail(sender, {
    orderNumber: order.order_no,
    cart: order.snapshot,
    method: order.method,
    mailText: order.mail_text,
    reference: order.reference,
  });

const mailKey = (order: ShopOrder) => order.attempt_id ?? `order-${order.order_no}`;
