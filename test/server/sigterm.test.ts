/** A real process that is told to stop in the middle of a payment, and the next one that goes on from the database. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serve, type ServerType } from '@hono/node-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from '../../scripts/compile.ts';
import { createFakeStripe, type FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import { initialiseSettings, readSettings, settingsVersion } from '../../server-stub/settings/settings.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { startPostgres, type PostgresDatabase } from '../helpers/postgres.ts';
import { freePort } from '../helpers/ports.ts';
import { fakeStripeJs, fillCart, openPage, origin, tokenSecret } from './harness.ts';

interface Line {
  msg?: string;
  request?: string;
  stripeRequest?: string;
}

let postgres: PostgresDatabase;
let db: Database;
let fake: FakeStripe;
let listening: ServerType;
let fakePort: number;
let dataDir: string;
let entry: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
  db = await openDatabase({ url: postgres.url, dataDir: '' });
  await initialiseSettings(db, { capture: 'automatic' });
  fakePort = await freePort();
  fake = createFakeStripe({ baseUrl: `http://localhost:${fakePort}` });
  listening = serve({ fetch: fake.app.fetch, port: fakePort });
  dataDir = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
  entry = (await compile()).server;
}, 120_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  listening.close();
  fake.close();
  await db.destroy();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Settles when it listens. */
async function start() {
  const port = await freePort();
  const started = fork(entry, {
    env: {
      ...process.env,
      PORT: `${port}`,
      FAKE_STRIPE_PORT: `${fakePort}`,
      DATA_DIR: dataDir,
      DATABASE_URL: postgres.url,
      CHECKOUT_TOKEN_SECRET: tokenSecret,
      ALLOWED_ORIGINS: origin,
    },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child = started;
  const lines: Line[] = [];
  const waiting = new Map<string, () => void>();
  if (!started.stdout) throw new Error('it says nothing');
  createInterface({ input: started.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const said = JSON.parse(line) as Line;
    lines.push(said);
    waiting.get(said.msg ?? '')?.();
  });
  const ended = once(started, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const says = (msg: string) => new Promise<void>((resolve) => waiting.set(msg, resolve));
  await Promise.race([says('listening'), ended.then(() => Promise.reject(new Error('it did not start')))]);
  const url = `http://localhost:${port}`;
  return {
    url,
    lines,
    ended,
    says,
    kill: (signal: NodeJS.Signals) => started.kill(signal),
    app: { request: (path: string, init: RequestInit) => fetch(url + path, init) },
  };
}

const stripeJs = () => fakeStripeJs((path, init) => fetch(`http://localhost:${fakePort}${path}`, init));
const openTab = async (app: Awaited<ReturnType<typeof start>>['app']) => {
  const cart = await fillCart(createDemoShop(db));
  const settings = async () => settingsVersion(await readSettings(db), PLATFORM_ACCOUNT, 'test');
  const page = await openPage({ app, ...stripeJs(), settingsVersion: settings }, cart);
  return { cart, page };
};
const orderOf = (cart: string) =>
  db.selectFrom('orders').select(['order_no', 'money']).where('cart_id', '=', cart).execute();

it('at SIGTERM a payment in the middle is answered, the process ends with 0, and the next one goes on', async () => {
  const first = await start();
  const waiting = await openTab(first.app);
  const challenged = await waiting.page.pay('4000002760003184');
  const { cart, page } = await openTab(first.app);
  const slow = fake.faults.add({ kind: 'delay', path: '/v1/payment_intents/*/confirm', delay_ms: 1500 });
  const paying = page.pay('4242424242424242');
  await expect.poll(() => fake.faults.list().some(({ id }) => id === slow.id)).toBe(false);

  const stopping = first.says('stopping');
  first.kill('SIGTERM');
  await stopping;
  await expect(fetch(`${first.url}/healthz`)).rejects.toThrow();
  expect(await paying).toMatchObject({ status: 'succeeded' });
  expect(await first.ended).toEqual([0, null]);
  expect(await orderOf(cart.id)).toHaveLength(1);

  // Approved at the bank while nothing of ours runs.
  await stripeJs().authenticate(challenged, 'complete');
  const second = await start();
  await expect.poll(() => orderOf(waiting.cart.id)).toMatchObject([{ money: 'captured' }]);
  await expect.poll(() => orderOf(cart.id)).toMatchObject([{ money: 'captured' }]);
  second.kill('SIGTERM');
  expect(await second.ended).toEqual([0, null]);
}, 120_000);
