/**
 * The port to a cart system: all that the checkout asks of a shop. The demo's shop implements it in process over the
 * same database, so it takes part in the checkout's transactions through `tx`.
 */
import type { Tx } from '../store/database.ts';
import type { MoneyReason, OrderMoney } from '../store/schema.ts';
import type { SoldOutItem } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';

export interface CartLine {
  sku: string;
  /** In the cart's language; frozen with the snapshot. */
  name: string;
  quantity: number;
  /** Minor units. */
  unitPrice: number;
}

/** A cart as it stands at one version; an attempt freezes it. */
export interface CartSnapshot {
  id: string;
  version: number;
  lines: CartLine[];
  shipping: number;
  /** Lines and shipping, minor units. */
  amount: number;
  /** ISO 4217, lower case. */
  currency: string;
  locale: Locale;
  contact: { name?: string; email?: string; phone?: string; country: string };
}

export type CartReading =
  { kind: 'open'; cart: CartSnapshot } | { kind: 'ordered'; orderNumber: string } | { kind: 'missing' };

export type ReserveOutcome = { kind: 'reserved' } | { kind: 'sold-out'; items: SoldOutItem[] };

export type PlaceOutcome =
  | { kind: 'placed' }
  | { kind: 'sold-out'; items: SoldOutItem[] }
  | { kind: 'already-ordered'; orderNumber: string };

export interface PlaceOrder {
  attemptId: string;
  orderNumber: string;
  /** The shop's initial status for orders by this method. */
  status: string;
  cart: CartSnapshot;
  payment: {
    method: string;
    /** Wording 3, for the payment section of the mail. */
    mailText: string;
    reference: string;
  };
}

/** What became of an order's money. The shop keeps the highest version it has seen and ignores what is older. */
export interface PaymentChange {
  attemptId: string;
  orderNumber: string;
  /** From 1, + 1 with each change of this order's money. Told in this order, each until it is acknowledged. */
  version: number;
  money: OrderMoney;
  reason: MoneyReason | null;
  /** Minor units: ordered, taken, given back. */
  amount: number;
  captured: number;
  refunded: number;
  currency: string;
  /** When we saw it; ISO 8601, UTC. */
  at: string;
}

export interface Shop {
  readCart(cartId: string): Promise<CartReading>;
  /** Checks that the stock, less what others reserved, covers the lines. The reservation rows are the checkout's own. */
  checkStock(tx: Tx, attemptId: string, lines: CartLine[]): Promise<ReserveOutcome>;
  /** Idempotent by attempt; gaps are allowed. */
  orderNumber(attemptId: string): Promise<string>;
  /** Takes the stock, writes the order, takes the snapshot's lines out of the cart. Idempotent by attempt. */
  placeOrder(tx: Tx, order: PlaceOrder): Promise<PlaceOutcome>;
  /** Idempotent by attempt and version. */
  paymentChanged(change: PaymentChange): Promise<void>;
  /** Sends the order mail. Called again after a crash, so exactly one is the shop's duty, by attempt. */
  sendOrderMail(attemptId: string): Promise<void>;
  /** Tells the shopper that a hold was cancelled and no order exists. Idempotent by attempt. */
  sendReleaseMail(attemptId: string, notice: { cart: CartSnapshot; reference: string }): Promise<void>;
  /** The order statuses a merchant can choose as the initial one. */
  orderStatuses(): Promise<{ id: string; name: Record<Locale, string> }[]>;
  /** Countries of the shop's tax-region table, ISO 3166-1 alpha-2. */
  regions(): Promise<string[]>;
  /** The shop's other payment methods, among which ours takes its place by `sort`. */
  otherMethods(): Promise<{ id: string; name: Record<Locale, string>; sort: number }[]>;
  /** The order mail of a sample order, as it would be sent. */
  sampleMail(sample: {
    locale: Locale;
    status: string;
    payment: PlaceOrder['payment'];
  }): Promise<{ subject: string; text: string; html: string }>;
}
