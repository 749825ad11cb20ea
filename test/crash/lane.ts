/** One victim with its own database and fake Stripe, and what a test asks of all three. */
import { serve, type ServerType } from '@hono/node-server';
import { sql } from 'kysely';
import Stripe from 'stripe';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PLATFORM_ACCOUNT, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { initialiseSettings, readSettings, settingsVersion } from '../../server-stub/settings/settings.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { apiVersion } from '../../server-stub/stripe/gateway.ts';
import { checkInvariants, holdsMoney } from '../helpers/invariants.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { freePort } from '../helpers/ports.ts';
import { fakeStripeJs, fillCart, origin, tokenSecret } from '../server/harness.ts';
import { Victim, type Programs } from './victim.ts';

export type Lane = Awaited<ReturnType<typeof openLane>>;

export async function openLane(programs: Programs) {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url, dataDir: '' });
  // Captured at once, so that every step of the money is on the road.
  await initialiseSettings(db, { capture: 'automatic' });
  const shop = createDemoShop(db);
  for (const { sku } of await shop.products()) await shop.setStock(sku, 100_000);

  const fakePort = await freePort();
  const fake = createFakeStripe({ baseUrl: `http://localhost:${fakePort}` });
  const listening = serve({ fetch: fake.app.fetch, port: fakePort });
  const stripe = new Stripe(SECRET_KEY, {
    apiVersion,
    host: 'localhost',
    port: fakePort,
    protocol: 'http',
    maxNetworkRetries: 0,
  });
  const victim = await Victim.start(programs, {
    DATABASE_URL: postgres.url,
    FAKE_STRIPE_PORT: String(fakePort),
    CHECKOUT_TOKEN_SECRET: tokenSecret,
    ALLOWED_ORIGINS: origin,
  });

  return {
    db,
    victim,
    stripe,
    app: { request: (path: string, init: RequestInit) => fetch(victim.url + path, init) },
    ...fakeStripeJs((path, init) => fetch(`http://localhost:${fakePort}${path}`, init)),
    settingsVersion: async () => settingsVersion(await readSettings(db), PLATFORM_ACCOUNT, 'test'),
    newCart: () => fillCart(shop),
    /** Moves the server's clock on; it looks again within a second. */
    passSeconds: (seconds: number) => passSeconds(db, seconds),
    /** To the moment at which a worker has something to do. */
    passUntilDue: async () => passSeconds(db, await secondsUntilDue(db)),
    resetClock: () => db.updateTable('clock').set({ offset_ms: 0 }).execute(),
    ordersOf: (cart: string) => db.selectFrom('orders').selectAll().where('cart_id', '=', cart).execute(),
    async holdsOf(cart: string): Promise<Stripe.PaymentIntent[]> {
      const { data } = await stripe.paymentIntents.list({ limit: 20, expand: ['data.latest_charge'] });
      return data.filter((intent) => intent.metadata['cart'] === cart && holdsMoney(intent));
    },
    invariants: () => checkInvariants(db, stripe, { heard: { said: victim.said, secrets: [tokenSecret] } }),
    isSettled: () => isSettled(db),
    async close(): Promise<void> {
      await victim.stop();
      await closeServer(listening);
      await fake.close();
      await db.destroy();
      await postgres.stop();
    },
  };
}

async function passSeconds(db: Database, seconds: number): Promise<void> {
  await db
    .updateTable('clock')
    .set((eb) => ({ offset_ms: eb('offset_ms', '+', Math.ceil(seconds * 1000)) }))
    .execute();
}

async function secondsUntilDue(db: Database): Promise<number> {
  const { rows } = await sql<{ wait: number }>`
    SELECT extract(epoch FROM greatest(interval '0', least(
      (SELECT min(next_check_at) FROM attempt),
      (SELECT min(next_at) FROM outbox WHERE done_at IS NULL)) - app_now()))::float8 AS wait`.execute(db);
  return rows[0]?.wait ?? 0;
}

async function isSettled(db: Database): Promise<boolean> {
  const { live } = await db
    .selectFrom('attempt')
    .where('state', 'in', ['active', 'placing', 'cancelling'])
    .select((eb) => eb.fn.countAll<number>().as('live'))
    .executeTakeFirstOrThrow();
  const { due } = await db
    .selectFrom('outbox')
    .where('done_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('due'))
    .executeTakeFirstOrThrow();
  return live + due === 0;
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
