import type Stripe from 'stripe';
import type { Call, Scene } from '../context.ts';
import { cardByName } from '../cards.ts';
import { badParameter, badRequest, missing } from '../http/errors.ts';
import { createdWindow, expand, listOf, pageQuery, pagination } from '../http/fields.ts';
import { integer, mergeMetadata, metadata, oneOf, params, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { renderRefund } from '../render/charge.ts';
import type { ChargeRow, RefundRow } from '../store/rows.ts';
import { findCharge } from './charges.ts';

/** How long the test cards whose refunds end later take. Stripe does not say; tests move the clock. */
const LATER_MS = 3_000;

const createParams = params<Stripe.RefundCreateParams>()(
  {
    amount: integer({ min: 1 }),
    charge: string(),
    payment_intent: string(),
    reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
    metadata,
    expand,
  },
  ['currency', 'customer', 'instructions_email', 'origin', 'refund_application_fee', 'reverse_transfer'],
);
const retrieveParams = params<Stripe.RefundRetrieveParams>()({ expand });
const updateParams = params<Stripe.RefundUpdateParams>()({ metadata, expand });
const listParams = params<Stripe.RefundListParams>()({
  ...pagination,
  ...createdWindow,
  charge: string(),
  payment_intent: string(),
});

type CreateParams = ReturnType<typeof createParams.parse>;

function chargeOf(call: Call, given: CreateParams): ChargeRow {
  if (given.charge !== undefined) return findCharge(call, given.charge, false);
  if (given.payment_intent === undefined) {
    throw badParameter(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'charge',
      'parameter_missing',
    );
  }
  const intent = call.world.payment_intents.get(given.payment_intent);
  if (!intent) throw missing('payment_intent', given.payment_intent, 'payment_intent', null, false);
  const charge = intent.latest_charge === null ? undefined : call.world.charges.get(intent.latest_charge);
  if (charge?.captured) return charge;
  throw badRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    code: 'payment_intent_unexpected_state',
    param: 'payment_intent',
  });
}

function refundable(charge: ChargeRow): number {
  if (charge.status === 'failed' || !charge.captured) {
    throw badRequest(`Charge ${charge.id} cannot be refunded: it was never captured.`, {
      code: 'charge_not_refundable',
      param: 'charge',
    });
  }
  if (charge.disputed) {
    throw badRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
      param: 'charge',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  if (left > 0) return left;
  throw badRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
}

function create(call: Call, given: CreateParams): Stripe.Refund {
  const { world, emit, clock, ids } = call;
  const charge = chargeOf(call, given);
  const left = refundable(charge);
  const amount = given.amount ?? left;
  if (amount > left) {
    throw badRequest(`Refund amount (¥${amount}) is greater than unrefunded amount on charge (¥${left})`, {
      param: 'amount',
      code: 'amount_too_large',
    });
  }
  const { afterwards } = cardByName(charge.card.card);
  const refund = world.refunds.put({
    id: ids.id('re'),
    created: clock.now(),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    metadata: mergeMetadata({}, given.metadata),
    reason: given.reason ?? null,
    status: afterwards === 'refund_pending' ? 'pending' : 'succeeded',
    failure_reason: null,
  });
  const next = world.charges.put({ ...charge, amount_refunded: charge.amount_refunded + amount });
  emit('refund', 'refund.created', refund);
  emit('charge', 'charge.refunded', next, { amount_refunded: charge.amount_refunded });
  if (afterwards !== 'nothing') finishLater(call, refund);
  return renderRefund(refund);
}

/** Two test cards learn the end of a refund later: one succeeds, one fails and gives the money back to us. */
export function finishLater(scene: Scene, refund: RefundRow): void {
  const { world } = scene;
  scene.agenda.at(refund.created * 1000 + LATER_MS, () => {
    const current = world.refunds.get(refund.id);
    const charge = current && world.charges.get(current.charge);
    if (!current || !charge || current.status === 'failed') return;
    const later = scene.later();
    if (cardByName(charge.card.card).afterwards === 'refund_fails') failRefund(later, current, charge);
    else later.emit('refund', 'refund.updated', world.refunds.put({ ...current, status: 'succeeded' }));
    later.commit();
  });
}

function failRefund({ world, emit }: Scene, refund: RefundRow, charge: ChargeRow): void {
  const failed = world.refunds.put({
    ...refund,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  });
  world.charges.put({ ...charge, amount_refunded: charge.amount_refunded - refund.amount });
  emit('refund', 'refund.updated', failed);
  emit('refund', 'refund.failed', failed);
}

/** After a restart: refunds that had not ended yet. */
export function resumeRefunds(scene: Scene): void {
  for (const refund of scene.world.refunds) {
    const charge = scene.world.charges.get(refund.charge);
    if (!charge) continue;
    const { afterwards } = cardByName(charge.card.card);
    const open =
      refund.status === 'pending' || (afterwards === 'refund_fails' && refund.status === 'succeeded');
    if (open) finishLater(scene, refund);
  }
}

function findInPath(call: Call): RefundRow {
  const row = call.world.refunds.get(call.path.id!);
  if (row) return row;
  throw missing('refund', call.path.id!, 'refund', null);
}

export const refundRoutes: readonly Route[] = [
  route('POST', '/v1/refunds', 'refund_write', createParams, create),
  route('GET', '/v1/refunds', 'refund_read', listParams, (call, given) => {
    const owner =
      given.charge !== undefined
        ? { index: 'charge', key: given.charge }
        : given.payment_intent !== undefined
          ? { index: 'payment_intent', key: given.payment_intent }
          : undefined;
    const page = call.world.refunds.page({ ...pageQuery<RefundRow>(given), ...(owner && { by: owner }) });
    return listOf('/v1/refunds', page, renderRefund);
  }),
  route('GET', '/v1/refunds/:id', 'refund_read', retrieveParams, (call) => renderRefund(findInPath(call))),
  route('POST', '/v1/refunds/:id', 'refund_write', updateParams, (call, given) => {
    const row = findInPath(call);
    const next = call.world.refunds.put({ ...row, metadata: mergeMetadata(row.metadata, given.metadata) });
    call.emit('refund', 'refund.updated', next);
    return renderRefund(next);
  }),
];
