/** Tells the shop each change of an order's money, in order, until it has acknowledged every one. */
import { appNow } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import type { CheckoutDeps } from './deps.ts';

export async function tellShop(deps: CheckoutDeps, attempt: Attempt): Promise<void> {
  const changes = await deps.db
    .selectFrom('money_change')
    .select(['version', 'money', 'reason', 'captured', 'refunded', 'at'])
    .where('attempt_id', '=', attempt.id)
    .where('told_at', 'is', null)
    .orderBy('version')
    .execute();
  for (const { version, money, reason, captured, refunded, at } of changes) {
    await deps.shop.paymentChanged({
      attemptId: attempt.id,
      orderNumber: attempt.order_no ?? '',
      version,
      money,
      reason,
      amount: attempt.amount,
      captured,
      refunded,
      currency: attempt.currency,
      at: at.toISOString(),
    });
    await deps.db
      .updateTable('money_change')
      .set({ told_at: appNow })
      .where('attempt_id', '=', attempt.id)
      .where('version', '=', version)
      .execute();
  }
}
