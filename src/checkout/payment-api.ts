/** The calls of a payment. Each is safe to repeat. */
import type { AttemptView, PayRequest } from '../shared/contract.ts';
import type { ApiClient, ApiResult } from './api-client.ts';

/** The server holds a long poll for this long. Seconds. */
const pollSeconds = 20;

type Answer = Promise<ApiResult<AttemptView>>;

export interface PaymentApi {
  pay(request: PayRequest): Answer;
  follow(attempt: AttemptView): Answer;
  resume(attempt: AttemptView): Answer;
  cancel(attempt: AttemptView): Answer;
  takeOver(attempt: AttemptView): Answer;
}

export function createPaymentApi({ call }: Pick<ApiClient, 'call'>): PaymentApi {
  const path = (attempt: AttemptView) => `/attempts/${attempt.id}`;
  return {
    pay: (request) => call('POST', '/attempts', request),
    follow: (attempt) =>
      call('GET', `${path(attempt)}?wait=${pollSeconds}&since=${attempt.fence}&status=${attempt.status}`),
    resume: (attempt) => call('POST', `${path(attempt)}/resume`, { fence: attempt.fence }),
    cancel: (attempt) => call('POST', `${path(attempt)}/cancel`, { fence: attempt.fence }),
    takeOver: (attempt) => call('POST', `${path(attempt)}/takeover`, {}),
  };
}
