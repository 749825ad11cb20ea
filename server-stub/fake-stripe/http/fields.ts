/** Parameters that many endpoints share. */
import type Stripe from 'stripe';
import type { Address, BillingDetails, Shipping } from '../store/rows.ts';
import type { Page, Query, Window } from '../store/table.ts';
import { badParameter } from './errors.ts';
import type { FormObject } from './form.ts';
import {
  array,
  browserParams,
  clearable,
  integer,
  object,
  orEmpty,
  params,
  required,
  string,
  type Field,
  type ParamsOf,
} from './params.ts';

export const expand = array(string());

const range = params<Stripe.RangeQueryParam>()({
  gt: integer(),
  gte: integer(),
  lt: integer(),
  lte: integer(),
});

/** `created=1700000000` or `created[gte]=…`. */
const created: Field<Window> = {
  parse(value, path) {
    if (typeof value !== 'string') return range.parse(value as FormObject, path) as Window;
    const moment = integer().parse(value, path);
    return { gte: moment, lte: moment };
  },
};

export const pagination = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: string(),
  ending_before: string(),
  expand,
} as const;

export const createdWindow = { created } as const;

interface PageParams {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
  readonly created?: Window;
}

export function pageQuery<R>(given: PageParams): Query<R> {
  if (given.starting_after !== undefined && given.ending_before !== undefined) {
    throw badParameter(
      'You may only specify one of these parameters: ending_before, starting_after.',
      'ending_before',
      'parameters_exclusive',
    );
  }
  return {
    limit: given.limit ?? 10,
    ...(given.created && { created: given.created }),
    ...(given.starting_after !== undefined && { startingAfter: given.starting_after }),
    ...(given.ending_before !== undefined && { endingBefore: given.ending_before }),
  };
}

export const listOf = <R, T>(url: string, page: Page<R>, render: (row: R) => T): Stripe.ApiList<T> => ({
  object: 'list',
  data: page.rows.map(render),
  has_more: page.hasMore,
  url,
});

const addressFields = {
  city: clearable(),
  country: clearable(2),
  line1: clearable(),
  line2: clearable(),
  postal_code: clearable(),
  state: clearable(),
};
const addressParams = params<Stripe.AddressParam>()(addressFields);

export const toAddress = (given: ParamsOf<typeof addressFields> | undefined): Address => ({
  city: given?.city ?? null,
  country: given?.country ?? null,
  line1: given?.line1 ?? null,
  line2: given?.line2 ?? null,
  postal_code: given?.postal_code ?? null,
  state: given?.state ?? null,
});

export const address: Field<Address> = {
  parse: (value, path) => toAddress(object(addressParams).parse(value, path)),
};

const shippingParams = params<Stripe.PaymentIntentCreateParams.Shipping>()({
  address: required(address),
  name: required(string()),
  phone: clearable(),
  carrier: clearable(),
  tracking_number: clearable(),
});

export const shipping: Field<Shipping> = {
  parse(value, path) {
    const given = object(shippingParams).parse(value, path);
    return {
      address: given.address,
      name: given.name,
      phone: given.phone ?? null,
      carrier: given.carrier ?? null,
      tracking_number: given.tracking_number ?? null,
    };
  },
};

const customerShippingParams = params<Stripe.CustomerCreateParams.Shipping>()({
  address: required(address),
  name: required(string()),
  phone: clearable(),
});
export const customerShipping: Field<Omit<Shipping, 'carrier' | 'tracking_number'>> = {
  parse(value, path) {
    const given = object(customerShippingParams).parse(value, path);
    return { address: given.address, name: given.name, phone: given.phone ?? null };
  },
};

const billingParams = browserParams({
  address: orEmpty(address),
  email: clearable(),
  name: clearable(),
  phone: clearable(),
  tax_id: clearable(),
});

export const billingDetails: Field<BillingDetails> = {
  parse(value, path) {
    const given = object(billingParams).parse(value, path);
    return {
      address: given.address ?? toAddress(undefined),
      email: given.email ?? null,
      name: given.name ?? null,
      phone: given.phone ?? null,
      tax_id: given.tax_id ?? null,
    };
  },
};

export const noBillingDetails: BillingDetails = {
  address: toAddress(undefined),
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};
