import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { cardByNumber, passesLuhn, toCardRow } from '../cards.ts';
import { ApiError, badParameter, badRequest, forbidden, missing } from '../http/errors.ts';
import { billingDetails, expand, noBillingDetails, shipping } from '../http/fields.ts';
import {
  browserParams,
  clearable,
  integer,
  object,
  oneOf,
  params,
  required,
  string,
} from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { checkMethod, findMethod } from '../intents/instrument.ts';
import { renderToken } from '../render/customer.ts';
import type { CardRow, ConfirmationTokenRow, ElementsContext, PaymentMethodRow } from '../store/rows.ts';
import { sessionOf } from './elements.ts';

const LIFETIME_SECONDS = 12 * 60 * 60;

const cardParams = browserParams({
  number: required(string()),
  exp_month: required(integer()),
  exp_year: required(integer()),
  cvc: string(),
});
const methodDataParams = browserParams({
  type: required(oneOf('card')),
  card: required(object(cardParams)),
  billing_details: billingDetails,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
});
const contextParams = browserParams({
  mode: oneOf('payment', 'setup', 'subscription'),
  amount: integer(),
  currency: string(3),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  setup_future_usage: oneOf('on_session', 'off_session'),
  customer_session_client_secret: string(),
});
const usage = oneOf('on_session', 'off_session');

/** What Stripe.js sends with the publishable key. It is not in the SDK: no server may send it. */
const browserCreateParams = browserParams({
  payment_method_data: object(methodDataParams),
  payment_method: string(),
  setup_future_usage: usage,
  shipping,
  return_url: clearable(),
  client_context: object(contextParams),
  expand,
});
type TestTokenParams = NonNullable<Parameters<Stripe['testHelpers']['confirmationTokens']['create']>[0]>;
const testCreateParams = params<TestTokenParams>()(
  { payment_method: required(string()), return_url: string(), setup_future_usage: usage, shipping, expand },
  ['payment_method_data', 'payment_method_options'],
);
const retrieveParams = params<Stripe.ConfirmationTokenRetrieveParams>()({ expand });

function cardError(code: string, param: string, message: string, decline_code?: string): ApiError {
  const error = { type: 'card_error', code, param, message, ...(decline_code && { decline_code }) } as const;
  return new ApiError(402, error, { kept: false });
}

/** The checks that Stripe makes before any bank is asked. */
function enteredCard(given: ReturnType<typeof cardParams.parse>, now: number): CardRow {
  const number = given.number.replaceAll(/[\s-]/g, '');
  if (!/^\d+$/.test(number) || !passesLuhn(number)) {
    throw cardError('incorrect_number', 'number', 'Your card number is incorrect.');
  }
  if (given.exp_month < 1 || given.exp_month > 12) {
    throw cardError('invalid_expiry_month', 'exp_month', "Your card's expiration month is invalid.");
  }
  const today = new Date(now * 1000);
  const year = given.exp_year < 100 ? 2000 + given.exp_year : given.exp_year;
  const months = year * 12 + given.exp_month - (today.getUTCFullYear() * 12 + today.getUTCMonth() + 1);
  if (months < 0 || year > today.getUTCFullYear() + 50) {
    throw cardError('invalid_expiry_year', 'exp_year', "Your card's expiration year is invalid.");
  }
  const test = cardByNumber(number);
  const digits = test?.brand === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/;
  if (given.cvc !== undefined && !digits.test(given.cvc)) {
    throw cardError('invalid_cvc', 'cvc', "Your card's security code is invalid.");
  }
  if (!test) {
    throw cardError(
      'card_declined',
      'number',
      'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, ' +
        'visit: https://stripe.com/docs/testing.',
      'test_mode_live_card',
    );
  }
  return toCardRow(test, { month: given.exp_month, year, cvc: given.cvc !== undefined });
}

