import type Stripe from 'stripe';
import { badParameter } from '../http/errors.ts';
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
import type { PaymentIntentRow } from '../store/rows.ts';

const CURRENCIES: Readonly<Record<string, number>> = {
  jpy: 50,
  usd: 50,
  eur: 50,
  gbp: 30,
  krw: 100,
  aud: 50,
  sgd: 50,
};
const LARGEST = 99_999_999;

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

export function checkAmount(amount: number, currency: string): void {
  const least = CURRENCIES[currency];
  if (least === undefined) {
    const supported = Object.keys(CURRENCIES).join(', ');
    throw badParameter(
      `Invalid currency: ${currency}. The fake Stripe supports these currencies: ${supported}`,
      'currency',
    );
  }
  if (amount < 1)
    throw badParameter(
      'This value must be greater than or equal to 1.',
      'amount',
      'parameter_invalid_integer',
    );
  const price = (value: number): string => (currency === 'jpy' ? `¥${value}` : `${value / 100} ${currency}`);
  if (amount < least)
    throw badParameter(`Amount must be at least ${price(least)}`, 'amount', 'amount_too_small');
  if (amount > LARGEST)
    throw badParameter(`Amount must be no more than ${price(LARGEST)}`, 'amount', 'amount_too_large');
}

const only = (name: string): Error => badParameter(`${name} can only be used with confirm=true.`, name);

export function checkCreate(wanted: CreateParams): void {
  checkAmount(wanted.amount, wanted.currency);
  if (wanted.statement_descriptor !== undefined) {
    throw badParameter(
      'The `statement_descriptor` parameter is not supported for card payments. Use `statement_descriptor_suffix` ' +
        'instead, which is added to the end of your account’s statement descriptor.',
      'statement_descriptor',
    );
  }
  if (wanted.allowed_payment_method_types) {
    if (wanted.automatic_payment_methods) {
      throw badParameter(
        'You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.',
        'automatic_payment_methods',
        'parameters_exclusive',
      );
    }
    checkTypes(wanted.allowed_payment_method_types);
  }
  if (wanted.confirm) return;
  for (const name of [
    'confirmation_token',
    'off_session',
    'error_on_requires_action',
    'return_url',
  ] as const) {
    if (wanted[name] !== undefined) throw only(name);
  }
}

function checkTypes(types: readonly string[]): void {
  types.forEach((type, at) => {
    if (type === 'card') return;
    const param = `allowed_payment_method_types[${at}]`;
    throw badParameter(
      `The payment method type "${type}" is invalid or not activated in the fake Stripe.`,
      param,
      'payment_method_unactivated',
    );
  });
}

/** Without a list of types Stripe offers what the account has switched on. */
export const automaticMethods = (wanted: CreateParams): PaymentIntentRow['automatic_payment_methods'] =>
  wanted.allowed_payment_method_types
    ? null
    : {
        enabled: wanted.automatic_payment_methods?.enabled ?? true,
        allow_redirects: wanted.automatic_payment_methods?.allow_redirects ?? 'always',
      };

const dropUndefined = <T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

export const plainChanges = (wanted: UpdateParams): Partial<PaymentIntentRow> =>
  dropUndefined<Partial<PaymentIntentRow>>({
    amount: wanted.amount,
    currency: wanted.currency,
    customer: wanted.customer,
    description: wanted.description,
    capture_method: wanted.capture_method,
    setup_future_usage: wanted.setup_future_usage,
    receipt_email: wanted.receipt_email,
    shipping: wanted.shipping,
    statement_descriptor_suffix: wanted.statement_descriptor_suffix,
    allowed_types: wanted.allowed_payment_method_types,
    request_three_d_secure: wanted.payment_method_options?.card?.request_three_d_secure,
  });

export const withConfirmOptions = (
  row: PaymentIntentRow,
  wanted: ReturnType<typeof confirmParams.parse>,
): PaymentIntentRow => ({
  ...row,
  ...dropUndefined<Partial<PaymentIntentRow>>({
    capture_method: wanted.capture_method,
    request_three_d_secure: wanted.payment_method_options?.card?.request_three_d_secure,
  }),
});
