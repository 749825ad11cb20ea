/** The checkout API over fetch. An answer is a value or a problem; without one nobody knows what happened. */
import type { AttemptView, CheckoutProblem, CheckoutView, PayRequest } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';

export type ApiResult<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'problem'; problem: CheckoutProblem }
  /** `timeout`: sent, and never answered; `network`: nobody there, or the browser was not let through. */
  | { kind: 'offline'; cause: 'offline' | 'timeout' | 'network' };

export interface ApiClientOptions {
  endpoint: string;
  token: () => string;
  locale: () => Locale;
  signal: AbortSignal;
}

export interface ApiClient {
  view(): Promise<ApiResult<CheckoutView>>;
  pay(request: PayRequest): Promise<ApiResult<AttemptView>>;
  follow(attempt: AttemptView): Promise<ApiResult<AttemptView>>;
  resume(attempt: AttemptView): Promise<ApiResult<AttemptView>>;
  cancel(attempt: AttemptView): Promise<ApiResult<AttemptView>>;
  takeOver(attempt: AttemptView): Promise<ApiResult<AttemptView>>;
}

/** The server holds a long poll for this long. Seconds. */
const pollSeconds = 20;
/** Milliseconds: a first view is given up on sooner than a payment. */
export const viewTimeout = 20_000;
const timeout = 60_000;

export function createApiClient({ endpoint, token, locale, signal }: ApiClientOptions): ApiClient {
  const base = `${endpoint.replace(/\/$/, '')}/v1`;

  async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<ApiResult<T>> {
    const limit = AbortSignal.timeout?.(path === '/view' ? viewTimeout : timeout);
    try {
      const response = await fetch(base + path, {
        method,
        credentials: 'omit',
        cache: 'no-store',
        // Older browsers have no AbortSignal.any; they wait without a limit
        signal: AbortSignal.any ? AbortSignal.any([signal, limit]) : signal,
        headers: {
          Authorization: `Bearer ${token()}`,
          'Accept-Language': locale(),
          // One name for it in the browser's tools, our log and at Stripe; a page on plain http has no means to make one.
          ...(crypto.randomUUID && { 'X-Request-Id': crypto.randomUUID() }),
          ...(body && { 'Content-Type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      return response.ok
        ? { kind: 'ok', value: answer as T }
        : { kind: 'problem', problem: answer as CheckoutProblem };
    } catch {
      return {
        kind: 'offline',
        cause: navigator.onLine ? (limit?.aborted ? 'timeout' : 'network') : 'offline',
      };
    }
  }

  const path = (attempt: AttemptView) => `/attempts/${attempt.id}`;
  return {
    view: () => call('POST', '/view', { locale: locale() }),
    pay: (request) => call('POST', '/attempts', request),
    follow: (attempt) =>
      call('GET', `${path(attempt)}?wait=${pollSeconds}&since=${attempt.fence}&status=${attempt.status}`),
    resume: (attempt) => call('POST', `${path(attempt)}/resume`, { fence: attempt.fence }),
    cancel: (attempt) => call('POST', `${path(attempt)}/cancel`, { fence: attempt.fence }),
    takeOver: (attempt) => call('POST', `${path(attempt)}/takeover`, {}),
  };
}
