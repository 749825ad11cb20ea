import type { Scene } from '../context.ts';
import { isConnected } from '../events/deliver.ts';
import { ApiError, badRequest, missing, unexpectedState } from '../http/errors.ts';
import { LIVE_PUBLISHABLE_KEY, PUBLISHABLE_KEY } from '../keys.ts';
import { renderPaymentMethod } from '../render/card.ts';
import { clientSecret, renderIntent } from '../render/payment-intent.ts';
import type {
  FutureUsage,
  NextActionRow,
  PaymentIntentRow,
  PaymentMethodRow,
  Shipping,
} from '../store/rows.ts';
import { checkMethod, findMethod, findToken, useToken, type Instrument } from './instrument.ts';
import { ALLOWED, advance, may } from './machine.ts';
import { authenticate, authenticated } from './network.ts';
import { fail, settle } from './settle.ts';

export interface ConfirmParams {
  readonly confirmation_token?: string;
  readonly payment_method?: string;
  readonly return_url?: string;
  readonly use_stripe_sdk?: boolean;
  readonly off_session?: boolean;
  readonly error_on_requires_action?: boolean;
  readonly setup_future_usage?: FutureUsage | null;
  readonly shipping?: Shipping | null;
  readonly receipt_email?: string | null;
}

export function confirm(scene: Scene, found: PaymentIntentRow, given: ConfirmParams): PaymentIntentRow {
  refuseWrongState(scene, found);
  const intent = { ...found, ...changes(given) };
  refuseDeletedCustomer(scene, intent);
  const instrument = choose(scene, intent, given);
  const { method, token } = instrument;
  const attempted = advance(
    { ...intent, shipping: intent.shipping ?? token?.shipping ?? null },
    { type: 'attempted', payment_method: method.id },
  );
  const answer = attempt(scene, attempted, instrument, given);
  if (answer.last_payment_error) throw declined(scene, answer);
  return answer;
}

