/**
 * The port to a cart system: all that the checkout asks of a shop. The demo's shop lies in our own database and takes part
 * in the checkout's transactions; any other is asked outside of them, and its answer can be lost.
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

/** What was released stays released: a call that was on the way meanwhile does nothing any more. */
export interface Released {
  kind: 'released';
}

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
  /** `captured`: taken in the Stripe Dashboard before the order stood. */
  money: 'authorised' | 'captured';
  paymentIntent: string;
}

export interface Release {
  attemptId: string;
  /** The shopper's card was held: where the shop writes the mails, it says so that the hold was cancelled. */
  notice?: { reference: string; cart: CartSnapshot };
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

/**
 * The shop did not say what happened: no answer in time, half of one, one that is not among those agreed. Ask again, never
 * assume.
 */
export class ShopUnknown extends Error {}

export interface OtherMethod {
  id: string;
  name: Record<Locale, string>;
  sort: number;
  /** False: not offered to shoppers now. */
  enabled?: boolean;
}

interface AnyShop {
  readCart(cartId: string): Promise<CartReading>;
  /** Idempotent by attempt; gaps are allowed. */
  orderNumber(attemptId: string): Promise<string>;
  /** Idempotent by attempt and version. */
  paymentChanged(change: PaymentChange): Promise<void>;
  /**
   * Sends the order mail; left out where the shop writes its own, with wording 3 as it came with the order. Called again
   * after a crash, so exactly one is the sender's duty, by attempt.
   */
  sendOrderMail?(attemptId: string): Promise<void>;
  /** Tells the shopper that a hold was cancelled and no order exists. Idempotent by attempt. */
  sendReleaseMail?(attemptId: string, notice: { cart: CartSnapshot; reference: string }): Promise<void>;
  /** The order statuses a merchant can choose as the initial one. */
  orderStatuses(): Promise<{ id: string; name: Record<Locale, string> }[]>;
  /** Countries of the shop's tax-region table, ISO 3166-1 alpha-2. */
  regions(): Promise<string[]>;
  /** The shop's other payment methods, among which ours takes its place by `sort`. */
  otherMethods(): Promise<OtherMethod[]>;
  /** Left out where only the shop's own screens change them. False: there is no such method. */
  changeMethod?(id: string, change: { enabled: boolean; sort: number }): Promise<boolean>;
  /** The order mail of a sample order, as it would be sent. */
  sampleMail(sample: {
    locale: Locale;
    status: string;
    payment: PlaceOrder['payment'];
  }): Promise<{ subject: string; text: string; html: string }>;
}

/** A shop whose tables lie beside the checkout's. The reservations are the checkout's own rows, gone with their attempt. */
export interface ShopInOurDatabase extends AnyShop {
  readonly home: 'our-database';
  /** Checks that the stock, less what others reserved, covers the lines. */
  checkStock(tx: Tx, attemptId: string, lines: CartLine[]): Promise<ReserveOutcome>;
  /** Takes the stock, writes the order, takes the snapshot's lines out of the cart. Idempotent by attempt. */
  placeOrder(tx: Tx, order: PlaceOrder): Promise<PlaceOutcome>;
}

/** A shop that is asked over a wire, never within a transaction. Each call may throw ShopUnknown, and is then repeated. */
export interface ShopElsewhere extends AnyShop {
  readonly home: 'elsewhere';
  /** Holds the lines for this attempt until its order is placed or it is released. Idempotent by attempt. */
  reserve(attemptId: string, cart: CartSnapshot): Promise<ReserveOutcome | Released>;
  /** Makes the reservation the order; without one it takes the stock. Closes the cart. Idempotent by attempt. */
  placeOrder(order: PlaceOrder): Promise<PlaceOutcome | Released>;
  /**
   * The attempt is over without an order: frees what it reserved, and withdraws an order of it whose answer was lost. Final
   * and idempotent.
   */
  release(release: Release): Promise<void>;
}

export type Shop = ShopInOurDatabase | ShopElsewhere;

/** Of the mails that this server sends. */
export type Mails = Required<Pick<AnyShop, 'sendOrderMail' | 'sendReleaseMail'>>;
