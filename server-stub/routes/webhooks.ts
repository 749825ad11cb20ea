/** Stripe's events. The signature is checked over the raw body before a field of it is read. */
import type Stripe from 'stripe';
import { Hono } from 'hono';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { receiveEvent } from '../checkout/webhook.ts';
import { limitBody } from './http.ts';

const largestEvent = 1024 * 1024;

export function webhookRoutes(deps: CheckoutDeps): Hono {
  const app = new Hono();
  app.post('/stripe', limitBody(largestEvent), async (c) => {
    const body = await c.req.text();
    let event: Stripe.Event;
    try {
      event = await deps.gateways.readEvent(body, c.req.header('stripe-signature') ?? '');
    } catch {
      deps.log.warn('a webhook with a missing, wrong or old signature was refused');
      throw new CheckoutError('invalid-request', { detail: 'the signature does not fit' });
    }
    // A failure here becomes a 500, so that Stripe sends it again.
    return c.json({ received: await receiveEvent(deps, event) });
  });
  return app;
}
