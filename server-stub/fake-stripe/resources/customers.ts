import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import {
  address,
  createdWindow,
  customerShipping,
  expand,
  listOf,
  pageQuery,
  pagination,
} from '../http/fields.ts';
import {
  array,
  clearable,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  orEmpty,
  params,
  string,
} from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { renderPaymentMethod } from '../render/card.ts';
import { renderCustomer, renderLiveCustomer } from '../render/customer.ts';
import type { CustomerRow } from '../store/rows.ts';
import { findCustomer } from './find-customer.ts';
import { attach, findMethodOf } from './payment-methods.ts';

const UNMODELLED = [
  'balance',
  'business_name',
  'cash_balance',
  'individual_name',
  'invoice_prefix',
  'next_invoice_sequence',
  'source',
  'tax',
  'tax_exempt',
  'validate',
] as const;

const fields = {
  address: orEmpty(address),
  description: clearable(),
  email: clearable(512),
  metadata,
  name: clearable(256),
  phone: clearable(20),
  preferred_locales: array(string()),
  shipping: orEmpty(customerShipping),
  expand,
} as const;

const createParams = params<Stripe.CustomerCreateParams>()({ ...fields, payment_method: string() }, [
  ...UNMODELLED,
  'invoice_settings',
  'tax_id_data',
  'test_clock',
]);
const updateParams = params<Stripe.CustomerUpdateParams>()(
  {
    ...fields,
    invoice_settings: object(
      params<Stripe.CustomerUpdateParams.InvoiceSettings>()({ default_payment_method: clearable() }, [
        'custom_fields',
        'footer',
        'rendering_options',
      ]),
    ),
  },
  [...UNMODELLED, 'default_source'],
);
const retrieveParams = params<Stripe.CustomerRetrieveParams>()({ expand });
const deleteParams = params<Stripe.CustomerDeleteParams>()({});
const listParams = params<Stripe.CustomerListParams>()({ ...pagination, ...createdWindow, email: string() }, [
  'test_clock',
]);
const methodsParams = params<Stripe.CustomerListPaymentMethodsParams>()({
  ...pagination,
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  type: string(),
});

function create(call: Call, given: ReturnType<typeof createParams.parse>): Stripe.Customer {
  const row: CustomerRow = {
    id: call.ids.id('cus'),
    created: call.clock.now(),
    name: given.name ?? null,
    email: given.email ?? null,
    phone: given.phone ?? null,
    description: given.description ?? null,
    address: given.address ?? null,
    shipping: given.shipping ?? null,
    preferred_locales: given.preferred_locales ?? [],
    metadata: mergeMetadata({}, given.metadata),
    invoice_prefix: call.ids.text(8).toUpperCase(),
    default_payment_method: null,
    deleted: false,
  };
  call.world.customers.put(row);
  call.emit('customer', 'customer.created', row);
  if (given.payment_method !== undefined) attach(call, given.payment_method, row.id);
  return renderLiveCustomer(row, call.live);
}

function update(call: Call, given: ReturnType<typeof updateParams.parse>): Stripe.Customer {
  const row = findCustomer(call, call.path.id!, 'id', true);
  const { expand: _expand, metadata: changed, invoice_settings, ...plain } = given;
  const next = call.world.customers.put({
    ...row,
    ...plain,
    metadata: mergeMetadata(row.metadata, changed),
    ...(invoice_settings?.default_payment_method !== undefined && {
      default_payment_method: invoice_settings.default_payment_method,
    }),
  });
  const [before, after] = [renderLiveCustomer(row, call.live), renderLiveCustomer(next, call.live)];
  call.emit('customer', 'customer.updated', next, differences(before, after));
  return after;
}

function differences(before: object, after: object): Record<string, unknown> {
  const now = after as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now[key])),
  );
}

function remove(call: Call): Stripe.DeletedCustomer {
  const row = findCustomer(call, call.path.id!, 'id', true);
  for (const method of call.world.payment_methods.allBy('customer', row.id)) {
    call.world.payment_methods.put({ ...method, customer: null, spent: true });
  }
  call.emit('customer', 'customer.deleted', call.world.customers.put({ ...row, deleted: true }));
  return { id: row.id, object: 'customer', deleted: true };
}

export const customerRoutes: readonly Route[] = [
  route('POST', '/v1/customers', 'customer_write', createParams, create),
  route('GET', '/v1/customers', 'customer_read', listParams, (call, given) => {
    const { email } = given;
    const where = (row: CustomerRow): boolean => !row.deleted && (email === undefined || row.email === email);
    const page = call.world.customers.page({ ...pageQuery<CustomerRow>(given), where });
    return listOf('/v1/customers', page, (row) => renderLiveCustomer(row, call.live));
  }),
  route('GET', '/v1/customers/:id', 'customer_read', retrieveParams, (call) =>
    renderCustomer(findCustomer(call, call.path.id!, 'id', true, true), call.live),
  ),
  route('POST', '/v1/customers/:id', 'customer_write', updateParams, update),
  route('DELETE', '/v1/customers/:id', 'customer_write', deleteParams, remove),
  route('GET', '/v1/customers/:id/payment_methods', 'payment_method_read', methodsParams, (call, given) => {
    const customer = findCustomer(call, call.path.id!, 'customer', true);
    const page = call.world.payment_methods.page({
      ...pageQuery(given),
      by: { index: 'customer', key: customer.id },
      where: (row) =>
        (given.allow_redisplay === undefined || row.allow_redisplay === given.allow_redisplay) &&
        (given.type === undefined || given.type === 'card'),
    });
    return listOf(`/v1/customers/${customer.id}/payment_methods`, page, (row) =>
      renderPaymentMethod(row, call.live),
    );
  }),
  route('GET', '/v1/customers/:id/payment_methods/:method', 'payment_method_read', retrieveParams, (call) => {
    const customer = findCustomer(call, call.path.id!, 'customer', true);
    return renderPaymentMethod(findMethodOf(call, call.path.method!, customer.id), call.live);
  }),
];
