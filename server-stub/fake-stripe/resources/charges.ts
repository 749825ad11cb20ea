import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { missing } from '../http/errors.ts';
import { createdWindow, expand, listOf, pageQuery, pagination } from '../http/fields.ts';
import { clearable, mergeMetadata, metadata, params, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { closeDispute } from '../intents/dispute.ts';
import { renderCharge, renderDispute } from '../render/charge.ts';
import type { ChargeRow, DisputeRow } from '../store/rows.ts';
import { otherMode } from './find-customer.ts';

const retrieveParams = params<Stripe.ChargeRetrieveParams>()({ expand });
const updateParams = params<Stripe.ChargeUpdateParams>()(
  { description: clearable(1000), metadata, receipt_email: clearable(), expand },
  ['customer', 'fraud_details', 'shipping', 'transfer_group'],
);
const listParams = params<Stripe.ChargeListParams>()(
  { ...pagination, ...createdWindow, customer: string(), payment_intent: string() },
  ['transfer_group'],
);
const disputeListParams = params<Stripe.DisputeListParams>()({
  ...pagination,
  ...createdWindow,
  charge: string(),
  payment_intent: string(),
});
const disputeRetrieveParams = params<Stripe.DisputeRetrieveParams>()({ expand });
const disputeCloseParams = params<Stripe.DisputeCloseParams>()({ expand });

export function findCharge(call: Call, id: string, inPath: boolean): ChargeRow {
  const row = call.world.charges.get(id);
  if (row) return row;
  throw missing(
    'charge',
    id,
    'charge',
    otherMode(call, call.otherMode().charges.get(id) !== undefined),
    inPath,
  );
}

function findDispute(call: Call): DisputeRow {
  const row = call.world.disputes.get(call.path.id!);
  if (row) return row;
  throw missing('dispute', call.path.id!, 'dispute', null);
}

export const chargeRoutes: readonly Route[] = [
  route('GET', '/v1/charges', 'charge_read', listParams, (call, given) => {
    const owner =
      given.payment_intent !== undefined
        ? { index: 'payment_intent', key: given.payment_intent }
        : given.customer !== undefined
          ? { index: 'customer', key: given.customer }
          : undefined;
    const page = call.world.charges.page({ ...pageQuery<ChargeRow>(given), ...(owner && { by: owner }) });
    return listOf('/v1/charges', page, (row) => renderCharge(row, call.live));
  }),
  route('GET', '/v1/charges/:id', 'charge_read', retrieveParams, (call) =>
    renderCharge(findCharge(call, call.path.id!, true), call.live),
  ),
  route('POST', '/v1/charges/:id', 'charge_write', updateParams, (call, given) => {
    const row = findCharge(call, call.path.id!, true);
    const { expand: _expand, metadata: changed, ...plain } = given;
    const next = call.world.charges.put({ ...row, ...plain, metadata: mergeMetadata(row.metadata, changed) });
    call.emit('charge', 'charge.updated', next);
    return renderCharge(next, call.live);
  }),
  route('GET', '/v1/disputes', 'dispute_read', disputeListParams, (call, given) => {
    const owner =
      given.charge !== undefined
        ? { index: 'charge', key: given.charge }
        : given.payment_intent !== undefined
          ? { index: 'payment_intent', key: given.payment_intent }
          : undefined;
    const page = call.world.disputes.page({ ...pageQuery<DisputeRow>(given), ...(owner && { by: owner }) });
    return listOf('/v1/disputes', page, (row) => renderDispute(row, call.live));
  }),
  route('GET', '/v1/disputes/:id', 'dispute_read', disputeRetrieveParams, (call) =>
    renderDispute(findDispute(call), call.live),
  ),
  route('POST', '/v1/disputes/:id/close', 'dispute_write', disputeCloseParams, (call) =>
    renderDispute(closeDispute(call, findDispute(call), 'lost'), call.live),
  ),
];
