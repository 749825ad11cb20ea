import { createHmac } from 'node:crypto';

/** Stripe's scheme: the HMAC of `time.body`, so that neither can be changed alone. */
export function signatureHeader(body: string, secret: string, timestamp: number): string {
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
