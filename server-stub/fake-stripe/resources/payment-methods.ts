import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { badRequest, missing } from '../http/errors.ts';
import { billingDetails, expand, listOf, pageQuery, pagination } from '../http/fields.ts';
import { integer, mergeMetadata, metadata, object, oneOf, params, required, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { findMethod } from '../intents/instrument.ts';
import { renderPaymentMethod } from '../render/card.ts';
import type { PaymentMethodRow } from '../store/rows.ts';
import { findCustomer, otherMode } from './find-customer.ts';

const retrieveParams = params<Stripe.PaymentMethodRetrieveParams>()({ expand });
const attachParams = params<Stripe.PaymentMethodAttachParams>()({ customer: required(string()), expand }, [
  'customer_account',
]);
const detachParams = params<Stripe.PaymentMethodDetachParams>()({ expand });
const updateParams = params<Stripe.PaymentMethodUpdateParams>()(
  {
    allow_redisplay: oneOf('always', 'limited', 'unspecified'),
    billing_details: billingDetails,
    card: object(
      params<Stripe.PaymentMethodUpdateParams.Card>()(
        { exp_month: integer({ min: 1, max: 12 }), exp_year: integer() },
        ['networks'],
      ),
    ),
    metadata,
    expand,
  },
  ['us_bank_account'],
);
const listParams = params<Stripe.PaymentMethodListParams>()(
  {
    ...pagination,
    allow_redisplay: oneOf('always', 'limited', 'unspecified'),
    customer: string(),
    type: string(),
  },
  ['customer_account'],
);

function findInPath(call: Call): PaymentMethodRow {
  const id = call.path.id!;
  const row = call.world.payment_methods.get(id);
  if (row) return row;
  if (id.startsWith('pm_card_')) return findMethod(call, id, 'payment_method', true);
  const exists = call.otherMode().payment_methods.get(id) !== undefined;
  throw missing('PaymentMethod', id, 'payment_method', otherMode(call, exists));
}

export function findMethodOf(call: Call, id: string, customer: string): PaymentMethodRow {
  const row = call.world.payment_methods.get(id);
  if (row?.customer === customer) return row;
  throw missing('PaymentMethod', id, 'payment_method', null);
}

export function attach(call: Call, id: string, customer: string): PaymentMethodRow {
  const row = findMethod(call, id, 'payment_method');
  if (row.customer === customer) return row;
  if (row.customer !== null) {
    throw badRequest('The payment method you provided has already been attached to a customer.', {
      param: 'payment_method',
    });
  }
  if (row.spent) {
    throw badRequest(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and ' +
        'may not be used again.',
      { param: 'payment_method' },
    );
  }
  const attached = call.world.payment_methods.put({ ...row, customer });
  call.emit('payment_method', 'payment_method.attached', attached);
  return attached;
}

export function detach(call: Call, row: PaymentMethodRow): PaymentMethodRow {
  if (row.customer === null) {
    throw badRequest(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      {
        param: 'payment_method',
      },
    );
  }
  const detached = call.world.payment_methods.put({ ...row, customer: null, spent: true });
  call.emit('payment_method', 'payment_method.detached', detached, { customer: row.customer });
  return detached;
}

function update(call: Call, given: ReturnType<typeof updateParams.parse>): Stripe.PaymentMethod {
  const row = findInPath(call);
  if (row.customer === null) {
    throw badRequest('You must save this PaymentMethod to a customer before you can update it.', {
      param: 'payment_method',
    });
  }
  const next = call.world.payment_methods.put({
    ...row,
    card: { ...row.card, ...given.card },
    billing_details: given.billing_details ?? row.billing_details,
    allow_redisplay: given.allow_redisplay ?? row.allow_redisplay,
    metadata: mergeMetadata(row.metadata, given.metadata),
  });
  call.emit('payment_method', 'payment_method.updated', next);
  return renderPaymentMethod(next, call.live);
}

export const paymentMethodRoutes: readonly Route[] = [
  route('GET', '/v1/payment_methods', 'payment_method_read', listParams, (call, given) => {
    const where = (row: PaymentMethodRow): boolean =>
      (given.allow_redisplay === undefined || row.allow_redisplay === given.allow_redisplay) &&
      (given.type === undefined || given.type === 'card');
    const owner = given.customer && findCustomer(call, given.customer, 'customer').id;
    const page = call.world.payment_methods.page({
      ...pageQuery<PaymentMethodRow>(given),
      ...(owner && { by: { index: 'customer', key: owner } }),
      where,
    });
    return listOf('/v1/payment_methods', page, (row) => renderPaymentMethod(row, call.live));
  }),
  route('GET', '/v1/payment_methods/:id', 'payment_method_read', retrieveParams, (call) =>
    renderPaymentMethod(findInPath(call), call.live),
  ),
  route('POST', '/v1/payment_methods/:id', 'payment_method_write', updateParams, update),
  route('POST', '/v1/payment_methods/:id/attach', 'payment_method_write', attachParams, (call, given) => {
    const customer = findCustomer(call, given.customer, 'customer');
    return renderPaymentMethod(attach(call, call.path.id!, customer.id), call.live);
  }),
  route('POST', '/v1/payment_methods/:id/detach', 'payment_method_write', detachParams, (call) =>
    renderPaymentMethod(detach(call, findInPath(call)), call.live),
  ),
];
