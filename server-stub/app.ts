/** The server without a port: tests call `app.request()`. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { CheckoutDeps } from './checkout/deps.ts';
import { CheckoutError } from './checkout/problem.ts';
import { openApiDocument } from './openapi/document.ts';
import { checkoutRoutes, type CheckoutRoutesOptions } from './routes/checkout.ts';
import { createMetrics, type Metrics } from './operation/metrics.ts';
import { requestContext } from './operation/request-context.ts';
import { healthRoutes } from './routes/health.ts';
import { problems, sendProblem } from './routes/http.ts';
import { shopRoutes } from './routes/shop.ts';
import { webhookRoutes } from './routes/webhooks.ts';

export interface AppOptions extends CheckoutRoutesOptions {
  /** Sign the calls of a shop's own server; without one they are not taken. */
  shopSecrets?: readonly string[];
  metrics?: Metrics;
  /** Whoever scrapes the numbers shows it; without one they are told to nobody. */
  metricsToken?: string | undefined;
}

/**
 * A browser decides it once an origin, by the first page: one that asks otherwise is refused with a warning. A page in a
 * sandbox has no origin to ask for.
 */
const oneAgentCluster = createMiddleware(async (c, next) => {
  await next();
  if (!c.res.headers.get('Content-Security-Policy')?.includes('sandbox'))
    c.header('Origin-Agent-Cluster', '?1');
});

export function createApp(deps: CheckoutDeps, options: AppOptions): Hono {
  const app = new Hono();
  app.onError(problems(deps.log));
  app.notFound((c) => sendProblem(c, new CheckoutError('not-found').problem));
  const { metrics = createMetrics(), metricsToken, stopping } = options;
  app.use(requestContext(deps.log, metrics));
  app.use(oneAgentCluster);
  const headers = secureHeaders({
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    crossOriginResourcePolicy: 'cross-origin',
  });
  app.use('/v1/*', headers);
  app.use('/webhooks/*', headers);
  app.use('/shop/*', headers);
  app.route('/', healthRoutes(deps.db, { metrics, metricsToken, ...(stopping && { stopping }) }));
  // Before the routes that want a token: anybody may read what they are.
  app.get('/v1/openapi.json', (c) => c.json(openApiDocument()));
  app.route('/v1', checkoutRoutes(deps, options));
  app.route('/webhooks', webhookRoutes(deps));
  const { shopSecrets = [] } = options;
  if (shopSecrets.length > 0) app.route('/shop/v1', shopRoutes(deps, shopSecrets));
  return app;
}
