/** What a checkout page can be in, and what each answer of the server's means for it. Pure. */
import type { AttemptView, SoldOutItem } from '../shared/contract.ts';

export type LoadProblem = 'network' | 'stripe' | 'token-expired' | 'region-not-served' | 'unavailable';

export type CheckoutState =
  | { status: 'loading'; problem?: LoadProblem }
  | { status: 'ready' }
  | { status: 'processing' }
  /** `asking`: the bank's challenge is on this page now; otherwise it waits to be resumed. */
  | { status: 'action-required'; attempt: AttemptView; asking: boolean }
  /** Money may be held: we are asking. Without an attempt the answer to the payment was lost. */
  | { status: 'pending'; attempt?: AttemptView; offline: boolean }
  | { status: 'succeeded'; orderId: string; saved: boolean; destination: string; elsewhere: boolean }
  /** Only after a definite refusal: the shopper may try again. */
  | {
      status: 'failed';
      code: 'declined' | 'invalid' | 'settings-changed' | 'rate-limited' | 'card-refused' | 'closed';
      message?: string;
      declineCode?: string;
      holdReleased?: boolean;
    }
  | { status: 'conflict'; kind: 'other-tab'; attempt: AttemptView }
  | { status: 'conflict'; kind: 'cart-changed' | 'already-ordered' | 'taken-over' }
  | {
      status: 'conflict';
      kind: 'sold-out';
      items: SoldOutItem[];
      holdReleased: boolean;
      destination?: string;
    };

export type CheckoutStatus = CheckoutState['status'];

export function stateOf(attempt: AttemptView): CheckoutState {
  if (attempt.status === 'succeeded') {
    const { order, saved, destination, own } = attempt;
    return { status: 'succeeded', orderId: order.id, saved, destination, elsewhere: !own };
  }
  if (attempt.status === 'closed') return stateOfClosed(attempt);
  if (!attempt.own) return { status: 'conflict', kind: 'other-tab', attempt };
  switch (attempt.status) {
    case 'action-required':
      return { status: 'action-required', attempt, asking: false };
    case 'declined': {
      const { message, declineCode } = attempt.decline;
      return { status: 'failed', code: 'declined', message, ...(declineCode && { declineCode }) };
    }
    case 'processing':
    case 'pending':
    case 'cancelling':
      return { status: 'pending', attempt, offline: false };
  }
}

function stateOfClosed(attempt: AttemptView & { status: 'closed' }): CheckoutState {
  const { reason, holdReleased, destination } = attempt;
  switch (reason) {
    case 'sold-out':
      return { status: 'conflict', kind: 'sold-out', items: attempt.items ?? [], holdReleased, destination };
    case 'already-ordered':
      return { status: 'conflict', kind: 'already-ordered' };
    case 'taken-over':
      return attempt.own ? { status: 'conflict', kind: 'taken-over' } : { status: 'ready' };
    case 'cart-changed':
      return { status: 'conflict', kind: 'cart-changed' };
    case 'abandoned':
    case 'verification':
    case 'canceled-at-stripe':
    case 'not-started':
      return attempt.own ? { status: 'failed', code: 'closed', holdReleased } : { status: 'ready' };
  }
}

/** Whether the form is open for a payment. */
export function mayPay(state: CheckoutState): boolean {
  return state.status === 'ready' || state.status === 'failed';
}

/** Whether the attempt may still change. */
export function isOpen(attempt: AttemptView): boolean {
  return attempt.status !== 'succeeded' && attempt.status !== 'closed';
}
