import type Stripe from 'stripe';
import { createdWindow, expand, pagination, shipping } from '../http/fields.ts';
import {
  array,
  boolean,
  clearable,
  integer,
  metadata,
  object,
  oneOf,
  orEmpty,
  params,
  required,
  string,
} from '../http/params.ts';

const currency = string(3);
const captureMethod = oneOf('automatic', 'automatic_async', 'manual');
const usage = oneOf('on_session', 'off_session');
const allowedTypes = array(string());
const suffix = string(22);

const cardOptions = params<Stripe.PaymentIntentCreateParams.PaymentMethodOptions.Card>()(
  { request_three_d_secure: oneOf('automatic', 'any', 'challenge') },
  [
    'capture_method',
    'cvc_token',
    'installments',
    'mandate_options',
    'moto',
    'network',
    'request_extended_authorization',
    'request_incremental_authorization',
    'request_multicapture',
    'request_overcapture',
    'require_cvc_recollection',
    'setup_future_usage',
    'statement_descriptor_suffix_kana',
    'statement_descriptor_suffix_kanji',
    'three_d_secure',
  ],
);
const options = object(
  params<Stripe.PaymentIntentCreateParams.PaymentMethodOptions>()({ card: object(cardOptions) }, [
    'link',
    'konbini',
    'paypay',
  ]),
);
const automatic = object(
  params<Stripe.PaymentIntentCreateParams.AutomaticPaymentMethods>()({
    enabled: required(boolean),
    allow_redirects: oneOf('always', 'never'),
  }),
);

export const createParams = params<Stripe.PaymentIntentCreateParams>()(
  {
    amount: required(integer()),
    currency: required(currency),
    allowed_payment_method_types: allowedTypes,
    automatic_payment_methods: automatic,
    capture_method: captureMethod,
    confirm: boolean,
    confirmation_method: oneOf('automatic', 'manual'),
    confirmation_token: string(),
    customer: string(),
    description: clearable(1000),
    error_on_requires_action: boolean,
    expand,
    metadata,
    off_session: boolean,
    payment_method: string(),
    payment_method_options: options,
    receipt_email: string(),
    return_url: string(),
    setup_future_usage: usage,
    shipping,
    statement_descriptor: string(22),
    statement_descriptor_suffix: suffix,
    use_stripe_sdk: boolean,
  },
  [
    'amount_details',
    'application_fee_amount',
    'customer_account',
    'excluded_payment_method_types',
    'hooks',
    'mandate',
    'mandate_data',
    'on_behalf_of',
    'payment_details',
    'payment_method_configuration',
    'payment_method_data',
    'radar_options',
    'transfer_data',
    'transfer_group',
  ],
);
export type CreateParams = ReturnType<typeof createParams.parse>;

export const updateParams = params<Stripe.PaymentIntentUpdateParams>()(
  {
    allowed_payment_method_types: allowedTypes,
    amount: integer(),
    capture_method: captureMethod,
    currency,
    customer: string(),
    description: clearable(1000),
    expand,
    metadata,
    payment_method: string(),
    payment_method_options: options,
    receipt_email: orEmpty(string()),
    setup_future_usage: orEmpty(usage),
    shipping: orEmpty(shipping),
    statement_descriptor_suffix: suffix,
  },
  [
    'amount_details',
    'application_fee_amount',
    'customer_account',
    'excluded_payment_method_types',
    'hooks',
    'payment_details',
    'payment_method_configuration',
    'payment_method_data',
    'statement_descriptor',
    'transfer_data',
    'transfer_group',
  ],
);
export type UpdateParams = ReturnType<typeof updateParams.parse>;

export const confirmParams = params<Stripe.PaymentIntentConfirmParams>()(
  {
    capture_method: captureMethod,
    confirmation_token: string(),
    error_on_requires_action: boolean,
    expand,
    off_session: boolean,
    payment_method: string(),
    payment_method_options: options,
    receipt_email: orEmpty(string()),
    return_url: string(),
    setup_future_usage: orEmpty(usage),
    shipping: orEmpty(shipping),
    use_stripe_sdk: boolean,
  },
  [
    'allowed_payment_method_types',
    'amount_details',
    'amount_to_confirm',
    'excluded_payment_method_types',
    'hooks',
    'mandate',
    'mandate_data',
    'payment_details',
    'payment_method_data',
    'radar_options',
  ],
);

export type ConfirmParams = ReturnType<typeof confirmParams.parse>;

export const captureParams = params<Stripe.PaymentIntentCaptureParams>()(
  {
    amount_to_capture: integer({ min: 1 }),
    expand,
    final_capture: boolean,
    metadata,
    statement_descriptor_suffix: suffix,
  },
  [
    'amount_details',
    'application_fee_amount',
    'hooks',
    'payment_details',
    'statement_descriptor',
    'transfer_data',
  ],
);

export const cancelParams = params<Stripe.PaymentIntentCancelParams>()({
  cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
  expand,
});

export const retrieveParams = params<Stripe.PaymentIntentRetrieveParams>()({
  client_secret: string(),
  expand,
});
export const listParams = params<Stripe.PaymentIntentListParams>()(
  { ...pagination, ...createdWindow, customer: string() },
  ['customer_account'],
);
