/**
 * The wire between element and server. The server validates with these schemas; the browser takes only their types
 * (`import type`), so that no validator reaches the bundle.
 */
import { z } from 'zod';
import { cardSavingPolicies, shopperKinds } from './policy.ts';
import type { Problem } from './errors.ts';

const id = z.string().min(1).max(100);
const locale = z.enum(['ja', 'en']);
const fence = z.int().min(1);

/** Claims of the checkout token, a JWT (HS256) which the shop's server signs for one cart. Times in seconds. */
export const checkoutTokenClaims = z.object({
  /** Who holds it: the shop's own name for the guest's visit or the member. The owner of an attempt. */
  sub: id,
  cart: id,
  ver: z.int().min(0),
  shopper: z.enum(shopperKinds),
  /** The shop's member id; only with `shopper: member`. */
  member: id.optional(),
  /** ISO 3166-1 alpha-2, upper case. */
  billing_country: z.string().regex(/^[A-Z]{2}$/),
  /** Where the page that carries the token stands. */
  origin: z.url(),
  urls: z.object({ cart: z.url(), check: z.url(), complete: z.url() }),
  exp: z.int(),
});
export type CheckoutTokenClaims = z.infer<typeof checkoutTokenClaims>;

/** POST /v1/view */
export const viewRequest = z.strictObject({ locale: locale.default('ja') });

/** The shopper's answer to a wording that asks: counts only for the version that was shown. */
const answer = z.strictObject({ checked: z.boolean(), version: z.string().min(1).max(64) });

/** POST /v1/attempts. There is no amount: the server's own cart decides it. */
export const payRequest = z.strictObject({
  cartVersion: z.int().min(0),
  settingsVersion: z.string().min(1).max(64),
  /** One per press of the button; a repeat continues from where the first got to. */
  clientKey: z.uuid(),
  confirmationToken: z.string().regex(/^ctoken_\w+$/),
  card: z.enum(['new', 'saved']),
  locale: locale.default('ja'),
  /** Wording 4, where it was shown. */
  consent: answer.optional(),
  /** Wording 6, where it was shown as a checkbox. */
  threeDSecureConsent: answer.optional(),
});
export type PayRequest = z.input<typeof payRequest>;

/** POST /v1/attempts/{id}/resume and /cancel; takeover leaves the fence out (who takes over does not know it). */
export const fencedRequest = z.strictObject({ fence });
export const takeoverRequest = z.strictObject({});

/** GET /v1/attempts/{id}: what the caller knows; the answer waits until something else is true, `wait` s at most. */
export const pollQuery = z.object({
  wait: z.coerce.number().int().min(0).max(25).default(0),
  since: z.coerce.number().int().min(0).optional(),
  status: z.string().max(40).optional(),
});

/** A wording with the version under which the consent ledger keeps it. Plain text; line breaks count. */
export interface Wording {
  text: string;
  version: string;
}

/** POST /v1/view answers with all that the first view needs. */
export interface CheckoutView {
  settingsVersion: string;
  stripe: { publishableKey: string; account?: string; mode: 'test' | 'live' };
  cart: { version: number; amount: number; currency: string };
  shopper: (typeof shopperKinds)[number];
  cardSaving: (typeof cardSavingPolicies)[number];
  /** Stripe's `setup_future_usage` where a card is saved. */
  savingUsage: 'on_session' | 'off_session';
  threeDSecureData: 'off' | 'notice' | 'checkbox';
  wordings: {
    name: Wording;
    description: Wording;
    consent: Wording;
    saveNotice: Wording;
    threeDSecureData: Wording;
    paymentTiming: Wording;
    /** With the amount in it: 注文を確定する（5,400円） */
    payButton: Wording;
  };
  /** What the shop knows; Stripe's form asks for none of it. */
  billing: { name?: string; email?: string; phone?: string; country: string };
  /** In the language that was asked for. */
  words: PageWords;
  /** A member's CustomerSession secret, with which Stripe's form shows saved cards. */
  savedCards?: string;
  /** How to reach the shop, for dead ends. */
  contact: string;
  urls: { cart: string; check: string; complete: string };
  /** The attempt under way for this cart, if there is one. */
  attempt?: AttemptView;
}

/** The element's words for what only the server can tell; `{reference}`, `{order}`, `{items}`, `{contact}` are filled in. */
export interface PageWords {
  cardRefused: string;
  otherTab: string;
  otherTabGone: string;
  payHere: string;
  paidElsewhere: string;
  waitingForIssuer: string;
  resume: string;
  cancelPayment: string;
  cancelling: string;
  toCart: string;
  takenOver: string;
  offline: string;
  pending: string;
  succeeded: string;
  cartChanged: string;
  alreadyOrdered: string;
  soldOut: string;
  soldOutReleased: string;
  closed: string;
  closedReleased: string;
  contact: string;
  /** With `{reference}`. */
  reference: string;
}

/** Why an attempt ended without an order. */
export type CloseReason =
  | 'abandoned' // the shopper gave up, or time ran out
  | 'taken-over' // the payment went on in another tab or on another device
  | 'sold-out'
  | 'already-ordered' // the cart was ordered by another way meanwhile
  | 'cart-changed'
  | 'verification' // amount, customer or 3-D Secure were not what the rules ask for
  | 'canceled-at-stripe'
  | 'not-started'; // nothing ever reached the bank

export interface SoldOutItem {
  sku: string;
  name: string;
  /** `held`: another shopper is paying for the last one and it may come back. */
  state: 'gone' | 'held';
}

/** A definite refusal, in the shopper's words. */
export interface Decline {
  code: string;
  declineCode?: string;
  message: string;
}

interface AttemptBase {
  id: string;
  /** Sent back with each call; + 1 on resume and takeover. A stale one is refused as `superseded`. */
  fence: number;
  /** What the shopper quotes to the shop. */
  reference: string;
  /** Whether the caller owns the attempt; others see state, age and amount only. */
  own: boolean;
  amount: number;
  currency: string;
  /** ISO 8601, UTC. */
  startedAt: string;
}

export type AttemptView = AttemptBase &
  (
    | { status: 'processing' }
    /** 3-D Secure awaits the shopper. The client secret is the owner's alone. */
    | { status: 'action-required'; clientSecret?: string }
    /** Refused for certain; the same attempt takes another card. */
    | { status: 'declined'; decline: Decline }
    /** Money may be held; the server is finding out. Never "failed, pay again". */
    | { status: 'pending' }
    /** Being cancelled at Stripe; nothing new may start yet. */
    | { status: 'cancelling'; reason: CloseReason }
    | { status: 'succeeded'; order: { id: string }; saved: boolean; destination: string }
    | {
        status: 'closed';
        reason: CloseReason;
        items?: SoldOutItem[];
        /** Whether a hold existed on the card and was cancelled. */
        holdReleased: boolean;
        destination: string;
      }
  );

/** A problem of the checkout API. `message` is for the shopper, in the language of `Accept-Language`. */
export interface CheckoutProblem extends Problem {
  message?: string;
  attempt?: AttemptView;
  items?: SoldOutItem[];
  destination?: string;
  /** How to reach the shop, where there is no view that would say so. */
  contact?: string;
  /** Seconds. */
  retryAfter?: number;
}

/** Claims of `checkout_result`, appended to every destination. Short-lived, signed with the checkout token's secret. */
export interface CheckoutResultClaims {
  outcome: 'paid' | 'sold-out' | 'left' | 'paid-elsewhere' | 'closed';
  cart: string;
  order?: string;
  items?: { sku: string; state: 'gone' | 'held' }[];
  reference: string;
}
