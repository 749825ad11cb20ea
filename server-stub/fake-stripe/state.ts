/** Everything at once, as the API would show it: for tests that compare, and for the dashboard. */
import type Stripe from 'stripe';
import type { ProcessingSwitch } from './context.ts';
import { isConnected, type WebhookSwitches } from './events/deliver.ts';
import type { FakeStripe } from './fake-stripe.ts';
import type { Fault } from './faults.ts';
import { renderPaymentMethod } from './render/card.ts';
import { renderCharge, renderDispute, renderRefund } from './render/charge.ts';
import { renderCustomer, renderEndpoint } from './render/customer.ts';
import { renderEvent } from './render/event.ts';
import { renderIntent } from './render/payment-intent.ts';
import type { DeliveryRow, Row } from './store/rows.ts';
import type { Table } from './store/table.ts';
import type { World } from './store/world.ts';

/** Newest first; lists are cut at the newest 1,000, or at as many as were asked for. */
export interface WorldState {
  readonly account: string;
  readonly livemode: boolean;
  readonly customers: readonly (Stripe.Customer | Stripe.DeletedCustomer)[];
  readonly payment_methods: readonly Stripe.PaymentMethod[];
  readonly payment_intents: readonly Stripe.PaymentIntent[];
  readonly charges: readonly Stripe.Charge[];
  readonly refunds: readonly Stripe.Refund[];
  readonly disputes: readonly Stripe.Dispute[];
  readonly events: readonly Stripe.Event[];
  /** With what Stripe's own dashboard shows of an endpoint and its API does not. */
  readonly webhook_endpoints: readonly (Stripe.WebhookEndpoint & { readonly connect: boolean })[];
  /** Deliveries that have not been taken yet. */
  readonly deliveries: readonly DeliveryRow[];
}

export interface ControlState {
  readonly now: number;
  readonly offset_seconds: number;
  readonly faults: readonly Fault[];
  readonly webhooks: WebhookSwitches;
  readonly processing: ProcessingSwitch;
  readonly worlds: readonly WorldState[];
}

const MOST_SHOWN = 1000;

const stateOfWorld = (world: World, limit: number): WorldState => {
  const newest = <R extends Row, T>(table: Table<R>, render: (row: R) => T): T[] =>
    table.page({ limit }).rows.map(render);
  return {
    account: world.account,
    livemode: world.live,
    customers: newest(world.customers, (row) => renderCustomer(row, world.live)),
    payment_methods: newest(world.payment_methods, (row) => renderPaymentMethod(row, world.live)),
    payment_intents: newest(world.payment_intents, (row) => renderIntent(row, world.live)),
    charges: newest(world.charges, (row) => renderCharge(row, world.live)),
    refunds: newest(world.refunds, renderRefund),
    disputes: newest(world.disputes, (row) => renderDispute(row, world.live)),
    events: newest(world.events, (row) => renderEvent(world, row, isConnected(world))),
    webhook_endpoints: newest(world.webhook_endpoints, (row) => ({
      ...renderEndpoint(row, world.live),
      connect: row.connect,
    })),
    deliveries: newest(world.deliveries, (row) => row),
  };
};

export const stateOf = (fake: FakeStripe, limit = MOST_SHOWN): ControlState => ({
  now: fake.clock.now(),
  offset_seconds: fake.clock.offsetSeconds,
  faults: fake.faults.list(),
  webhooks: fake.webhooks.switches,
  processing: fake.processing,
  worlds: [...fake.store.worlds()].map((world) => stateOfWorld(world, Math.min(limit, MOST_SHOWN))),
});
