import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { badParameter, badRequest, missing, unexpectedState } from '../http/errors.ts';
import { listOf, pageQuery } from '../http/fields.ts';
import { mergeMetadata } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { cancel, capture } from '../intents/capture.ts';
import { confirm } from '../intents/confirm.ts';
import { checkMethod, findMethod } from '../intents/instrument.ts';
import { ALLOWED, advance, may } from '../intents/machine.ts';
import { clientSecret, renderIntent, renderPublicIntent } from '../render/payment-intent.ts';
import type { PaymentIntentRow } from '../store/rows.ts';
import { findCustomer, otherMode } from './find-customer.ts';
import {
  automaticMethods,
  checkAmount,
  checkCreate,
  plainChanges,
  withConfirmOptions,
} from './payment-intent-changes.ts';
import * as given from './payment-intent-params.ts';

function findInPath(call: Call): PaymentIntentRow {
  const id = call.path.id!;
  const row = call.world.payment_intents.get(id);
  if (row) return row;
  const exists = call.otherMode().payment_intents.get(id) !== undefined;
  throw missing('payment_intent', id, 'intent', otherMode(call, exists));
}

export function intentBySecret(call: Call, id: string, secret: string | undefined): PaymentIntentRow {
  const row = call.world.payment_intents.get(id);
  if (!row) throw missing('payment_intent', id, 'intent', null);
  if (secret === undefined) {
    throw badParameter('Missing required param: client_secret.', 'client_secret', 'parameter_missing');
  }
  if (secret !== clientSecret(row)) {
    throw badRequest(
      'The client_secret provided does not match the client_secret associated with the PaymentIntent.',
      {
        code: 'payment_intent_invalid_parameter',
        param: 'client_secret',
      },
    );
  }
  return row;
}

function create(call: Call, wanted: given.CreateParams): Stripe.PaymentIntent {
  checkCreate(wanted);
  if (wanted.customer !== undefined) findCustomer(call, wanted.customer, 'customer');
  const method =
    wanted.confirm || wanted.payment_method === undefined
      ? null
      : findMethod(call, wanted.payment_method, 'payment_method');
  if (method) checkMethod(method, wanted.customer ?? null);
  const blank: PaymentIntentRow = {
    id: call.ids.id('pi'),
    created: call.clock.now(),
    secret: call.ids.text(25),
    status: 'requires_payment_method',
    amount: wanted.amount,
    currency: wanted.currency,
    customer: wanted.customer ?? null,
    description: wanted.description ?? null,
    metadata: mergeMetadata({}, wanted.metadata),
    capture_method: wanted.capture_method ?? 'automatic_async',
    confirmation_method: wanted.confirmation_method ?? 'automatic',
    setup_future_usage: wanted.setup_future_usage ?? null,
    allowed_types: wanted.allowed_payment_method_types ?? null,
    automatic_payment_methods: automaticMethods(wanted),
    request_three_d_secure: wanted.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
    receipt_email: wanted.receipt_email ?? null,
    shipping: wanted.shipping ?? null,
    statement_descriptor_suffix: wanted.statement_descriptor_suffix ?? null,
    payment_method: null,
    latest_charge: null,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    last_payment_error: null,
    next_action: null,
    attempts: 0,
    pending: null,
  };
  const row = call.world.payment_intents.put(
    method ? advance(blank, { type: 'chosen', payment_method: method.id }) : blank,
  );
  call.emit('payment_intent', 'payment_intent.created', row);
  return renderIntent(wanted.confirm ? confirm(call, row, wanted) : row, call.live);
}

/** Which parameters may only change while nothing is held or taken. */
const ONLY_WHILE_OPEN = [
  'amount',
  'currency',
  'customer',
  'capture_method',
  'setup_future_usage',
  'payment_method',
  'payment_method_options',
  'shipping',
  'allowed_payment_method_types',
] as const;

function update(call: Call, wanted: given.UpdateParams): Stripe.PaymentIntent {
  const row = findInPath(call);
  for (const name of ONLY_WHILE_OPEN) {
    if (wanted[name] === undefined || may(row.status, 'chosen')) continue;
    throw unexpectedState(
      `This PaymentIntent's ${name} could not be updated because it has a status of ${row.status}. You may only update ` +
        `the ${name} of a PaymentIntent with one of the following statuses: ${ALLOWED.chosen.join(', ')}.`,
      renderIntent(row, call.live),
    );
  }
  checkAmount(wanted.amount ?? row.amount, wanted.currency ?? row.currency);
  if (wanted.customer !== undefined) findCustomer(call, wanted.customer, 'customer');
  const changed: PaymentIntentRow = {
    ...row,
    ...plainChanges(wanted),
    metadata: mergeMetadata(row.metadata, wanted.metadata),
  };
  if (wanted.payment_method === undefined)
    return renderIntent(call.world.payment_intents.put(changed), call.live);
  const method = findMethod(call, wanted.payment_method, 'payment_method');
  checkMethod(method, changed.customer);
  const chosen = advance(changed, { type: 'chosen', payment_method: method.id });
  return renderIntent(call.world.payment_intents.put(chosen), call.live);
}

function retrieve(call: Call, wanted: { client_secret?: string }): object {
  if (call.key.access.kind === 'publishable') {
    return renderPublicIntent(intentBySecret(call, call.path.id!, wanted.client_secret), call.live);
  }
  const row = findInPath(call);
  if (wanted.client_secret !== undefined) intentBySecret(call, row.id, wanted.client_secret);
  return renderIntent(row, call.live);
}

export const paymentIntentRoutes: readonly Route[] = [
  route('POST', '/v1/payment_intents', 'payment_intent_write', given.createParams, create),
  route('GET', '/v1/payment_intents', 'payment_intent_read', given.listParams, (call, wanted) => {
    const page = call.world.payment_intents.page({
      ...pageQuery<PaymentIntentRow>(wanted),
      ...(wanted.customer !== undefined && { by: { index: 'customer', key: wanted.customer } }),
    });
    return listOf('/v1/payment_intents', page, (row) => renderIntent(row, call.live));
  }),
  route(
    'GET',
    '/v1/payment_intents/:id',
    { publishableOr: 'payment_intent_read' },
    given.retrieveParams,
    retrieve,
  ),
  route('POST', '/v1/payment_intents/:id', 'payment_intent_write', given.updateParams, update),
  route(
    'POST',
    '/v1/payment_intents/:id/confirm',
    'payment_intent_write',
    given.confirmParams,
    (call, wanted) => {
      const row = findInPath(call);
      return renderIntent(confirm(call, withConfirmOptions(row, wanted), wanted), call.live);
    },
  ),
  route(
    'POST',
    '/v1/payment_intents/:id/capture',
    'payment_intent_write',
    given.captureParams,
    (call, wanted) => {
      if (wanted.final_capture === false) {
        throw badRequest('This PaymentIntent is not eligible for multicapture.', { param: 'final_capture' });
      }
      const row = findInPath(call);
      const described = {
        ...row,
        metadata: mergeMetadata(row.metadata, wanted.metadata),
        statement_descriptor_suffix: wanted.statement_descriptor_suffix ?? row.statement_descriptor_suffix,
      };
      return renderIntent(capture(call, described, wanted.amount_to_capture), call.live);
    },
  ),
  route(
    'POST',
    '/v1/payment_intents/:id/cancel',
    'payment_intent_write',
    given.cancelParams,
    (call, wanted) =>
      renderIntent(cancel(call, findInPath(call), wanted.cancellation_reason ?? null), call.live),
  ),
];
