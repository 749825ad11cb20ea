/** How an endpoint is described for `routes.test.ts`, and what those of one kind have in common. */
import type Stripe from 'stripe';
import { PUBLISHABLE_KEY } from '../../../server-stub/fake-stripe/keys.ts';
import { held, hold, type Fake } from '../harness.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Wrong = readonly [given: Params, param: string, code?: string];

export interface Endpoint {
  /** The value of `object` in the answer; undefined for what Stripe.js alone asks. */
  readonly object: string | undefined;
  /** Parameters that are taken. */
  readonly good: Params | ((fake: Fake) => Promise<Params>);
  readonly required?: readonly string[];
  readonly wrong: readonly Wrong[];
  /** With an id, the endpoint is called for that object instead of for one that was made for it. */
  readonly call: (fake: Fake, given: Params, id?: string) => Promise<object>;
  /** Objects of the path are looked for, and this is how a stranger's id looks. */
  readonly stranger?: string;
}

export const WORD_FOR_LIST: Wrong = [{ expand: 'customer' }, 'expand'];
export const PAGES: readonly Wrong[] = [
  [{ limit: 'ten' }, 'limit', 'parameter_invalid_integer'],
  [{ limit: 0 }, 'limit', 'parameter_invalid_integer'],
  [{ limit: 101 }, 'limit', 'parameter_invalid_integer'],
  [{ starting_after: '' }, 'starting_after', 'parameter_invalid_empty'],
  WORD_FOR_LIST,
];
export const WINDOW: readonly Wrong[] = [
  [{ created: 'yesterday' }, 'created', 'parameter_invalid_integer'],
  [{ created: { since: 1 } }, 'created[since]', 'parameter_unknown'],
];
export const NOTES: readonly Wrong[] = [
  [{ metadata: 'none' }, 'metadata'],
  [{ metadata: { ['k'.repeat(41)]: 'v' } }, 'metadata'],
];
export const CURRENCY: Wrong = [{ currency: 'abc' }, 'currency'];
export const SHIPPING: Wrong = [{ shipping: { name: 'A' } }, 'shipping[address]', 'parameter_missing'];
export const REDISPLAY: Wrong = [{ allow_redisplay: 'sometimes' }, 'allow_redisplay'];

export const customer = async ({ stripe }: Fake): Promise<string> => (await stripe.customers.create()).id;
export const intent = async ({ stripe }: Fake): Promise<string> =>
  (await stripe.paymentIntents.create(held())).id;
export const paid = (fake: Fake, card = 'pm_card_visa') => hold(fake, card, { capture_method: 'automatic' });
export const charge = async (fake: Fake): Promise<string> => (await paid(fake)).latest_charge as string;
export const dispute = async (fake: Fake): Promise<string> => {
  const { id } = await paid(fake, 'pm_card_createDispute');
  return (await fake.stripe.disputes.list({ payment_intent: id })).data[0]!.id;
};
export const refund = async (fake: Fake): Promise<string> =>
  (await fake.stripe.refunds.create({ payment_intent: (await paid(fake)).id })).id;
export const attached = async ({ stripe }: Fake, to: string): Promise<string> =>
  (await stripe.paymentMethods.attach('pm_card_visa', { customer: to })).id;
export const endpointOf = async ({ stripe }: Fake): Promise<string> =>
  (await stripe.webhookEndpoints.create({ url: 'https://shop.example/', enabled_events: ['*'] })).id;
export const testToken = async ({ stripe }: Fake): Promise<string> =>
  (await stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa' })).id;
/** As the API's typed calls take them: the point of it is that some are wrong. */
export const as = (given: Params): never => given as never;
export const query = (given: Params): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
export const inBrowser = (
  fake: Fake,
  method: 'GET' | 'POST',
  path: string,
  given: Params,
): Promise<Stripe.Response<object>> =>
  (method === 'POST'
    ? fake.connect(PUBLISHABLE_KEY).rawRequest(method, path, given)
    : fake.connect(PUBLISHABLE_KEY).rawRequest(method, `${path}?${query(given)}`)) as Promise<
    Stripe.Response<object>
  >;

export const card = { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' };
export const typed = { type: 'card', card };
export const redisplay = { payment_method_redisplay: 'enabled', payment_method_remove: 'enabled' } as const;

export async function sessionWithCard(fake: Fake): Promise<{ secret: string; method: string }> {
  const owner = await customer(fake);
  const method = await attached(fake, owner);
  await fake.stripe.paymentMethods.update(method, { allow_redisplay: 'always' });
  const session = await fake.stripe.customerSessions.create({
    customer: owner,
    components: { payment_element: { enabled: true, features: redisplay } },
  });
  return { secret: session.client_secret, method };
}

export const retrieving = (
  object: string,
  stranger: string,
  make: (fake: Fake) => Promise<string>,
  call: (stripe: Stripe, id: string, given: never) => Promise<object>,
): Endpoint => ({
  object,
  good: {},
  wrong: [WORD_FOR_LIST],
  stranger,
  call: async (fake, given, id) => call(fake.stripe, id ?? (await make(fake)), as(given)),
});

export const listing = (
  wrong: readonly Wrong[],
  call: (stripe: Stripe, given: never) => Promise<object>,
): Endpoint => ({
  object: 'list',
  good: { limit: 3 },
  wrong: [...PAGES, ...wrong],
  call: (fake, given) => call(fake.stripe, as(given)),
});

export const deleting = (
  object: string,
  stranger: string,
  make: (fake: Fake) => Promise<string>,
  call: (stripe: Stripe, id: string, given: never) => Promise<object>,
): Endpoint => ({ ...retrieving(object, stranger, make, call), wrong: [] });

export const changing = (
  object: string,
  stranger: string,
  make: (fake: Fake) => Promise<string>,
  good: Params,
  wrong: readonly Wrong[],
  call: (stripe: Stripe, id: string, given: never) => Promise<object>,
): Endpoint => ({ ...retrieving(object, stranger, make, call), good, wrong: [WORD_FOR_LIST, ...wrong] });
