/** The money is authorised and the attempt claimed: the shop gets its order, or the hold is let go. */
import { sql } from 'kysely';
import type { CloseReason, SoldOutItem } from '../../src/shared/contract.ts';
import { ShopUnknown, type PlaceOrder, type PlaceOutcome, type Released } from '../shop/port.ts';
import type { Intent } from '../stripe/gateway.ts';
import { latestConfirmation, moveAttempt, note } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import type { Attempt, Confirmation, OutboxKind } from '../store/schema.ts';
import { captureBeforeOf, cardFactsOf } from './card-facts.ts';
import type { CheckoutDeps } from './deps.ts';

type Refusal = Exclude<PlaceOutcome, { kind: 'placed' }> | Released;

/** Thrown to undo the transaction when the shop refuses. */
class Refused extends Error {
  constructor(readonly outcome: Refusal) {
    super(outcome.kind);
  }
}

export async function placeOrder(deps: CheckoutDeps, attempt: Attempt, intent: Intent): Promise<boolean> {
  try {
    const orderNumber = attempt.order_no ?? (await numberOrder(deps, attempt));
    const order = orderOf(attempt, intent, orderNumber);
    if (deps.shop.home === 'elsewhere') stopIfRefused(await deps.shop.placeOrder(order));
    const won = await deps.db.transaction().execute((tx) => commit(deps, tx, attempt, intent, order));
    deps.crash('after-commit');
    if (won) deps.log.info({ attempt: attempt.id, order: orderNumber }, 'order placed');
    return true;
  } catch (error) {
    if (error instanceof Refused) {
      await letGo(deps, attempt, error.outcome);
      return true;
    }
    if (error instanceof ShopUnknown) return askAgain(deps, attempt, error);
    throw error;
  }
}

function orderOf(attempt: Attempt, intent: Intent, orderNumber: string): PlaceOrder {
  const { rules, snapshot, reference } = attempt;
  return {
    attemptId: attempt.id,
    orderNumber,
    status: rules.initialOrderStatus,
    cart: snapshot,
    payment: { method: rules.methodName, mailText: rules.mailText, reference },
    money: intent.status === 'succeeded' ? 'captured' : 'authorised',
    paymentIntent: intent.id,
  };
}

function stopIfRefused(outcome: PlaceOutcome | Released): void {
  if (outcome.kind !== 'placed') throw new Refused(outcome);
}

/** The order may stand at the shop or not. The attempt stays as it is, so that nobody else decides meanwhile. */
async function askAgain(deps: CheckoutDeps, attempt: Attempt, error: ShopUnknown): Promise<false> {
  deps.log.warn({ attempt: attempt.id, err: error }, 'the shop did not say whether it has the order');
  await deps.db
    .updateTable('attempt')
    .set({ next_check_at: sql<Date>`app_now() + ${growingWait}` })
    .where('id', '=', attempt.id)
    .execute();
  return false;
}

/** A tenth of the attempt's age: soon at first, once a minute where the shop is down for long. */
const growingWait = sql`least(interval '1 minute', greatest(interval '3 seconds', (app_now() - created_at) / 10))`;

/** Written before the order, so that a crash in between gives the same number again. */
async function numberOrder(deps: CheckoutDeps, attempt: Attempt): Promise<string> {
  const orderNumber = await deps.shop.orderNumber(attempt.id);
  await deps.db.updateTable('attempt').set({ order_no: orderNumber }).where('id', '=', attempt.id).execute();
  return orderNumber;
}

/**
 * TX: order, state, stock and what follows, all or nothing. A shop in our database joins in; one elsewhere has placed it.
 * False when somebody else had already moved the attempt.
 */
async function commit(
  deps: CheckoutDeps,
  tx: Tx,
  attempt: Attempt,
  intent: Intent,
  order: PlaceOrder,
): Promise<boolean> {
  if (!(await moveAttempt(tx, attempt.id, 'placing', 'committed'))) return false;
  const { rules } = attempt;
  await tx.deleteFrom('reservation').where('attempt_id', '=', attempt.id).execute();
  if (deps.shop.home === 'our-database') stopIfRefused(await deps.shop.placeOrder(tx, order));
  deps.crash('in-commit');
  const confirmation = await latestConfirmation(tx, attempt.id);
  await tx
    .insertInto('orders')
    .values({
      attempt_id: attempt.id,
      cart_id: attempt.cart_id,
      cart_version: attempt.cart_version,
      order_no: order.orderNumber,
      status: order.status,
      money: order.money,
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
  const kinds: OutboxKind[] = deps.shop.sendOrderMail ? ['mail', 'label'] : ['label'];
  if (capture) kinds.push('capture');
  await tx
    .insertInto('outbox')
    .values(kinds.map((kind) => ({ kind, attempt_id: attempt.id })))
    .execute();
  await note(tx, attempt.id, 'committed', { order: order.orderNumber });
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
  // Released: somebody else ended the attempt, which is not ours to end again.
  const reason: CloseReason = outcome.kind === 'released' ? 'abandoned' : outcome.kind;
  const items: SoldOutItem[] | undefined = outcome.kind === 'sold-out' ? outcome.items : undefined;
  await moveAttempt(deps.db, attempt.id, 'placing', 'cancelling', {
    close_reason: reason,
    ...(items && { sold_out: JSON.stringify(items) }),
  });
  await note(deps.db, attempt.id, 'refused-by-shop', { reason });
}

const asJson = (value: object | null): string | null => (value ? JSON.stringify(value) : null);
