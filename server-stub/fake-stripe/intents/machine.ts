/** The life of a PaymentIntent: which step may be taken where, and what it leaves behind. Pure. */
import type { CancellationReason, NextActionRow, PaymentErrorRow, PaymentIntentRow } from '../store/rows.ts';

export const STATUSES = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;
export type IntentStatus = (typeof STATUSES)[number];

export type Step =
  /** A payment method was chosen; nothing was attempted. */
  | { readonly type: 'chosen'; readonly payment_method: string }
  /** An attempt begins with this payment method. What the last attempt left is cleared. */
  | { readonly type: 'attempted'; readonly payment_method: string }
  | { readonly type: 'challenged'; readonly next_action: NextActionRow }
  | { readonly type: 'delayed'; readonly pending: PaymentIntentRow['pending'] }
  | { readonly type: 'authorized'; readonly charge: string }
  | {
      readonly type: 'failed';
      readonly error: PaymentErrorRow;
      readonly charge: string | null;
      readonly attemptsLeft: boolean;
      readonly at: number;
    }
  | { readonly type: 'captured'; readonly amount: number }
  | { readonly type: 'canceled'; readonly reason: CancellationReason | null; readonly at: number };

const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'] as const;

/** From which statuses a step may be taken. Everything that is not listed is excluded. */
export const ALLOWED: Readonly<Record<Step['type'], readonly IntentStatus[]>> = {
  chosen: OPEN,
  attempted: OPEN,
  challenged: ['requires_confirmation'],
  delayed: ['requires_confirmation', 'requires_action'],
  authorized: ['requires_confirmation', 'requires_action', 'processing'],
  failed: ['requires_confirmation', 'requires_action', 'processing'],
  captured: ['requires_capture'],
  canceled: [...OPEN, 'requires_capture'],
};

export const may = (status: IntentStatus, step: Step['type']): boolean => ALLOWED[step].includes(status);

/** Taking a step that is excluded is a defect of the fake itself: callers ask `may` and refuse first. */
export function advance(intent: PaymentIntentRow, step: Step): PaymentIntentRow {
  if (!may(intent.status, step.type)) throw new Error(`${intent.status} excludes ${step.type}`);
  switch (step.type) {
    case 'chosen':
      return {
        ...intent,
        status: 'requires_confirmation',
        payment_method: step.payment_method,
        next_action: null,
      };
    case 'attempted':
      return {
        ...intent,
        status: 'requires_confirmation',
        payment_method: step.payment_method,
        next_action: null,
        last_payment_error: null,
        attempts: intent.attempts + 1,
      };
    case 'challenged':
      return { ...intent, status: 'requires_action', next_action: step.next_action };
    case 'delayed':
      return { ...intent, status: 'processing', next_action: null, pending: step.pending };
    case 'authorized': {
      const held = intent.capture_method === 'manual';
      return {
        ...intent,
        status: held ? 'requires_capture' : 'succeeded',
        next_action: null,
        pending: null,
        last_payment_error: null,
        latest_charge: step.charge,
        amount_capturable: held ? intent.amount : 0,
        amount_received: held ? 0 : intent.amount,
      };
    }
    case 'failed':
      return {
        ...intent,
        status: step.attemptsLeft ? 'requires_payment_method' : 'canceled',
        payment_method: null,
        next_action: null,
        pending: null,
        last_payment_error: step.error,
        latest_charge: step.charge ?? intent.latest_charge,
        ...(!step.attemptsLeft && { canceled_at: step.at, cancellation_reason: 'automatic' as const }),
      };
    case 'captured':
      return { ...intent, status: 'succeeded', amount_capturable: 0, amount_received: step.amount };
    case 'canceled':
      return {
        ...intent,
        status: 'canceled',
        next_action: null,
        amount_capturable: 0,
        canceled_at: step.at,
        cancellation_reason: step.reason,
      };
  }
}
