/** The money is authorised and the attempt claimed: the shop gets its order, or the hold is let go. */
import type { CloseReason, SoldOutItem } from '../../src/shared/contract.ts';
import type { PlaceOutcome } from '../shop/port.ts';
import type { Intent } from '../stripe/gateway.ts';
import { latestConfirmation, moveAttempt, note } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import type { Attempt, Confirmation } from '../store/schema.ts';
import { captureBeforeOf, cardFactsOf } from './card-facts.ts';
import type { CheckoutDeps } from './deps.ts';

/** Thrown to undo the transaction when the shop refuses. */
class Refused extends Error {
  constructor(readonly outcome: Exclude<PlaceOutcome, { kind: 'placed' }>) {
    super(outcome.kind);
  }
}

export async function placeOrder(deps: CheckoutDeps, attempt: Attempt, intent: Intent): Promise<boolean> {
  const orderNumber = attempt.order_no ?? (await numberOrder(deps, attempt));
  let won: boolean;
  try {
    won = await deps.db.transaction().execute((tx) => commit(deps, tx, attempt, intent, orderNumber));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await letGo(deps, attempt, error.outcome);
    return true;
  }
  deps.crash('after-commit');
  if (won) deps.log.info({ attempt: attempt.id, order: orderNumber }, 'order placed');
  return true;
}

/** Written before the order, so that a crash in between gives the same number again. */
async function numberOrder(deps: CheckoutDeps, attempt: Attempt): Promise<string> {
  const orderNumber = await deps.shop.orderNumber(attempt.id);
  await deps.db.updateTable('attempt').set({ order_no: orderNumber }).where('id', '=', attempt.id).execute();
  return orderNumber;
}

/**
 * TX: order, state, stock and what follows, all or nothing. The demo's shop shares the database and joins in.
 * False when somebody else had already moved the attempt.
 */
async function commit(
  deps: CheckoutDeps,
  tx: Tx,
  attempt: Attempt,
  intent: Intent,
  orderNumber: string,
): Promise<boolean> {
  if (!(await moveAttempt(tx, attempt.id, 'placing', 'committed'))) return false;
  const { rules, snapshot } = attempt;
  await tx.deleteFrom('reservation').where('attempt_id', '=', attempt.id).execute();
  const outcome = await deps.shop.placeOrder(tx, {
    attemptId: attempt.id,
    orderNumber,
    status: rules.initialOrderStatus,
    cart: snapshot,
    payment: { method: rules.methodName, mailText: rules.mailText, reference: attempt.reference },
  });
  if (outcome.kind !== 'placed') throw new Refused(outcome);
  deps.crash('in-commit');
  const confirmation = await latestConfirmation(tx, attempt.id);
  await tx
    .insertInto('orders')
    .values({
      attempt_id: attempt.id,
      cart_id: attempt.cart_id,
      cart_version: attempt.cart_version,
      order_no: orderNumber,
      status: rules.initialOrderStatus,
      money: intent.status === 'succeeded' ? 'captured' : 'authorised',
      amount: attempt.amount,
      amount_captured: intent.amount_received,
      capture_before: captureBeforeOf(intent),
      card: asJson(cardFactsOf(intent)),
      saved: confirmation?.save ?? false,
      currency: attempt.currency,
      account: attempt.account,
      mode: attempt.mode,
      pi_id: intent.id,
    })
    .execute();
  await recordConsent(tx, attempt, confirmation, intent);
  const capture = rules.capture === 'automatic' && intent.status === 'requires_capture';
  const kinds = ['mail', 'label', ...(capture ? (['capture'] as const) : [])] as const;
  await tx
    .insertInto('outbox')
    .values(kinds.map((kind) => ({ kind, attempt_id: attempt.id })))
    .execute();
  await note(tx, attempt.id, 'committed', { order: orderNumber });
  return true;
}

/** The ledger holds the text that was shown for the card that was stored. */
async function recordConsent(
  tx: Tx,
  attempt: Attempt,
  confirmation: Confirmation | undefined,
  intent: Intent,
): Promise<void> {
  if (!confirmation?.save || !confirmation.consent || !attempt.customer_id) return;
  const method = intent.payment_method;
  const { text, version, policy } = confirmation.consent;
  await tx
    .insertInto('consent')
    .values({
      attempt_id: attempt.id,
      n: confirmation.n,
      customer_id: attempt.customer_id,
      payment_method_id: typeof method === 'string' ? method : (method?.id ?? null),
      text,
      version,
      locale: attempt.locale,
      policy,
      withdrawn_at: null,
    })
    .execute();
}

async function letGo(deps: CheckoutDeps, attempt: Attempt, outcome: Refused['outcome']): Promise<void> {
  const reason: CloseReason = outcome.kind;
  const items: SoldOutItem[] | undefined = outcome.kind === 'sold-out' ? outcome.items : undefined;
  await moveAttempt(deps.db, attempt.id, 'placing', 'cancelling', {
    close_reason: reason,
    ...(items && { sold_out: JSON.stringify(items) }),
  });
  await note(deps.db, attempt.id, 'refused-by-shop', { reason });
}

const asJson = (value: object | null): string | null => (value ? JSON.stringify(value) : null);
