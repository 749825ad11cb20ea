import type { CheckoutProblem } from '../shared/contract.ts';
import { loadProblem } from './load-problem.ts';
import type { CheckoutState } from './state.ts';

/** What a refusal of the server's means for the page. Pure. */
export function refusalState(problem: CheckoutProblem): CheckoutState {
  const { code, message = '', items, destination, contact } = problem;
  switch (code) {
    case 'sold-out':
      return {
        status: 'conflict',
        kind: 'sold-out',
        items: items ?? [],
        holdReleased: false,
        ...(destination && { destination }),
      };
    case 'cart-changed':
    case 'cart-not-found':
      return { status: 'conflict', kind: 'cart-changed', message };
    case 'already-ordered':
      return { status: 'conflict', kind: code, message };
    case 'settings-changed':
    case 'rate-limited':
      return { status: 'failed', code, message };
    case 'card-mismatch':
      return { status: 'failed', code: 'card-refused', message };
    default:
      return {
        status: 'loading',
        problem: loadProblem(code) ?? 'unavailable',
        message,
        ...(contact && { contact }),
      };
  }
}
