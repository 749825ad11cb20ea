/** Which request a line of the log, or a call to Stripe, belongs to: one id from the page's request to Stripe's Request-Id. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Logger } from 'pino';
import type { StripeCall } from '../stripe/gateway.ts';
import type { Metrics } from './metrics.ts';

const requests = new AsyncLocalStorage<{ request: string }>();

/** For pino's `mixin`: nothing outside a request. */
export const requestFields = (): object => requests.getStore() ?? {};

/** What is polled by machines says nothing that a line of the log should be spent on. */
const silent = new Set(['/healthz', '/readyz', '/metrics']);

/** A proxy's own id goes on; whatever else comes as one is not taken into the log. */
const acceptable = /^[\w-]{8,64}$/;

export function requestContext(log: Pick<Logger, 'info'>, metrics: Metrics) {
  return createMiddleware(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const request = acceptable.test(given) ? given : randomUUID();
    c.header('X-Request-Id', request);
    const started = performance.now();
    await requests.run({ request }, next);
    c.res.headers.set('X-Request-Id', request);
    const { path, method } = c.req;
    if (silent.has(path)) return;
    const ms = Math.round(performance.now() - started);
    metrics.request(method, path, c.res.status, ms);
    // Pages and their parts are a proxy's to log; the path alone, since a query may hold a token.
    if (/^\/(v1|shop|webhooks|admin\/api)\//.test(path))
      log.info({ request, method, path, status: c.res.status, ms }, 'request');
  });
}

export function stripeCalls(log: Pick<Logger, 'info'>, metrics: Metrics) {
  return (call: StripeCall): void => {
    metrics.stripeCall(call);
    log.info({ ...call }, 'stripe call');
  };
}
