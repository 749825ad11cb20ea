/** The parts that rows are made of. */
import type Stripe from 'stripe';

export type Metadata = Readonly<Record<string, string>>;
export type Address = Readonly<Stripe.Address>;

export interface Shipping {
  readonly address: Address;
  readonly name: string;
  readonly phone: string | null;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
}

export interface BillingDetails {
  readonly address: Address;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_id: string | null;
}

export type CheckResult = 'pass' | 'fail' | 'unavailable' | 'unchecked';

/** A card as it is kept: the test card's name tells how it behaves, its number is not kept. */
export interface CardRow {
  readonly card: string;
  readonly brand: string;
  readonly funding: string;
  readonly country: string;
  readonly last4: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly fingerprint: string;
  readonly cvc_check: CheckResult | null;
  readonly address_line1_check: CheckResult | null;
  readonly address_postal_code_check: CheckResult | null;
}

export type AllowRedisplay = 'always' | 'limited' | 'unspecified';

export type FutureUsage = 'on_session' | 'off_session';
export type CaptureMethod = 'automatic' | 'automatic_async' | 'manual';

/** What Elements was configured with when it made the token; the intent has to agree. */
export interface ElementsContext {
  readonly mode: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
  /** Null where the browser did not say. */
  readonly capture_method: CaptureMethod | null;
  readonly setup_future_usage: FutureUsage | null;
}

export type CancellationReason =
  'abandoned' | 'automatic' | 'duplicate' | 'expired' | 'fraudulent' | 'requested_by_customer';
export type RequestThreeDSecure = 'automatic' | 'any' | 'challenge';

export interface ThreeDSecureRow {
  readonly flow: 'challenge' | 'frictionless' | null;
  readonly result:
    'attempt_acknowledged' | 'authenticated' | 'exempted' | 'failed' | 'not_supported' | 'processing_error';
  readonly result_reason:
    | 'abandoned'
    | 'canceled'
    | 'card_not_enrolled'
    | 'network_not_supported'
    | 'protocol_error'
    | 'rejected'
    | null;
  readonly eci: '01' | '02' | '05' | '06' | '07' | null;
  readonly exempted: boolean;
  readonly transaction_id: string | null;
}
