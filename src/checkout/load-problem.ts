import type { ProblemCode } from '../shared/errors.ts';

/** Why there is no form. What begins with the server's own codes keeps them. */
export type LoadProblem =
  | 'offline'
  | 'timeout'
  /** Nobody there, the origin is not allowed, or the page's policy is in the way: a browser does not tell which. */
  | 'network'
  /** It answers, and cannot. */
  | 'server'
  | 'stripe'
  | ProblemCode;

/** Undefined where a problem is about the cart and has a screen of its own. */
export function loadProblem(code: ProblemCode): LoadProblem | undefined {
  switch (code) {
    case 'cart-changed':
    case 'cart-not-found':
    case 'already-ordered':
      return undefined;
    case 'token-invalid':
    case 'token-missing':
    case 'attempt-not-found':
      return 'token-expired';
    case 'internal':
    case 'unavailable':
      return 'server';
    default:
      return code;
  }
}

/** Whether loading again may help. */
export function isRecoverable(problem: LoadProblem): boolean {
  return ['offline', 'timeout', 'network', 'server', 'stripe', 'rate-limited'].includes(problem);
}
