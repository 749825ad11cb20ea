import type Stripe from 'stripe';
import { API_VERSION } from '../keys.ts';
import type { EventRow, EventSnapshot } from '../store/rows.ts';
import type { World } from '../store/world.ts';
import { renderPaymentMethod } from './card.ts';
import { renderCharge, renderDispute, renderRefund } from './charge.ts';
import { renderCustomer } from './customer.ts';
import { renderIntent } from './payment-intent.ts';

export function renderSnapshot(snapshot: EventSnapshot, live: boolean): Stripe.Event.Data.Object {
  switch (snapshot.kind) {
    case 'customer':
      return renderCustomer({ ...snapshot.row, deleted: false }, live);
    case 'payment_method':
      return renderPaymentMethod(snapshot.row, live);
    case 'payment_intent':
      return renderIntent(snapshot.row, live);
    case 'charge':
      return renderCharge(snapshot.row, live);
    case 'refund':
      return renderRefund(snapshot.row);
    case 'dispute':
      return renderDispute(snapshot.row, live);
  }
}

export function renderEvent(world: World, row: EventRow, connected: boolean): Stripe.Event {
  return {
    id: row.id,
    object: 'event',
    ...(connected && { account: world.account }),
    api_version: API_VERSION,
    created: row.created,
    data: {
      object: renderSnapshot(row.snapshot, world.live),
      ...(row.previous && { previous_attributes: row.previous }),
    },
    livemode: world.live,
    pending_webhooks: world.deliveries.allBy('event', row.id).length,
    request: row.request,
    type: row.type,
    // The SDK pairs every type with its object; the pairing is kept by `emit`, which compiles only for right pairs.
  } as Stripe.Event;
}
