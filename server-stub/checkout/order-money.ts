/** The order's own machine of money, led by what Stripe says once the order stands. */
import { sql } from 'kysely';
import type Stripe from 'stripe';
import type { Intent } from '../stripe/gateway.ts';
import type { MoneyReason, OrderMoney } from '../store/schema.ts';
import type { KnownMoney, Standing } from '../store/standings.ts';
import type { CheckoutDeps, DepsAtStripe } from './deps.ts';

export interface MoneyFacts {
  money: OrderMoney;
  reason: MoneyReason | null;
  /** Minor units. */
  captured: number;
  refunded: number;
}

/** What the payment itself does not show. */
export interface Circumstances {
  /** Somebody told us to let the hold go. */
  cancelAsked?: boolean;
  /** Our own capture was refused for certain. */
  captureRefused?: boolean;
  /** `disputed` stays on the charge for good; every dispute of it has ended in the shop's favour. */
  disputesWon?: boolean;
}

/** What Stripe shows, as the order's state of money. Pure. */
export function moneyOf(intent: Intent, circumstances: Circumstances = {}): MoneyFacts {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const captured = intent.amount_received;
  // What a capture of less let go counts as refunded at Stripe; no money came back.
  const refunded = charge && captured > 0 ? charge.amount_refunded - (charge.amount - captured) : 0;
  // Written out, without spreads: reconcile asks this of every order.
  const { money, reason } = stateOf(intent, charge, refunded, circumstances);
  return { money, reason, captured, refunded };
}

const is = (money: OrderMoney, reason: MoneyReason | null = null) => ({ money, reason });

function stateOf(
  intent: Intent,
  charge: Stripe.Charge | null,
  refunded: number,
  { cancelAsked, captureRefused, disputesWon }: Circumstances,
): Pick<MoneyFacts, 'money' | 'reason'> {
  if (charge?.disputed && !disputesWon) return is('disputed');
  if (intent.status === 'requires_capture')
    return captureRefused ? is('needs_attention', 'capture-refused') : is('authorised');
  if (intent.status === 'succeeded') {
    const won = charge?.disputed ? 'dispute-won' : null;
    if (charge?.refunded) return is('refunded', won);
    return is(refunded > 0 ? 'partly_refunded' : 'captured', won);
  }
  if (intent.status === 'canceled' && cancelAsked) return is('voided');
  // The order stands and its payment is gone: a person has to see it.
  const reason: string | null = intent.cancellation_reason;
  return is(
    'needs_attention',
    reason === 'expired' || reason === 'automatic' ? 'expired' : 'canceled-at-stripe',
  );
}

/** `outdated`: the money has changed since `order` was read, so what was seen may be older than that. Look again. */
export type Followed = 'as-known' | 'changed' | 'outdated';

/**
 * The order as Stripe shows it; each change is written down and told to the shop, in one statement. Its money was read
 * before Stripe was asked.
 */
export async function followMoney(
  deps: DepsAtStripe,
  { id, order }: Pick<Standing, 'id' | 'order'>,
  intent: Intent,
  { captureRefused = order?.money_reason === 'capture-refused' }: Circumstances = {},
): Promise<Followed> {
  if (!order) return 'as-known';
  const facts = moneyOf(intent, {
    captureRefused,
    cancelAsked: intent.status === 'canceled' && (await isCancelAsked(deps, id)),
    disputesWon: isDisputed(intent) && (await areDisputesWon(deps, order, intent)),
  });
  if (isSame(order, facts)) return 'as-known';
  const { money, reason, captured, refunded } = facts;
  const { rows } = await sql`
    WITH changed AS (
      UPDATE orders SET money = ${money}, money_reason = ${reason}, amount_captured = ${captured},
        amount_refunded = ${refunded}, money_version = money_version + 1
      WHERE attempt_id = ${id} AND money_version = ${order.money_version}
      RETURNING attempt_id, money, money_reason, amount_captured, amount_refunded, money_version),
    written AS (
      INSERT INTO money_change (attempt_id, money, reason, captured, refunded, version) SELECT * FROM changed),
    noted AS (
      INSERT INTO audit (attempt_id, event, data)
      SELECT attempt_id, 'money', jsonb_build_object('money', money) FROM changed),
    told AS (
      INSERT INTO outbox (kind, attempt_id) SELECT 'payment-changed', attempt_id FROM changed
      ON CONFLICT (kind, attempt_id, request_id)
      DO UPDATE SET done_at = NULL, next_at = app_now(), tries = outbox.tries + 1)
    SELECT 1 FROM changed`.execute(deps.db);
  if (rows.length === 0) return 'outdated';
  deps.changed(id);
  deps.due('outbox');
  if (money === 'needs_attention') deps.log.error({ attempt: id }, 'an order lost its payment');
  return 'changed';
}

const isSame = (known: KnownMoney, facts: MoneyFacts): boolean =>
  known.money === facts.money &&
  known.money_reason === facts.reason &&
  known.amount_captured === facts.captured &&
  known.amount_refunded === facts.refunded;

const isDisputed = ({ latest_charge: charge }: Intent): boolean =>
  typeof charge === 'object' && charge?.disputed === true;

/** `warning_closed`: the bank only asked, and was satisfied. Without an answer it stays as it is known. */
async function areDisputesWon(deps: DepsAtStripe, known: KnownMoney, intent: Intent): Promise<boolean> {
  const disputes = await deps.gateway.listDisputes(intent.id);
  if (disputes.kind !== 'ok') return known.money_reason === 'dispute-won';
  return (
    disputes.value.length > 0 &&
    disputes.value.every(({ status }) => status === 'won' || status === 'warning_closed')
  );
}

async function isCancelAsked(deps: CheckoutDeps, attemptId: string): Promise<boolean> {
  const row = await deps.db
    .selectFrom('outbox')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('kind', '=', 'cancel')
    .where(sql<boolean>`coalesce(outcome->>'kind', '') <> 'refused'`)
    .executeTakeFirst();
  return row !== undefined;
}
