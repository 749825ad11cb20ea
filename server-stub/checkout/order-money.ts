/** The order's own machine of money, led by what Stripe says once the order stands. */
import type { Intent } from '../stripe/gateway.ts';
import { note } from '../store/attempts.ts';
import type { Attempt, OrderMoney } from '../store/schema.ts';
import type { CheckoutDeps } from './deps.ts';

/** What Stripe shows, as the order's state of money. Pure. */
export function moneyOf(intent: Intent): OrderMoney {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  if (charge?.disputed) return 'disputed';
  if (intent.status === 'requires_capture') return 'authorised';
  if (intent.status === 'succeeded') {
    if (charge?.refunded) return 'refunded';
    return charge && charge.amount_refunded > 0 ? 'partly_refunded' : 'captured';
  }
  // The order stands and its payment is gone: a person has to see it.
  return 'needs_attention';
}

export async function followMoney(
  deps: CheckoutDeps,
  attempt: Pick<Attempt, 'id'>,
  intent: Intent,
): Promise<false> {
  const money = moneyOf(intent);
  const { numUpdatedRows } = await deps.db
    .updateTable('orders')
    .set({ money, amount_captured: intent.amount_received })
    .where('attempt_id', '=', attempt.id)
    .where((eb) => eb.or([eb('money', '<>', money), eb('amount_captured', '<>', intent.amount_received)]))
    // Captured money is never only held again: an answer that says so was read before the capture.
    .where((eb) => (money === 'authorised' ? eb('amount_captured', '=', 0) : eb.val(true)))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) {
    await note(deps.db, attempt.id, 'money', { money });
    if (money === 'needs_attention') deps.log.error({ attempt: attempt.id }, 'an order lost its payment');
  }
  return false;
}
