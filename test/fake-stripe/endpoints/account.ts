import { PLATFORM_ACCOUNT } from '../../../server-stub/fake-stripe/keys.ts';
import {
  NOTES,
  WINDOW,
  WORD_FOR_LIST,
  as,
  changing,
  customer,
  deleting,
  endpointOf,
  listing,
  retrieving,
  type Endpoint,
} from './shared.ts';

export const account: Readonly<Record<string, Endpoint>> = {
  'GET /v1/account': {
    object: 'account',
    good: {},
    wrong: [WORD_FOR_LIST],
    call: ({ stripe }, given) => stripe.accounts.retrieveCurrent(as(given)),
  },
  'GET /v1/accounts/:id': {
    object: 'account',
    good: {},
    wrong: [WORD_FOR_LIST],
    call: ({ stripe }, given) => stripe.accounts.retrieve(PLATFORM_ACCOUNT, as(given)),
  },
  'GET /v1/events': listing([...WINDOW, [{ types: 'charge.captured' }, 'types']], (stripe, given) =>
    stripe.events.list(given),
  ),
  'GET /v1/events/:id': retrieving(
    'event',
    'evt_x',
    async (fake) => {
      await customer(fake);
      return (await fake.stripe.events.list({ limit: 1 })).data[0]!.id;
    },
    (stripe, id, given) => stripe.events.retrieve(id, given),
  ),
  'POST /v1/webhook_endpoints': {
    object: 'webhook_endpoint',
    good: { url: 'https://shop.example/', enabled_events: ['charge.refunded'], connect: true },
    required: ['url', 'enabled_events'],
    wrong: [
      WORD_FOR_LIST,
      ...NOTES,
      [{ url: 'shop.example' }, 'url', 'url_invalid'],
      [{ url: 'ftp://shop.example' }, 'url', 'url_invalid'],
      [{ enabled_events: 'charge.refunded' }, 'enabled_events'],
      [{ enabled_events: ['charge.eaten'] }, 'enabled_events[0]'],
      [{ connect: 'yes' }, 'connect'],
    ],
    call: ({ stripe }, given) => stripe.webhookEndpoints.create(as(given)),
  },
  'GET /v1/webhook_endpoints': listing([], (stripe, given) => stripe.webhookEndpoints.list(given)),
  'GET /v1/webhook_endpoints/:id': retrieving('webhook_endpoint', 'we_x', endpointOf, (stripe, id, given) =>
    stripe.webhookEndpoints.retrieve(id, given),
  ),
  'POST /v1/webhook_endpoints/:id': changing(
    'webhook_endpoint',
    'we_x',
    endpointOf,
    { disabled: true },
    [
      ...NOTES,
      [{ url: 'shop.example' }, 'url', 'url_invalid'],
      [{ enabled_events: ['charge.eaten'] }, 'enabled_events[0]'],
      [{ disabled: 'no' }, 'disabled'],
      [{ connect: true }, 'connect', 'parameter_unknown'],
    ],
    (stripe, id, given) => stripe.webhookEndpoints.update(id, given),
  ),
  'DELETE /v1/webhook_endpoints/:id': deleting('webhook_endpoint', 'we_x', endpointOf, (stripe, id, given) =>
    stripe.webhookEndpoints.del(id, given),
  ),
};
