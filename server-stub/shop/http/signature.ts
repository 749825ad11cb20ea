/**
 * The signature of the calls between this server and a shop elsewhere, the same in both directions: HMAC-SHA256 over time,
 * request id, operation and the body byte for byte. docs/shop-port.md has it in words and a vector to test against.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const headers = {
  operation: 'Checkout-Operation',
  requestId: 'Checkout-Request-Id',
  signature: 'Checkout-Signature',
} as const;

/** Seconds by which the clocks may differ, and for which a call can be replayed: it does nothing twice by its request id. */
export const toleranceSeconds = 300;

export interface Message {
  operation: string;
  requestId: string;
  body: string;
}

/** During a rotation every secret signs, so that the other side may already know the new one, or still the old. */
export function sign(secrets: readonly string[], timestamp: number, message: Message): string {
  return [`t=${timestamp}`, ...secrets.map((secret) => `v1=${mac(secret, timestamp, message)}`)].join(',');
}

export type Verdict = 'good' | 'missing' | 'too-old' | 'wrong';

/** Checked before a byte of the body is believed. Any of the signatures may be made with any of the secrets. */
export function verify(
  secrets: readonly string[],
  now: number,
  signature: string | undefined,
  message: Message,
): Verdict {
  const parts = (signature ?? '').split(',').map((part) => part.trim().split('='));
  const timestamps = parts.filter(([name]) => name === 't').map(([, value]) => Number(value));
  const [timestamp] = timestamps;
  const given = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []));
  if (timestamps.length !== 1 || !Number.isSafeInteger(timestamp) || given.length === 0) return 'missing';
  const at = timestamp ?? 0;
  // All are compared, so that the time it takes tells nothing.
  const matches = secrets.flatMap((secret) => given.map((one) => equal(one, mac(secret, at, message))));
  if (!matches.some(Boolean)) return 'wrong';
  return Math.abs(now - at) > toleranceSeconds ? 'too-old' : 'good';
}

function mac(secret: string, timestamp: number, { operation, requestId, body }: Message): string {
  return createHmac('sha256', secret)
    .update(`${timestamp}.${requestId}.${operation}.${body}`, 'utf8')
    .digest('hex');
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A signature's age is the wall clock's business, as it is for whoever made it. Seconds. */
export const wallClock = (): number => Math.floor(new Date().getTime() / 1000);
