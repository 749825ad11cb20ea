/** The money is authorised and the attempt claimed: the shop gets its order, or the hold is let go. */
import { sql } from 'kysely';
import type { CloseReason, SoldOutItem } from '../../src/shared/contract.ts';
import { ShopUnknown, type PlaceOrder, type PlaceOutcome, type Released } from '../shop/port.ts';
import type { Intent } from '../stripe/gateway.ts';
import { checkSoon, moveAttempt, note, unlessDue } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import type { Attempt, OutboxKind } from '../store/schema.ts';
import type { Standing } from '../store/standings.ts';
import { captureBeforeOf, cardFactsOf } from './card-facts.ts';
import type { CheckoutDeps } from './deps.ts';
import { moneyOf } from './order-money.ts';

type Refusal = Exclude<PlaceOutcome, { kind: 'placed' }> | Released;

/** Thrown to undo the transaction when the shop refuses. */
class Refused extends Error {
  constructor(readonly outcome: Refusal) {
    super(outcome.kind);
  }
}

/** `wait`: the shop did not say, and is asked again. Nothing: somebody else has moved the attempt. */
export type Placing = Attempt | 'wait' | undefined;

/** active → placing, with the order's number: from here nobody takes the attempt over, and it does not expire. */
export async function claim(deps: CheckoutDeps, attempt: Attempt): Promise<Placing> {
  try {
    const order_no = await deps.shop.orderNumber(attempt.id);
    return await moveAttempt(deps.db, attempt.id, 'active', 'placing', { order_no });
  } catch (error) {
    if (error instanceof ShopUnknown) return askAgain(deps, attempt, error);
    throw error;
  }
}

/** The attempt, committed or refused by the shop. */
export async function placeOrder(deps: CheckoutDeps, attempt: Standing, intent: Intent): Promise<Placing> {
  try {
    const orderNumber = attempt.order_no ?? (await deps.shop.orderNumber(attempt.id));
    const order = orderOf(attempt, intent, orderNumber);
    if (deps.shop.home === 'elsewhere') stopIfRefused(await deps.shop.placeOrder(order));
    const committed = await deps.db
      .transaction()
      .execute((tx) => commit(deps, tx, { attempt, intent, order }));
    if (committed) deps.log.info({ attempt: attempt.id, order: orderNumber }, 'order placed');
    return committed;
  } catch (error) {
    if (error instanceof Refused) return letGo(deps, attempt, error.outcome);
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
async function askAgain(deps: CheckoutDeps, attempt: Attempt, error: ShopUnknown): Promise<'wait'> {
  deps.log.warn({ attempt: attempt.id, err: error }, 'the shop did not say whether it has the order');
  await deps.db
    .updateTable('attempt')
    .set({
      next_check_at: unlessDue(sql<Date>`app_now() + ${growingWait}`),
      shop_silent_since: sql<Date>`coalesce(shop_silent_since, app_now())`,
    })
    .where('id', '=', attempt.id)
    .execute();
  return 'wait';
}

/** A tenth of the attempt's age: soon at first, once a minute where the shop is down for long. */
const growingWait = sql`least(interval '1 minute', greatest(interval '3 seconds', (app_now() - created_at) / 10))`;

interface Commit {
  attempt: Standing;
  intent: Intent;
  order: PlaceOrder;
}

/** TX: order, state, stock and what follows, all or nothing. A shop in our database joins in; one elsewhere has placed it. */
async function commit(
  deps: CheckoutDeps,
  tx: Tx,
  { attempt, intent, order }: Commit,
): Promise<Attempt | undefined> {
  const { rules } = attempt;
  const kinds: OutboxKind[] = deps.shop.sendOrderMail ? ['mail', 'label'] : ['label'];
  if (rules.capture === 'automatic' && intent.status === 'requires_capture') kinds.push('capture');
  if (attempt.last?.save) kinds.push('same-card');
  const committed = await writeCommit(tx, attempt, intent, order, kinds);
  if (!committed) return undefined;
  const { ordered, ...now } = committed;
  await recordConsent(tx, attempt, intent);
  // Captured in the Dashboard, and since then refunded in part or disputed: the next look writes that and tells the shop.
  if (moneyOf(intent).money !== order.money) await checkSoon(tx, [attempt.id]);
  // The goods come last, for whoever buys the same waits from here to the end.
  if (deps.shop.home === 'our-database') stopIfRefused(await deps.shop.placeOrder(tx, order));
  if (!ordered) throw new Error(`an order of cart ${attempt.cart_id} stands that the shop does not know`);
  return now;
}

/** placing → committed, and all of ours that stands or goes with it, in one statement; nothing where it was moved before. */
async function writeCommit(
  tx: Tx,
  attempt: Standing,
  intent: Intent,
  order: PlaceOrder,
  kinds: OutboxKind[],
): Promise<(Attempt & { ordered: boolean }) | undefined> {
  const saved = attempt.last?.save ?? false;
  const { rows } = await sql<Attempt & { ordered: boolean }>`
    WITH moved AS (
      UPDATE attempt SET state = 'committed', order_no = ${order.orderNumber}, next_check_at = ${unlessDue(sql`NULL`)}
      WHERE id = ${attempt.id} AND state = 'placing' RETURNING *),
    freed AS (DELETE FROM reservation r USING moved WHERE r.attempt_id = moved.id),
    follows AS (
      INSERT INTO outbox (kind, attempt_id) SELECT kind, id FROM moved, unnest(${kinds}::text[]) AS kinds (kind)),
    noted AS (
      INSERT INTO audit (attempt_id, event, data)
      SELECT id, 'committed', jsonb_build_object('order', order_no) FROM moved),
    ordered AS (
      INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, amount_captured,
        capture_before, card, saved, currency, account, mode, pi_id)
      SELECT id, cart_id, cart_version, order_no, ${order.status}, ${order.money}, amount, ${intent.amount_received}::bigint,
        ${captureBeforeOf(intent)}::timestamptz, ${asJson(cardFactsOf(intent))}::jsonb, ${saved}::boolean, currency, account,
        mode, ${intent.id} FROM moved
      -- Ordered already: the shop says so below, and all of this is undone.
      ON CONFLICT (cart_id, cart_version) DO NOTHING RETURNING attempt_id)
    SELECT moved.*, EXISTS (SELECT FROM ordered) AS ordered FROM moved`.execute(tx);
  return rows[0];
}

/** The ledger holds the text that was shown for the card that was stored. */
async function recordConsent(tx: Tx, attempt: Standing, intent: Intent): Promise<void> {
  const { last: confirmation } = attempt;
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

async function letGo(deps: CheckoutDeps, attempt: Attempt, outcome: Refused['outcome']): Promise<Placing> {
  // Released: somebody else ended the attempt, which is not ours to end again.
  const reason: CloseReason = outcome.kind === 'released' ? 'abandoned' : outcome.kind;
  const items: SoldOutItem[] | undefined = outcome.kind === 'sold-out' ? outcome.items : undefined;
  const moved = await moveAttempt(deps.db, attempt.id, 'placing', 'cancelling', {
    close_reason: reason,
    ...(items && { sold_out: JSON.stringify(items) }),
  });
  await note(deps.db, attempt.id, 'refused-by-shop', { reason });
  return moved;
}

const asJson = (value: object | null): string | null => (value ? JSON.stringify(value) : null);
