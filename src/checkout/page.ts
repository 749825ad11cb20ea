/** What the parts of a checkout page know of each other. Types alone. */
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { AttemptView, CheckoutProblem, CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { CardChoice, SavingDecision } from '../shared/policy.ts';
import type { PaymentForm } from '../stripe/payment-element.ts';
import type { ApiClient, ApiResult } from './api-client.ts';
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
  /** What follows the form, in a file of its own; undefined where that cannot be had, which the host has said. */
  payment(page: CheckoutPage): Promise<Payment | undefined>;
  /** Resolves once what the host was given is on the screen. */
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

/** From the press of the button on, and whatever the server says of a payment. */
export interface Payment {
  pay(): Promise<CheckoutState>;
  /** Whether a payment could be sent; what is missing is said on the page. */
  validate(): Promise<boolean>;
  takeOver(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  /** Asks for the truth while the form is on the page; what was typed stays. */
  refresh(): Promise<void>;
  follow(attempt: AttemptView): Promise<CheckoutState>;
  /** The server has no first view to give. */
  refuseView(problem: CheckoutProblem): Promise<CheckoutState>;
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
  askView(): Promise<ApiResult<CheckoutView>>;
  /** Shows what the server says now. */
  take(view: CheckoutView): CheckoutView;
  mountForm(): Promise<boolean>;
  showForm(next?: CheckoutState): Promise<void>;
  go(next: CheckoutState): CheckoutState;
}
