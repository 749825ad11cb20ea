import type Stripe from 'stripe';
import { EVENTS_KEPT_SECONDS } from '../events/emit.ts';
import { isConnected } from '../events/deliver.ts';
import { missing } from '../http/errors.ts';
import { createdWindow, expand, listOf, pageQuery, pagination } from '../http/fields.ts';
import { array, params, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { renderEvent } from '../render/event.ts';
import type { EventRow } from '../store/rows.ts';

const retrieveParams = params<Stripe.EventRetrieveParams>()({ expand });
const listParams = params<Stripe.EventListParams>()(
  { ...pagination, ...createdWindow, type: string(), types: array(string()) },
  ['delivery_success'],
);

/** `charge.*` names all types that begin with `charge.`. */
const matches = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

export const eventRoutes: readonly Route[] = [
  route('GET', '/v1/events', 'event_read', listParams, (call, given) => {
    const { type, types } = given;
    const oldest = call.clock.now() - EVENTS_KEPT_SECONDS;
    const exact = type !== undefined && !type.endsWith('*');
    const page = call.world.events.page({
      ...pageQuery<EventRow>({
        ...given,
        created: { ...given.created, gte: Math.max(given.created?.gte ?? 0, oldest) },
      }),
      ...(exact && { by: { index: 'type', key: type } }),
      where: (row) =>
        (type === undefined || matches(row.type, type)) &&
        (!types || types.some((wanted) => matches(row.type, wanted))),
    });
    return listOf('/v1/events', page, (row) => renderEvent(call.world, row, isConnected(call.world)));
  }),
  route('GET', '/v1/events/:id', 'event_read', retrieveParams, (call) => {
    const row = call.world.events.get(call.path.id!);
    if (!row) throw missing('event', call.path.id!, 'id', null);
    return renderEvent(call.world, row, isConnected(call.world));
  }),
];
