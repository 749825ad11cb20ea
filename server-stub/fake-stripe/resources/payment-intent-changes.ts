/** What a PaymentIntent's parameters mean beyond their shape. */
import { badParameter } from '../http/errors.ts';
import type { PaymentIntentRow } from '../store/rows.ts';
import type { ConfirmParams, CreateParams, UpdateParams } from './payment-intent-params.ts';

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

export const withConfirmOptions = (row: PaymentIntentRow, wanted: ConfirmParams): PaymentIntentRow => ({
  ...row,
  ...dropUndefined<Partial<PaymentIntentRow>>({
    capture_method: wanted.capture_method,
    request_three_d_secure: wanted.payment_method_options?.card?.request_three_d_secure,
  }),
});
