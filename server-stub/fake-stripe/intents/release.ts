import type { Scene } from '../context.ts';
import type { ChargeRow, RefundRow } from '../store/rows.ts';

/** Gives a hold back without any money having moved. Stripe shows that as a refund of the charge. */
export function releaseHold(scene: Scene, charge: ChargeRow, reason: RefundRow['reason']): ChargeRow {
  const { world, emit, clock, ids } = scene;
  const refund = world.refunds.put({
    id: ids.id('re'),
    created: clock.now(),
    amount: charge.amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    metadata: {},
    reason,
    status: 'succeeded',
    failure_reason: null,
  });
  emit('refund', 'refund.created', refund);
  return world.charges.put({ ...charge, amount_refunded: charge.amount });
}
