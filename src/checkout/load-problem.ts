import type { ProblemCode } from '../shared/errors.ts';
import type { LoadProblem } from './state.ts';

/** Why there is nothing to show; undefined where a problem is about the cart and has a screen of its own. */
export function loadProblem(code: ProblemCode): LoadProblem | undefined {
  switch (code) {
    case 'cart-changed':
    case 'cart-not-found':
    case 'already-ordered':
      return undefined;
    case 'region-not-served':
      return code;
    case 'token-expired':
    case 'token-invalid':
    case 'token-missing':
      return 'token-expired';
    case 'internal':
    case 'unavailable':
      return 'network';
    default:
      return 'unavailable';
  }
}
