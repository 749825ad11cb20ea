/**
 * What a person does with an order's money: capture (once, also less), cancel, refund. Asked for by the shop's own screens
 * or by the console's staff; written down with who and why, then done by the same outbox as everything else.
 */
import { inSeconds, note } from '../store/attempts.ts';
import { isUniqueViolation, type Tx } from '../store/database.ts';
import type { OrderMoney, OrderTable, OutboxTable } from '../store/schema.ts';
import type { Selectable } from 'kysely';
import type { CheckoutDeps } from './deps.ts';
import { leaseSeconds, workJob, type Job } from './outbox.ts';
import { CheckoutError } from './problem.ts';

export const actKinds = ['capture', 'cancel', 'refund'] as const;
export type ActKind = (typeof actKinds)[number];

export interface Act {
  kind: ActKind;
  /** The caller's own name for this wish, never used for another: a repeat finds what came of the first. */
  requestId: string;
  orderNumber: string;
  /** Minor units; left out: all that is held, or all that is left. A cancel has none. */
  amount?: number | undefined;
  /** For the audit log. */
  reason: string;
  actor: string;
}

export interface ActReport {
  requestId: string;
  kind: ActKind;
  orderNumber: string;
  amount: number;
  /** `pending`: Stripe has not answered; it goes on, and the same request asks how far it came. */
  state: 'done' | 'pending' | 'refused';
  /** Of a refusal; Stripe's own where Stripe refused. */
  code?: string;
  payment: { money: OrderMoney; captured: number; refunded: number; version: number };
}

type Order = Selectable<OrderTable>;

/** Throws a CheckoutError where the order's money does not allow it; then nothing is written. */
export async function act(deps: CheckoutDeps, wish: Act): Promise<ActReport> {
  const { job, fresh } = await accept(deps, wish);
  if (fresh) await workJob(deps, job);
  return report(deps, job.id, wish);
}

async function accept(deps: CheckoutDeps, wish: Act): Promise<{ job: Job; fresh: boolean }> {
  try {
    return await deps.db.transaction().execute((tx) => writeDown(tx, wish));
  } catch (error) {
    // The same id at the same moment for another order.
    if (isUniqueViolation(error)) throw new CheckoutError('request-id-reused');
    throw error;
  }
}

async function writeDown(tx: Tx, wish: Act): Promise<{ job: Job; fresh: boolean }> {
  const order = await tx
    .selectFrom('orders')
    .selectAll()
    .where('order_no', '=', wish.orderNumber)
    .forUpdate()
    .executeTakeFirst();
  if (!order) throw new CheckoutError('order-not-found');
  const known = await tx
    .selectFrom('outbox')
    .selectAll()
    .where('request_id', '=', wish.requestId)
    .executeTakeFirst();
  if (known) {
    if (!isSame(known, order, wish)) throw new CheckoutError('request-id-reused');
    return { job: known, fresh: false };
  }
  const open = await tx
    .selectFrom('outbox')
    .selectAll()
    .where('attempt_id', '=', order.attempt_id)
    .where('kind', 'in', actKinds)
    .where('done_at', 'is', null)
    .execute();
  const amount = allowedAmount(order, open, wish);
  const { reason, actor } = wish;
  const job = await tx
    .insertInto('outbox')
    .values({
      kind: wish.kind,
      attempt_id: order.attempt_id,
      request_id: wish.requestId,
      data: JSON.stringify({ amount, asked: wish.amount ?? null, reason, actor, key: 1 }),
      // Held by whoever writes it, who does it next.
      tries: 1,
      next_at: inSeconds(leaseSeconds),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await note(tx, order.attempt_id, 'act-asked', {
    act: wish.kind,
    amount,
    reason,
    actor,
    request: wish.requestId,
  });
  return { job, fresh: true };
}

function isSame(known: Selectable<OutboxTable>, order: Order, wish: Act): boolean {
  return (
    known.kind === wish.kind &&
    known.attempt_id === order.attempt_id &&
    known.data?.asked === (wish.amount ?? null)
  );
}

/** Decided under the lock of the order's row, with what is already being done taken into account. */
function allowedAmount(order: Order, open: Selectable<OutboxTable>[], { kind, amount }: Act): number {
  if (kind === 'refund') {
    const captured = order.money === 'captured' || order.money === 'partly_refunded';
    const underWay = open.filter((job) => job.kind === 'refund').reduce(sum, 0);
    const left = order.amount_captured - order.amount_refunded - underWay;
    if (!captured || left <= 0) throw new CheckoutError('not-refundable', { detail: `it is ${order.money}` });
    return upTo(left, amount);
  }
  const code = kind === 'capture' ? 'not-capturable' : 'not-cancelable';
  if (order.money !== 'authorised' && order.money_reason !== 'capture-refused')
    throw new CheckoutError(code, { detail: `it is ${order.money}` });
  if (open.length > 0) throw new CheckoutError(code, { detail: `a ${open[0]?.kind} is under way` });
  return kind === 'capture' ? upTo(order.amount, amount) : order.amount;
}

function upTo(most: number, amount: number = most): number {
  if (amount > most) throw new CheckoutError('amount-too-large', { detail: `at most ${most}` });
  return amount;
}

const sum = (total: number, { data }: Selectable<OutboxTable>) => total + (data?.amount ?? 0);

async function report(deps: CheckoutDeps, jobId: number, wish: Act): Promise<ActReport> {
  const row = await deps.db
    .selectFrom('outbox as j')
    .innerJoin('orders as o', 'o.attempt_id', 'j.attempt_id')
    .select(['j.data', 'j.outcome', 'j.done_at'])
    .select(['o.money', 'o.amount_captured', 'o.amount_refunded', 'o.money_version'])
    .where('j.id', '=', jobId)
    .executeTakeFirstOrThrow();
  const { requestId, kind, orderNumber } = wish;
  return {
    requestId,
    kind,
    orderNumber,
    amount: row.data?.amount ?? 0,
    ...(row.outcome?.kind === 'refused'
      ? { state: 'refused', code: row.outcome.code }
      : { state: row.done_at ? 'done' : 'pending' }),
    payment: {
      money: row.money,
      captured: row.amount_captured,
      refunded: row.amount_refunded,
      version: row.money_version,
    },
  };
}
