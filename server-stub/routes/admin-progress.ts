/** How far the set-up has come, and who did what. */
import { Hono } from 'hono';
import { testConnection } from '../admin/connection.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { readSettings } from '../settings/settings.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { problem } from './admin-problem.ts';

export function progressRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const { db } = deps;
  const app = new Hono<AdminEnv>();

  app.post('/connection', async (c) => {
    const settings = await readSettings(db);
    const gateway = await deps.gateways.current();
    if (!gateway) return problem(c, 409, 'no-keys');
    return c.json(await testConnection(gateway, settings.accountId));
  });

  app.get('/progress', async (c) => {
    const [webhook, order, version] = await Promise.all([
      db
        .selectFrom('webhook_event')
        .select('received_at')
        .orderBy('received_at', 'desc')
        .limit(1)
        .executeTakeFirst(),
      db.selectFrom('orders').select('order_no').orderBy('created_at', 'desc').limit(1).executeTakeFirst(),
      db.selectFrom('settings').select('version').executeTakeFirstOrThrow(),
    ]);
    return c.json({
      lastWebhook: webhook?.received_at ?? null,
      lastOrder: order?.order_no ?? null,
      settingsSaved: version.version > 1,
      webhookUrl: `${options.publicUrl}/webhooks/stripe`,
    });
  });

  app.get('/audit', async (c) => {
    const entries = await db
      .selectFrom('audit')
      .select(['id', 'at', 'event', 'data'])
      .where('attempt_id', 'is', null)
      .orderBy('id', 'desc')
      .limit(100)
      .execute();
    return c.json({ entries });
  });

  return app;
}
