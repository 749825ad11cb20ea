/** For whoever watches the server: is the process alive, may it have requests, and how is it doing. */
import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Metrics } from '../operation/metrics.ts';
import type { Database } from '../store/database.ts';

export interface HealthOptions {
  metrics: Metrics;
  /** Without one the numbers are told to nobody. */
  metricsToken?: string | undefined;
  /** The server has been told to stop: it ends what it has, and wants no more. */
  stopping?: AbortSignal;
}

export function healthRoutes(db: Database, { metrics, metricsToken, stopping }: HealthOptions): Hono {
  const app = new Hono();

  /** A restart would mend nothing that is not in this process, so nothing else is asked. */
  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  app.get('/readyz', async (c) => {
    if (stopping?.aborted) return c.json({ status: 'stopping' }, 503);
    try {
      await sql`SELECT app_now()`.execute(db);
      return c.json({ status: 'ok' });
    } catch {
      return c.json({ status: 'database-down' }, 503);
    }
  });

  app.get('/metrics', async (c) => {
    if (!metricsToken) return c.notFound();
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!same(given, metricsToken)) return c.json({ status: 'unauthorized' }, 401);
    return c.text(await metrics.text(db), 200, { 'Content-Type': metrics.contentType });
  });

  return app;
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
