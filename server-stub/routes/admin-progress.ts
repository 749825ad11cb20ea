/** How far the set-up has come, and who did what. */
import { Hono } from 'hono';
import { sql } from 'kysely';
import { isSound, testConnection } from '../admin/connection.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { watchedEvents } from '../checkout/webhook.ts';
import { recordStaff } from '../admin/staff.ts';
import type { World } from '../keys/credentials.ts';
import type { Mode } from '../keys/shape.ts';
import { readSettings } from '../settings/settings.ts';
import type { Database } from '../store/database.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { problem } from './admin-problem.ts';

export function progressRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const { db } = deps;
  const app = new Hono<AdminEnv>();

  app.post('/connection', async (c) => {
    const settings = await readSettings(db);
    const gateway = await deps.gateways.current();
    if (!gateway) return problem(c, 409, 'no-keys');
    const report = await testConnection(gateway, settings.accountId);
    const { account, mode } = gateway;
    if (isSound(report)) await recordStaff(db, tested, { actor: c.get('session').actor, account, mode });
    return c.json(report);
  });

  app.get('/progress', async (c) => {
    const [webhook, order, version, settings] = await Promise.all([
      db
        .selectFrom('webhook_event')
        .select('received_at')
        .orderBy('received_at', 'desc')
        .limit(1)
        .executeTakeFirst(),
      db.selectFrom('orders').select('order_no').orderBy('created_at', 'desc').limit(1).executeTakeFirst(),
      db.selectFrom('settings').select('version').executeTakeFirstOrThrow(),
      readSettings(db),
    ]);
    return c.json({
      lastWebhook: webhook?.received_at ?? null,
      lastOrder: order?.order_no ?? null,
      settingsSaved: version.version > 1,
      connectionTested: await isTested(db, options.keys.world, settings.environment),
      webhookUrl: `${options.publicUrl}/webhooks/stripe`,
      webhookEvents: watchedEvents,
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

const tested = 'connection-tested';

/** With the key that is in force: one that came later has to prove itself anew. */
async function isTested(db: Database, world: World, mode: Mode): Promise<boolean> {
  const key = await db
    .selectFrom('stripe_credential')
    .select(['account', 'created_at'])
    .where((eb) => eb.and({ world, mode, field: 'secretKey' }))
    .where('retired_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!key) return false;
  const test = await db
    .selectFrom('audit')
    .select('id')
    .where('attempt_id', 'is', null)
    .where('event', '=', tested)
    .where('at', '>=', key.created_at)
    .where(sql`data->>'account'`, '=', key.account)
    .where(sql`data->>'mode'`, '=', mode)
    .limit(1)
    .executeTakeFirst();
  return test !== undefined;
}
