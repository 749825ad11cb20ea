/**
 * The checkout API over fetch; `payment-api.ts` has the calls of a payment. An answer is a value or a problem; without one
 * nobody knows what happened.
 */
import type { CheckoutProblem, CheckoutView } from '../shared/contract.ts';
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
  call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<ApiResult<T>>;
}

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

  return { call, view: () => call('POST', '/view', { locale: locale() }) };
}
