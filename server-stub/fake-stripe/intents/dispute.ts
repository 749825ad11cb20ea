import type { Scene } from '../context.ts';
import type { ChargeRow, DisputeRow } from '../store/rows.ts';

export function openDispute(scene: Scene, charge: ChargeRow): DisputeRow {
  const { world, emit, clock, ids } = scene;
  const dispute = world.disputes.put({
    id: ids.id('du'),
    created: clock.now(),
    amount: charge.amount_captured,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
    metadata: {},
  });
  world.charges.put({ ...charge, disputed: true });
  emit('dispute', 'charge.dispute.created', dispute);
  emit('dispute', 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

export function closeDispute(scene: Scene, dispute: DisputeRow, status: 'lost' | 'won'): DisputeRow {
  const { world, emit } = scene;
  const closed = world.disputes.put({ ...dispute, status });
  if (status === 'won') emit('dispute', 'charge.dispute.funds_reinstated', closed);
  emit('dispute', 'charge.dispute.closed', closed);
  return closed;
}
