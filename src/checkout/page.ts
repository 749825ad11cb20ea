/** What the parts of a checkout page know of each other. Types alone. */
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { CardChoice, SavingDecision } from '../shared/policy.ts';
import type { PaymentForm } from '../stripe/payment-element.ts';
import type { ApiClient } from './api-client.ts';
import type { CheckoutState } from './state.ts';

/** Whoever shows the checkout: the element, or a test. */
export interface CheckoutHost {
  endpoint: string;
  locale: Locale;
  token(): string;
  /** Asks the page for a fresh token; undefined if nobody gives one. */
  renewToken(): Promise<string | undefined>;
  /** Resolves after the host has drawn what it was given. */
  painted(): Promise<unknown>;
  cardTarget(): HTMLElement;
  appearance(): Appearance;
  stripe?: Stripe | undefined;
  onState(state: CheckoutState, previous: CheckoutState): void;
  onView(view: CheckoutView): void;
  onCard(change: { complete: boolean; card: CardChoice }): void;
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
  load(): Promise<void>;
  fetchView(): Promise<CheckoutView | undefined>;
  mountForm(): Promise<boolean>;
  showForm(next?: CheckoutState): Promise<void>;
  go(next: CheckoutState): CheckoutState;
}
