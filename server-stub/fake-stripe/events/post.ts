import type { WebhookEndpointRow } from '../store/rows.ts';
import type { Timers } from '../timers.ts';
import type { Send } from './kept-connection.ts';
import { signatureHeader } from './signature.ts';

const TIMEOUT_MS = 10_000;

interface Dependencies {
  readonly fetch: Send;
  readonly timers: Timers;
  readonly wallSeconds: () => number;
  readonly closing: AbortSignal;
}

/** Sends one event to an endpoint: `taken`, or why it was not. */
export async function post(
  { fetch, timers, wallSeconds, closing }: Dependencies,
  endpoint: WebhookEndpointRow,
  body: string,
): Promise<string> {
  const slow = new AbortController();
  const stopWaiting = timers.after(TIMEOUT_MS, () => slow.abort(new Error('timed out')));
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      body,
      signal: AbortSignal.any([closing, slow.signal]),
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'Stripe-Signature': signatureHeader(body, endpoint.secret, wallSeconds()),
      },
    });
    await response.arrayBuffer();
    return response.ok ? 'taken' : `answered ${response.status}`;
  } catch (error) {
    return reasonOf(error);
  } finally {
    stopWaiting();
  }
}

/** `fetch failed` or `aborted` says nothing; what the network, or who gave up, said is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = (error.cause ?? error) as { code?: unknown; message?: unknown };
  return [code, message].find((told) => typeof told === 'string' && told !== '')?.toString() ?? error.message;
}
