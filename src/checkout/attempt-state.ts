/** What each answer of the server's about an attempt means for the page. Pure. */
import type { AttemptView } from '../shared/contract.ts';
import type { CheckoutState } from './state.ts';

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
  const { reason, holdReleased, destination, reference } = attempt;
  switch (reason) {
    case 'sold-out':
      return {
        status: 'conflict',
        kind: 'sold-out',
        items: attempt.items ?? [],
        holdReleased,
        destination,
        reference,
      };
    case 'already-ordered':
      return { status: 'conflict', kind: 'already-ordered', reference };
    case 'taken-over':
      return attempt.own ? { status: 'conflict', kind: 'taken-over', reference } : { status: 'ready' };
    case 'cart-changed':
      return { status: 'conflict', kind: 'cart-changed', reference };
    case 'abandoned':
    case 'verification':
    case 'canceled-at-stripe':
    case 'not-started':
      return attempt.own ? { status: 'failed', code: 'closed', holdReleased } : { status: 'ready' };
  }
}

/** Whether the attempt may still change. */
export function isOpen(attempt: AttemptView): boolean {
  return attempt.status !== 'succeeded' && attempt.status !== 'closed';
}
