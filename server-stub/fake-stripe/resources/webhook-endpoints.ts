import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { EVENT_NAMES } from '../events/names.ts';
import { badParameter, missing } from '../http/errors.ts';
import { expand, listOf, pageQuery, pagination } from '../http/fields.ts';
import {
  array,
  boolean,
  clearable,
  mergeMetadata,
  metadata,
  params,
  required,
  string,
  type Field,
} from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { renderEndpoint } from '../render/customer.ts';
import type { WebhookEndpointRow } from '../store/rows.ts';

const httpUrl: Field<string> = {
  parse(value, path) {
    const text = string().parse(value, path);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
      throw badParameter(
        'Invalid URL: An explicit scheme (such as https) must be provided.',
        path,
        'url_invalid',
      );
    }
    return text;
  },
};

const eventName: Field<string> = {
  parse(value, path) {
    const text = string().parse(value, path);
    if (text === '*' || EVENT_NAMES.has(text)) return text;
    throw badParameter(`Invalid ${path}: ${text} is no event type of this API version.`, path);
  },
};

/** At least one, and `*`, which means all of them, only by itself. */
const enabledEvents: Field<readonly string[]> = {
  parse(value, path) {
    const names = array(eventName).parse(value, path);
    if (names.length > 1 && names.includes('*')) {
      throw badParameter(`Invalid ${path}: * cannot be combined with other event types.`, path);
    }
    return [...new Set(names)];
  },
};

const createParams = params<Stripe.WebhookEndpointCreateParams>()(
  {
    url: required(httpUrl),
    enabled_events: required(enabledEvents),
    connect: boolean,
    description: clearable(),
    metadata,
    expand,
  },
  ['api_version'],
);
const updateParams = params<Stripe.WebhookEndpointUpdateParams>()({
  url: httpUrl,
  enabled_events: enabledEvents,
  description: clearable(),
  disabled: boolean,
  metadata,
  expand,
});
const retrieveParams = params<Stripe.WebhookEndpointRetrieveParams>()({ expand });
const deleteParams = params<Stripe.WebhookEndpointDeleteParams>()({});
const listParams = params<Stripe.WebhookEndpointListParams>()({ ...pagination });

function findInPath(call: Call): WebhookEndpointRow {
  const row = call.world.webhook_endpoints.get(call.path.id!);
  if (row) return row;
  throw missing('webhook endpoint', call.path.id!, 'webhook_endpoint', null);
}

export const webhookEndpointRoutes: readonly Route[] = [
  route('POST', '/v1/webhook_endpoints', 'webhook_write', createParams, (call, given) => {
    const row = call.world.webhook_endpoints.put({
      id: call.ids.id('we'),
      created: call.clock.now(),
      url: given.url,
      secret: `whsec_${call.ids.text(32)}`,
      connect: given.connect ?? false,
      enabled_events: given.enabled_events,
      description: given.description ?? null,
      metadata: mergeMetadata({}, given.metadata),
      disabled: false,
    });
    // The only answer that ever shows the secret.
    return { ...renderEndpoint(row, call.live), secret: row.secret };
  }),
  route('GET', '/v1/webhook_endpoints', 'webhook_read', listParams, (call, given) =>
    listOf('/v1/webhook_endpoints', call.world.webhook_endpoints.page(pageQuery(given)), (row) =>
      renderEndpoint(row, call.live),
    ),
  ),
  route('GET', '/v1/webhook_endpoints/:id', 'webhook_read', retrieveParams, (call) =>
    renderEndpoint(findInPath(call), call.live),
  ),
  route('POST', '/v1/webhook_endpoints/:id', 'webhook_write', updateParams, (call, given) => {
    const row = findInPath(call);
    const { expand: _expand, metadata: changed, ...plain } = given;
    const next = { ...row, ...plain, metadata: mergeMetadata(row.metadata, changed) };
    return renderEndpoint(call.world.webhook_endpoints.put(next), call.live);
  }),
  route(
    'DELETE',
    '/v1/webhook_endpoints/:id',
    'webhook_write',
    deleteParams,
    (call): Stripe.DeletedWebhookEndpoint => {
      const { id } = findInPath(call);
      call.world.webhook_endpoints.delete(id);
      return { id, object: 'webhook_endpoint', deleted: true };
    },
  ),
];
