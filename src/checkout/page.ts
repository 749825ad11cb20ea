/** What the parts of a checkout page know of each other. Types alone. */
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { CardChoice, SavingDecision } from '../shared/policy.ts';
import type { PaymentForm } from '../stripe/payment-element.ts';
import type { ApiClient } from './api-client.ts';
import type { DeveloperError } from './developer-errors.ts';
import type { CheckoutState, FieldError } from './state.ts';

/** What is known of who pays, as Stripe takes it. */
export type Billing = Partial<CheckoutView['billing']>;

/** Whoever shows the checkout: the element, or a test. */
export interface CheckoutHost {
  readonly api: ApiClient;
  readonly locale: Locale;
  /** Where the bank may send the shopper back to; else the page that the token names. */
  readonly returnUrl: string;
  readonly billing: Billing;
  /** Asks the page for a fresh token; undefined if nobody gives one. */
  renewToken(): Promise<string | undefined>;
  /** Resolves after the host has drawn what it was given, in a turn of its own. */
  drawn(): Promise<unknown>;
  /** Resolves once that is on the screen. */
  painted(): Promise<unknown>;
  /** Resolves once the element takes up room: no frame of Stripe's before its method is chosen. */
  visible(signal: AbortSignal): Promise<unknown>;
  /** A box in the document's own tree, shown where the element stands. */
  cardTarget(): HTMLElement;
  /** What is wrong with the fields that are not Stripe's. */
  check(): FieldError[];
  /** False if the page keeps the payment from starting. */
  beforeSubmit(): Promise<boolean>;
  appearance(): Appearance;
  stripe?: Stripe | undefined;
  onState(state: CheckoutState, previous: CheckoutState): void;
  onView(view: CheckoutView): void;
  onCard(change: { complete: boolean; card: CardChoice }): void;
  report(code: DeveloperError): void;
  onAction(phase: 'start' | 'end'): void;
}

/** What the first view holds, and a payment works with. */
export interface CheckoutPage {
  readonly host: CheckoutHost;
  readonly api: ApiClient;
  /** Aborted when the element has left the page for good. */
  readonly signal: AbortSignal;
  readonly state: CheckoutState;
  readonly view: CheckoutView | undefined;
  readonly form: PaymentForm | undefined;
  readonly card: CardChoice;
  readonly decision: SavingDecision;
  consented: boolean;
  /** The answer to wording 6, where it is a checkbox. */
  dataConsented: boolean;
  load(): Promise<void>;
  refresh(): Promise<void>;
  fetchView(): Promise<CheckoutView | undefined>;
  mountForm(): Promise<boolean>;
  showForm(next?: CheckoutState): Promise<void>;
  go(next: CheckoutState): CheckoutState;
}