function createInBrowser(
  call: Call,
  given: ReturnType<typeof browserCreateParams.parse>,
): Stripe.ConfirmationToken {
  if (call.key.access.kind !== 'publishable') {
    throw forbidden('This API call can only be made with a publishable API key.');
  }
  const { client_context: context, payment_method_data: data } = given;
  const secret = context?.customer_session_client_secret;
  const customer = secret === undefined ? null : sessionOf(call, secret).customer;
  const source = data
    ? entered(data, call.clock.now())
    : given.payment_method !== undefined
      ? savedMethod(call, given.payment_method, customer)
      : undefined;
  if (!source) {
    throw badParameter(
      'Missing required param: payment_method_data.',
      'payment_method_data',
      'parameter_missing',
    );
  }
  const elements: ElementsContext = {
    mode: context?.mode ?? null,
    amount: context?.amount ?? null,
    currency: context?.currency ?? null,
    capture_method: context ? (context.capture_method ?? 'automatic') : null,
    setup_future_usage: context?.setup_future_usage ?? given.setup_future_usage ?? null,
  };
  return save(call, {
    ...source,
    setup_future_usage: given.setup_future_usage ?? elements.setup_future_usage,
    shipping: given.shipping ?? null,
    return_url: given.return_url ?? null,
    use_stripe_sdk: true,
    elements,
  });
}

type Source = Pick<
  ConfirmationTokenRow,
  'payment_method' | 'customer' | 'card' | 'billing_details' | 'allow_redisplay'
>;

const entered = (data: ReturnType<typeof methodDataParams.parse>, now: number): Source => ({
  payment_method: null,
  customer: null,
  card: enteredCard(data.card, now),
  billing_details: data.billing_details ?? noBillingDetails,
  allow_redisplay: data.allow_redisplay ?? 'unspecified',
});

const fromMethod = (row: PaymentMethodRow): Source => ({
  payment_method: row.id,
  customer: row.customer,
  card: row.card,
  billing_details: row.billing_details,
  allow_redisplay: row.allow_redisplay,
});

function savedMethod(call: Call, id: string, customer: string | null): Source {
  const row = call.world.payment_methods.get(id);
  // A browser may only name cards of the customer whose session it holds; others do not exist for it.
  if (!row || row.customer === null || row.customer !== customer) {
    throw missing('PaymentMethod', id, 'payment_method', null, false);
  }
  return fromMethod(row);
}

function createForTest(
  call: Call,
  given: ReturnType<typeof testCreateParams.parse>,
): Stripe.ConfirmationToken {
  if (call.live)
    throw badRequest('Test helpers can only be used in test mode.', { code: 'testmode_charges_only' });
  const method = findMethod(call, given.payment_method, 'payment_method');
  checkMethod(method, method.customer);
  return save(call, {
    ...fromMethod(method),
    setup_future_usage: given.setup_future_usage ?? null,
    shipping: given.shipping ?? null,
    return_url: given.return_url ?? null,
    use_stripe_sdk: given.return_url === undefined,
    elements: null,
  });
}

function save(
  call: Call,
  traits: Omit<ConfirmationTokenRow, 'id' | 'created' | 'expires_at' | 'payment_intent'>,
): Stripe.ConfirmationToken {
  const now = call.clock.now();
  const row = call.world.confirmation_tokens.put({
    id: call.ids.id('ctoken'),
    created: now,
    expires_at: now + LIFETIME_SECONDS,
    payment_intent: null,
    ...traits,
  });
  return renderToken(row, call.live);
}

export const confirmationTokenRoutes: readonly Route[] = [
  route('POST', '/v1/confirmation_tokens', 'publishable', browserCreateParams, createInBrowser),
  route(
    'POST',
    '/v1/test_helpers/confirmation_tokens',
    'confirmation_token_write',
    testCreateParams,
    createForTest,
  ),
  route('GET', '/v1/confirmation_tokens/:id', 'confirmation_token_read', retrieveParams, (call) => {
    const id = call.path.id!;
    const row = call.world.confirmation_tokens.get(id);
    if (!row) throw missing('confirmation token', id, 'confirmation_token', null);
    return renderToken(row, call.live);
  }),
];
