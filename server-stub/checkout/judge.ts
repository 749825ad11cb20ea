/** What a listed PaymentIntent means beside our records. Pure. */
import type { Intent } from '../stripe/gateway.ts';
import type { MoneyReason, OrderMoney } from '../store/schema.ts';
import { intentStatus, isLive, type AttemptState, type IntentStatus } from './attempt.ts';
import { moneyOf } from './order-money.ts';

/** What we know of an intent: the attempt that has it, and the order, if one came of it. */
export interface Known {
  state: AttemptState;
  pi_status: string | null;
  money: OrderMoney | null;
  money_reason: MoneyReason | null;
  amount_captured: number | null;
  amount_refunded: number | null;
}

export type Holding = 'nothing' | 'authorised' | 'captured';

export type Judgement =
  | 'as-known'
  /** Another shop's, or another installation's, on the same account. */
  | 'foreign'
  /** A living attempt whose intent moved on: resolve looks at it. */
  | 'resolve'
  /** The money of an order moved. */
  | 'follow'
  /** Ours by its metadata, and nobody's: no attempt has it, or one that has ended without it. */
  | 'astray';

export function judge(intent: Intent, known: Known | undefined, installation: string): Judgement {
  if (intent.metadata['installation'] !== installation) return 'foreign';
  if (!known) return isOver(intent) ? 'as-known' : 'astray';
  if (isLive(known.state)) return known.pi_status === intent.status ? 'as-known' : 'resolve';
  if (known.state === 'closed') return isOver(intent) ? 'as-known' : 'astray';
  const { money, captured, refunded } = moneyOf(intent, {
    cancelAsked: known.money === 'voided',
    captureRefused: known.money_reason === 'capture-refused',
    disputesWon: known.money_reason === 'dispute-won',
  });
  const same =
    known.money === money && known.amount_captured === captured && known.amount_refunded === refunded;
  return same ? 'as-known' : 'follow';
}

export function holding(intent: Intent): Holding {
  if (intent.status === 'requires_capture') return 'authorised';
  return intent.status === 'succeeded' && !isRefunded(intent) ? 'captured' : 'nothing';
}

/** Nothing is held, and nothing can be any more. */
export function isOver(intent: Intent): boolean {
  return intent.status === 'canceled' || (intent.status === 'succeeded' && isRefunded(intent));
}

/** What the next step goes by: money that was given back in full before there was an order is as good as cancelled. */
export const statusForStep = (intent: Intent): IntentStatus =>
  isOver(intent) ? 'canceled' : intentStatus(intent.status);

function isRefunded({ latest_charge }: Intent): boolean {
  return typeof latest_charge === 'object' && latest_charge?.refunded === true;
}
