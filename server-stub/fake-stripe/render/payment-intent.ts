import type Stripe from 'stripe';
import type { NextActionRow, PaymentErrorRow, PaymentIntentRow } from '../store/rows.ts';
import { renderPaymentMethod } from './card.ts';

export const clientSecret = (row: PaymentIntentRow): string => `${row.id}_secret_${row.secret}`;

function renderError(row: PaymentErrorRow, live: boolean): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: row.type,
    code: row.code,
    doc_url: `https://stripe.com/docs/error-codes/${row.code.replaceAll('_', '-')}`,
    message: row.message,
    ...(row.decline_code !== null && { decline_code: row.decline_code }),
    ...(row.param !== null && { param: row.param }),
    ...(row.charge !== null && { charge: row.charge }),
    payment_method: renderPaymentMethod(row.payment_method, live),
  };
}

function renderNextAction(row: NextActionRow): Stripe.PaymentIntent.NextAction {
  if (row.type === 'redirect_to_url') {
    return { type: row.type, redirect_to_url: { url: row.url, return_url: row.return_url } };
  }
  return {
    type: row.type,
    use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: row.url, source: row.source },
  };
}

export const renderIntent = (row: PaymentIntentRow, live: boolean): Stripe.PaymentIntent => ({
  id: row.id,
  object: 'payment_intent',
  allowed_payment_method_types: row.allowed_types && [...row.allowed_types],
  amount: row.amount,
  amount_capturable: row.amount_capturable,
  amount_details: { tip: {} },
  amount_received: row.amount_received,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: row.automatic_payment_methods,
  canceled_at: row.canceled_at,
  cancellation_reason: row.cancellation_reason,
  capture_method: row.capture_method,
  client_secret: clientSecret(row),
  confirmation_method: row.confirmation_method,
  created: row.created,
  currency: row.currency,
  customer: row.customer,
  customer_account: null,
  description: row.description,
  excluded_payment_method_types: null,
  last_payment_error: row.last_payment_error && renderError(row.last_payment_error, live),
  latest_charge: row.latest_charge,
  livemode: live,
  managed_payments: null,
  metadata: row.metadata,
  next_action: row.next_action && renderNextAction(row.next_action),
  on_behalf_of: null,
  payment_method: row.payment_method,
  payment_method_configuration_details: null,
  payment_method_options: {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: row.request_three_d_secure,
    },
  },
  payment_method_types: ['card'],
  payment_record: null,
  processing: row.status === 'processing' ? { type: 'card', card: {} } : null,
  receipt_email: row.receipt_email,
  review: null,
  setup_future_usage: row.setup_future_usage,
  shipping: row.shipping,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: row.statement_descriptor_suffix,
  status: row.status,
  transfer_data: null,
  transfer_group: null,
});

/** What a publishable key and the client secret may see: nothing that the merchant wrote for itself. */
export type PublicPaymentIntent = Omit<
  Stripe.PaymentIntent,
  | 'metadata'
  | 'customer'
  | 'latest_charge'
  | 'application'
  | 'application_fee_amount'
  | 'on_behalf_of'
  | 'review'
>;

export function renderPublicIntent(row: PaymentIntentRow, live: boolean): PublicPaymentIntent {
  const {
    metadata: _metadata,
    customer: _customer,
    latest_charge: _charge,
    application: _application,
    application_fee_amount: _fee,
    on_behalf_of: _account,
    review: _review,
    ...visible
  } = renderIntent(row, live);
  return visible;
}