function refuseWrongState({ world }: Scene, intent: PaymentIntentRow): void {
  if (may(intent.status, 'attempted')) return;
  const rendered = renderIntent(intent, world.live);
  if (intent.status === 'succeeded') {
    throw unexpectedState(
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
      rendered,
    );
  }
  throw unexpectedState(
    `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
      `of the following statuses may be confirmed: ${ALLOWED.attempted.join(', ')}.`,
    rendered,
  );
}

function refuseDeletedCustomer({ world }: Scene, { customer }: PaymentIntentRow): void {
  if (customer === null || world.customers.get(customer)?.deleted === false) return;
  throw missing('customer', customer, 'customer', null, false);
}

const changes = (given: ConfirmParams): Partial<PaymentIntentRow> => ({
  ...(given.setup_future_usage !== undefined && { setup_future_usage: given.setup_future_usage }),
  ...(given.shipping !== undefined && { shipping: given.shipping }),
  ...(given.receipt_email !== undefined && { receipt_email: given.receipt_email }),
});

function choose(scene: Scene, intent: PaymentIntentRow, given: ConfirmParams): Instrument {
  if (given.confirmation_token !== undefined) {
    if (given.payment_method !== undefined) {
      throw badRequest('You may only specify one of these parameters: confirmation_token, payment_method.', {
        code: 'parameters_exclusive',
        param: 'payment_method',
      });
    }
    const token = findToken(scene, given.confirmation_token, intent);
    const saved =
      token.payment_method === null ? undefined : scene.world.payment_methods.get(token.payment_method);
    if (saved) checkMethod(saved, intent.customer, 'confirmation_token');
    return useToken(scene, token, intent);
  }
  const id = given.payment_method ?? intent.payment_method;
  if (id === null) {
    throw unexpectedState(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
        'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment ' +
        'method or ConfirmationToken.',
      renderIntent(intent, scene.world.live),
    );
  }
  const method = findMethod(scene, id, 'payment_method');
  checkMethod(method, intent.customer);
  return { method, token: null };
}

function attempt(
  scene: Scene,
  intent: PaymentIntentRow,
  { method, token }: Instrument,
  given: ConfirmParams,
): PaymentIntentRow {
  const authentication = authenticate(method, intent.request_three_d_secure, scene.ids);
  if (authentication.type === 'none') return toBank(scene, intent, method, authentication.three_d_secure);
  if (given.off_session || given.error_on_requires_action)
    return refuseUnauthenticated(scene, intent, method);
  const returnUrl = given.return_url ?? token?.return_url ?? null;
  const bySdk = given.use_stripe_sdk ?? token?.use_stripe_sdk ?? returnUrl === null;
  const next_action = nextAction(scene, intent, bySdk ? null : returnUrl);
  const next = scene.world.payment_intents.put(advance(intent, { type: 'challenged', next_action }));
  scene.emit('payment_intent', 'payment_intent.requires_action', next);
  return next;
}

function nextAction(
  { baseUrl, ids, world }: Scene,
  intent: PaymentIntentRow,
  returnUrl: string | null,
): NextActionRow {
  // A shopper who is sent there has no Stripe.js that would bring key and account.
  const query = new URLSearchParams({
    client_secret: clientSecret(intent),
    key: world.live ? LIVE_PUBLISHABLE_KEY : PUBLISHABLE_KEY,
    ...(isConnected(world) && { account: world.account }),
  });
  const url = `${baseUrl()}/3ds/${intent.id}?${query}`;
  return returnUrl === null
    ? { type: 'use_stripe_sdk', url, source: ids.id('payatt') }
    : {
        type: 'redirect_to_url',
        url: `${url}&return_url=${encodeURIComponent(returnUrl)}`,
        return_url: returnUrl,
      };
}

const refuseUnauthenticated = (
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
): PaymentIntentRow =>
  fail(scene, intent, null, {
    type: 'card_error',
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    param: null,
    charge: null,
    payment_method: method,
  });

/** Straight to the bank, or after a while in `processing` when the control API asked for that. */
function toBank(
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: Parameters<typeof settle>[3],
): PaymentIntentRow {
  const { processing, world, clock, emit } = scene;
  if (processing.times === 0) return settle(scene, intent, method, threeDSecure);
  processing.times -= 1;
  const until_ms = clock.nowMs() + processing.seconds * 1000;
  const pending = { until_ms, three_d_secure: threeDSecure };
  const waiting = world.payment_intents.put(advance(intent, { type: 'delayed', pending }));
  emit('payment_intent', 'payment_intent.processing', waiting);
  settleLater(scene, waiting);
  return waiting;
}

function settleLater(scene: Scene, { id, pending }: PaymentIntentRow): void {
  if (!pending) return;
  scene.agenda.at(pending.until_ms, () => {
    const { world } = scene;
    const intent = world.payment_intents.get(id);
    const method = intent?.payment_method && world.payment_methods.get(intent.payment_method);
    if (intent?.status !== 'processing' || !method) return;
    const later = scene.later();
    settle(later, intent, method, pending.three_d_secure);
    later.commit();
  });
}

/** After a restart: the banks that had not answered yet. */
export function resumeProcessing(scene: Scene): void {
  for (const intent of scene.world.payment_intents) settleLater(scene, intent);
}

function declined({ world }: Scene, intent: PaymentIntentRow): ApiError {
  const error = intent.last_payment_error!;
  return new ApiError(402, {
    type: 'card_error',
    code: error.code,
    message: error.message,
    ...(error.decline_code !== null && { decline_code: error.decline_code }),
    ...(error.param !== null && { param: error.param }),
    ...(error.charge !== null && { charge: error.charge }),
    payment_intent: renderIntent(intent, world.live),
    payment_method: renderPaymentMethod(error.payment_method, world.live),
  });
}

/** The bank's page has answered. The shopper's browser learns of a failure from the intent, not from a 402. */
export function answerChallenge(
  scene: Scene,
  intent: PaymentIntentRow,
  outcome: 'complete' | 'fail',
): PaymentIntentRow {
  const { world } = scene;
  if (intent.status !== 'requires_action' || intent.payment_method === null) {
    throw unexpectedState(
      `This PaymentIntent could not be authenticated because it has a status of ${intent.status}.`,
      renderIntent(intent, world.live),
    );
  }
  const method = world.payment_methods.get(intent.payment_method)!;
  if (outcome === 'complete') return toBank(scene, intent, method, authenticated(method.card, scene.ids));
  return fail(scene, intent, null, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    decline_code: null,
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    param: null,
    charge: null,
    payment_method: method,
  });
}
