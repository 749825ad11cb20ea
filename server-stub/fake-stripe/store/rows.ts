/**
 * What the fake remembers. A row holds only what cannot be derived; `resources/*` render rows as the SDK's types.
 * Rows are immutable: a change puts a new row, so an event may keep the very row that it reported.
 */
import type Stripe from 'stripe';
import type { IntentStatus } from '../intents/machine.ts';
import type {
  Address,
  AllowRedisplay,
  BillingDetails,
  CancellationReason,
  CaptureMethod,
  CardRow,
  ElementsContext,
  FutureUsage,
  Metadata,
  RequestThreeDSecure,
  Shipping,
  ThreeDSecureRow,
} from './values.ts';

export type * from './values.ts';

export interface Row {
  readonly id: string;
  readonly created: number;
}

export interface CustomerRow extends Row {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  readonly address: Address | null;
  readonly shipping: Omit<Shipping, 'carrier' | 'tracking_number'> | null;
  readonly preferred_locales: readonly string[];
  readonly metadata: Metadata;
  readonly invoice_prefix: string;
  readonly default_payment_method: string | null;
  readonly deleted: boolean;
}

export interface PaymentMethodRow extends Row {
  readonly card: CardRow;
  readonly billing_details: BillingDetails;
  readonly allow_redisplay: AllowRedisplay;
  readonly customer: string | null;
  readonly metadata: Metadata;
  /** Spent: used without a customer, or detached. Stripe never takes such a PaymentMethod again. */
  readonly spent: boolean;
  /** Authenticated while it was saved: some issuers then ask for no authentication any more. */
  readonly set_up: boolean;
}

export interface ConfirmationTokenRow extends Row {
  readonly expires_at: number;
  readonly payment_method: string | null;
  readonly customer: string | null;
  readonly card: CardRow;
  readonly billing_details: BillingDetails;
  readonly allow_redisplay: AllowRedisplay;
  readonly setup_future_usage: FutureUsage | null;
  readonly shipping: Shipping | null;
  readonly return_url: string | null;
  readonly use_stripe_sdk: boolean;
  readonly payment_intent: string | null;
  readonly elements: ElementsContext | null;
}

export interface PaymentErrorRow {
  readonly type: 'card_error' | 'invalid_request_error';
  readonly code: string;
  readonly decline_code: string | null;
  readonly message: string;
  readonly param: string | null;
  readonly charge: string | null;
  readonly payment_method: PaymentMethodRow;
}

export type NextActionRow =
  | { readonly type: 'use_stripe_sdk'; readonly url: string; readonly source: string }
  | { readonly type: 'redirect_to_url'; readonly url: string; readonly return_url: string };

export interface PaymentIntentRow extends Row {
  readonly secret: string;
  readonly status: IntentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly capture_method: CaptureMethod;
  readonly confirmation_method: 'automatic' | 'manual';
  readonly setup_future_usage: FutureUsage | null;
  readonly allowed_types: readonly string[] | null;
  readonly automatic_payment_methods: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  readonly request_three_d_secure: RequestThreeDSecure;
  readonly receipt_email: string | null;
  readonly shipping: Shipping | null;
  readonly statement_descriptor_suffix: string | null;
  readonly payment_method: string | null;
  readonly latest_charge: string | null;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly canceled_at: number | null;
  readonly cancellation_reason: CancellationReason | null;
  readonly last_payment_error: PaymentErrorRow | null;
  readonly next_action: NextActionRow | null;
  readonly attempts: number;
  /** While `processing`: when the bank answers, and the authentication that it answers to. */
  readonly pending: { readonly until_ms: number; readonly three_d_secure: ThreeDSecureRow | null } | null;
}

export interface ChargeRow extends Row {
  readonly payment_intent: string;
  readonly payment_method: string;
  readonly card: CardRow;
  readonly billing_details: BillingDetails;
  readonly amount: number;
  readonly currency: string;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly captured: boolean;
  readonly status: 'succeeded' | 'failed';
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly decline_code: string | null;
  } | null;
  readonly blocked: boolean;
  readonly three_d_secure: ThreeDSecureRow | null;
  readonly capture_before: number | null;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly receipt_email: string | null;
  readonly shipping: Shipping | null;
  readonly statement_descriptor_suffix: string | null;
  readonly disputed: boolean;
  readonly authorization_code: string | null;
  readonly network_transaction_id: string | null;
}

export interface RefundRow extends Row {
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | 'expired_uncaptured_charge' | null;
  readonly status: 'succeeded' | 'pending' | 'failed' | 'canceled';
  readonly failure_reason: string | null;
}

export interface DisputeRow extends Row {
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly reason: string;
  readonly status: 'needs_response' | 'under_review' | 'lost' | 'won';
  readonly metadata: Metadata;
}

/** `id` is the client secret: that is how the browser names a session. */
export interface CustomerSessionRow extends Row {
  readonly expires_at: number;
  readonly customer: string;
  readonly payment_element: Stripe.CustomerSession.Components.PaymentElement;
}

export interface WebhookEndpointRow extends Row {
  readonly url: string;
  readonly secret: string;
  /** Hears of what happens on connected accounts, and of nothing on the account's own. */
  readonly connect: boolean;
  readonly enabled_events: readonly string[];
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly disabled: boolean;
}

export type EventSnapshot =
  | { readonly kind: 'customer'; readonly row: CustomerRow }
  | { readonly kind: 'payment_method'; readonly row: PaymentMethodRow }
  | { readonly kind: 'payment_intent'; readonly row: PaymentIntentRow }
  | { readonly kind: 'charge'; readonly row: ChargeRow }
  | { readonly kind: 'refund'; readonly row: RefundRow }
  | { readonly kind: 'dispute'; readonly row: DisputeRow };

export interface EventRow extends Row {
  readonly type: Stripe.Event.Type;
  readonly snapshot: EventSnapshot;
  readonly previous: Readonly<Record<string, unknown>> | null;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
}

export interface DeliveryRow extends Row {
  readonly event: string;
  readonly endpoint: string;
  readonly attempts: number;
  readonly next_at_ms: number;
  readonly last_result: string | null;
}

/** `id` is the idempotency key itself. */
export interface IdempotencyRow extends Row {
  readonly method: string;
  readonly path: string;
  readonly params: string;
  readonly request_id: string;
  readonly status: number;
  readonly body: string;
  readonly should_retry: boolean | null;
}

export interface Rows {
  customers: CustomerRow;
  payment_methods: PaymentMethodRow;
  confirmation_tokens: ConfirmationTokenRow;
  payment_intents: PaymentIntentRow;
  charges: ChargeRow;
  refunds: RefundRow;
  disputes: DisputeRow;
  customer_sessions: CustomerSessionRow;
  webhook_endpoints: WebhookEndpointRow;
  events: EventRow;
  deliveries: DeliveryRow;
  idempotency: IdempotencyRow;
}
export type TableName = keyof Rows;
