import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';

export function healthRoutes(db: Database): Hono {
  const app = new Hono();
  app.get('/healthz', async (c) => {
    try {
      await sql`SELECT app_now()`.execute(db);
      return c.json({ status: 'ok' });
    } catch {
      return c.json({ status: 'database-down' }, 503);
    }
  });
  return app;
}
