import type { Call } from '../context.ts';
import { renderPaymentMethod } from '../render/card.ts';
import { renderCharge, renderRefund } from '../render/charge.ts';
import { renderCustomer } from '../render/customer.ts';
import { renderIntent } from '../render/payment-intent.ts';
import { badParameter } from './errors.ts';

type Json = Record<string, unknown>;
type Loader = (call: Call, id: string, owner: Json) => object | undefined;

const customer: Loader = ({ world, live }, id) =>
  optional(world.customers.get(id), (row) => renderCustomer(row, live));
const charge: Loader = ({ world, live }, id) =>
  optional(world.charges.get(id), (row) => renderCharge(row, live));
const paymentIntent: Loader = ({ world, live }, id) =>
  optional(world.payment_intents.get(id), (row) => renderIntent(row, live));
const paymentMethod: Loader = ({ world, live }, id) =>
  optional(world.payment_methods.get(id), (row) => renderPaymentMethod(row, live));
/** A list that an object only carries when it is asked for. */
const refunds: Loader = ({ world }, _id, owner) => ({
  object: 'list',
  data: world.refunds
    .page({ limit: 10, by: { index: 'charge', key: String(owner.id) } })
    .rows.map(renderRefund),
  has_more: world.refunds.allBy('charge', String(owner.id)).length > 10,
  url: `/v1/charges/${String(owner.id)}/refunds`,
});
const nothing: Loader = () => undefined;

/** Which properties of which object can be expanded. What the fake has no object for stays as it is. */
const EXPANDABLE: Readonly<Record<string, Readonly<Record<string, Loader>>>> = {
  payment_intent: {
    customer,
    latest_charge: charge,
    payment_method: paymentMethod,
    application: nothing,
    on_behalf_of: nothing,
    review: nothing,
  },
  charge: { customer, payment_intent: paymentIntent, refunds, balance_transaction: nothing, review: nothing },
  refund: { charge, payment_intent: paymentIntent, balance_transaction: nothing },
  dispute: { charge, payment_intent: paymentIntent },
  payment_method: { customer },
  customer: { default_source: nothing, test_clock: nothing },
  customer_session: { customer },
};

const MAX_DEPTH = 4;

/** Replaces ids by objects, along paths such as `latest_charge.payment_intent` or `data.customer`. */
export function expandAnswer(call: Call, answer: object, paths: readonly string[]): object {
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer) as Json;
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH) {
      throw badParameter(
        `You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`,
        'expand',
      );
    }
    expandAlong(call, copy, steps, path);
  }
  return copy;
}

function expandAlong(call: Call, node: Json, steps: readonly string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (node.object === 'list') {
    if (step !== 'data') throw refused(path);
    for (const item of node.data as Json[]) expandAlong(call, item, rest, path);
    return;
  }
  const current = node[step];
  const loader = EXPANDABLE[String(node.object)]?.[step];
  if (loader && (typeof current === 'string' || (current === undefined && loader === refunds))) {
    node[step] = loader(call, String(current), node) ?? current;
  } else if (!loader && !(typeof current === 'object' && current !== null && rest.length > 0)) {
    throw refused(path);
  }
  const child = node[step];
  if (rest.length > 0 && typeof child === 'object' && child !== null)
    expandAlong(call, child as Json, rest, path);
}

const refused = (path: string): Error =>
  badParameter(`This property cannot be expanded (${path}).`, 'expand');

const optional = <R, T>(row: R | undefined, render: (row: R) => T): T | undefined => row && render(row);
