import type { CheckoutProblem } from '../../src/shared/contract.ts';
import { problemStatus, type ProblemCode } from '../../src/shared/errors.ts';

type Extra = Pick<
  CheckoutProblem,
  'detail' | 'message' | 'attempt' | 'items' | 'destination' | 'contact' | 'retryAfter'
>;

/** A refusal with a stable code; the routes write it as problem+json. */
export class CheckoutError extends Error {
  readonly problem: CheckoutProblem;

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(`${code}${extra.detail ? `: ${extra.detail}` : ''}`);
    this.problem = {
      type: `urn:secure-checkout:${code}`,
      title: code.replaceAll('-', ' '),
      status: problemStatus[code],
      code,
      ...extra,
    };
  }
}
