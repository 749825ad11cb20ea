/** The fake as its own process: what it keeps when it is killed, and how it says that it cannot start. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { compile } from '../../scripts/compile.ts';
import { SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { hold, startReceiver } from './harness.ts';

let entry: string;
let dataDir: string;
let running: ChildProcess[] = [];

beforeAll(async () => {
  entry = (await compile()).fake;
});
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fake-stripe-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function launch(env: Record<string, string>, script = [entry]): ChildProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', ...script], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.push(child);
  return child;
}

async function start(port: number, more: Record<string, string> = {}) {
  const child = launch({ FAKE_STRIPE_PORT: String(port), ...more });
  await once(child.stdout!, 'data');
  return child;
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, stderr };
}

const connect = (port: number): Stripe =>
  new Stripe(SECRET_KEY, { host: 'localhost', port, protocol: 'http', maxNetworkRetries: 0 });

describe('a fake that is killed', () => {
  it('knows everything it had acknowledged when it is started again', async () => {
    const port = await freePort();
    const first = await start(port);
    const stripe = connect(port);
    const customer = await stripe.customers.create({ email: 'a@example.com' });
    const held = await hold({ stripe }, 'pm_card_visa', {
      customer: customer.id,
      setup_future_usage: 'on_session',
    });
    const keyed = await stripe.customers.create({}, { idempotencyKey: 'once' });
    await fetch(`http://localhost:${port}/_control/clock`, {
      method: 'POST',
      body: '{"offset_seconds":3600}',
    });
    const events = (await stripe.events.list({ limit: 100 })).data;
    first.kill('SIGKILL');
    await once(first, 'exit');

    await start(port);
    expect(await stripe.paymentIntents.retrieve(held.id)).toEqual(held);
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(1);
    expect((await stripe.customers.create({}, { idempotencyKey: 'once' })).id).toBe(keyed.id);
    expect((await stripe.events.list({ limit: 100 })).data).toEqual(events);
    const control = await fetch(`http://localhost:${port}/_control/state`);
    expect(await control.json()).toMatchObject({ offset_seconds: 3600 });
    expect((await stripe.paymentIntents.capture(held.id)).status).toBe('succeeded');
  });

  it('in the middle of its work has lost nothing that it had answered', async () => {
    const port = await freePort();
    const first = await start(port);
    const stripe = connect(port);
    const acknowledged: string[] = [];
    const worker = async (): Promise<void> => {
      for (;;) {
        acknowledged.push((await hold({ stripe })).id);
        // In the middle: the other workers' calls are under way.
        if (acknowledged.length === 60) first.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 4 }, () => worker().catch(() => {})));
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);

    await start(port);
    const statuses = acknowledged.map(async (id) => (await stripe.paymentIntents.retrieve(id)).status);
    expect(new Set(await Promise.all(statuses))).toEqual(new Set(['requires_capture']));
  });

  it('still delivers the webhooks that nobody had taken', async () => {
    const shop = await startReceiver();
    const port = await freePort();
    const env = { FAKE_WEBHOOK_URL: shop.url };
    shop.state.status = 500;
    const first = await start(port, env);
    await connect(port).customers.create();
    await expect.poll(() => shop.received.length).toBe(1);
    await fetch(`http://localhost:${port}/_control/webhooks/settled`, { method: 'POST' });
    first.kill('SIGKILL');
    await once(first, 'exit');
    shop.state.status = 200;
    await start(port, env);
    await expect.poll(() => shop.received.length, { timeout: 10_000 }).toBe(2);
    await shop.stop();
  });
});

describe('a fake that cannot start', () => {
  it('says in one line that its port is taken, and exits with 1', async () => {
    const port = await freePort();
    await start(port);
    const otherDir = await mkdtemp(join(tmpdir(), 'fake-stripe-'));
    const { code, stderr } = await ended(launch({ FAKE_STRIPE_PORT: String(port), DATA_DIR: otherDir }));
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(`fake Stripe: port ${port} is already in use (FAKE_STRIPE_PORT)`);
    await rm(otherDir, { recursive: true, force: true });
  });

  it('says in one line that another process has its data', async () => {
    await start(await freePort());
    const { code, stderr } = await ended(launch({ FAKE_STRIPE_PORT: String(await freePort()) }));
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(/^fake Stripe: data directory .* is in use by process \d+$/);
  });

  it('says in one line that its data cannot be written', async () => {
    const { code, stderr } = await ended(
      launch({ FAKE_STRIPE_PORT: String(await freePort()), DATA_DIR: '/dev/null/x' }),
    );
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a fake', () => {
  it('is ready when it says so, on both loopback addresses', async () => {
    const port = await freePort();
    await start(port);
    for (const host of ['127.0.0.1', '[::1]']) {
      const response = await fetch(`http://${host}:${port}/healthz`);
      expect(await response.json()).toEqual({ status: 'ok' });
    }
  });

  it('leaves when the process that started it is gone', async () => {
    const port = await freePort();
    const parentSource = `
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, [${JSON.stringify(entry)}], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.stdout.on('data', () => process.send(child.pid));`;
    const parent = launch({ FAKE_STRIPE_PORT: String(port) }, [
      '--input-type=module',
      '--eval',
      parentSource,
    ]);
    const [pid] = (await once(parent, 'message')) as [number];
    parent.kill('SIGKILL');
    const isAlive = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isAlive, { timeout: 5000 }).toBe(false);
  });
});

describe('what was under way', () => {
  it('goes on after a restart: a bank answers, a hold expires, a refund ends', async () => {
    const wallMs = () => 1_800_000_000_000;
    const first = createFakeStripe({ dataDir, wallMs });
    const post = async (path: string, form: Record<string, string>) => {
      const init = {
        method: 'POST',
        headers: { Authorization: `Bearer ${SECRET_KEY}` },
        body: new URLSearchParams(form),
      };
      return (await (await first.app.request(path, init)).json()) as { id: string };
    };
    const pay = (capture_method: string, payment_method: string) =>
      post('/v1/payment_intents', {
        amount: '900',
        currency: 'jpy',
        confirm: 'true',
        capture_method,
        payment_method,
      });
    const expiring = await pay('manual', 'pm_card_amex');
    const refunded = await pay('automatic', 'pm_card_pendingRefund');
    const refund = await post('/v1/refunds', { payment_intent: refunded.id });
    Object.assign(first.processing, { seconds: 3600, times: 1 });
    const processing = await pay('automatic', 'pm_card_visa');
    expect(processing).toMatchObject({ status: 'processing' });
    first.close();

    const second = createFakeStripe({ dataDir, wallMs });
    second.clock.setOffset(8 * 24 * 60 * 60);
    const { world } = second.scene();
    expect(world.payment_intents.get(processing.id)?.status).toBe('succeeded');
    expect(world.payment_intents.get(expiring.id)?.cancellation_reason).toBe('expired');
    expect(world.refunds.get(refund.id)?.status).toBe('succeeded');
    second.close();
  });
});

describe('the journal', () => {
  it('is not locked by a process that only has the number of the one that was killed', async () => {
    createFakeStripe({ dataDir }).close();
    await writeFile(join(dataDir, 'fake-stripe/lock'), `${process.ppid} 1`);
    createFakeStripe({ dataDir }).close();
  });

  it('drops a line that was cut short and keeps the rest', async () => {
    const first = createFakeStripe({ dataDir });
    const { world } = first.scene();
    const app = (path: string) =>
      first.app.request(path, { method: 'POST', headers: { Authorization: `Bearer ${SECRET_KEY}` } });
    await app('/v1/customers');
    first.close();
    await appendFile(join(dataDir, 'fake-stripe/journal.jsonl'), '[{"world":"acct');
    const second = createFakeStripe({ dataDir });
    expect(second.scene().world.customers.size).toBe(world.customers.size);
    second.close();
    expect(await readFile(join(dataDir, 'fake-stripe/journal.jsonl'), 'utf8')).not.toContain(
      '[{"world":"acct"',
    );
  });

  it('is rewritten at the start when most of it is history', async () => {
    const first = createFakeStripe({ dataDir });
    const { world, commit } = first.scene();
    const response = await first.app.request('/v1/customers', {
      method: 'POST',
      headers: { Authorization: `Bearer ${SECRET_KEY}` },
    });
    const { id } = (await response.json()) as { id: string };
    for (let change = 0; change < 12_000; change++) {
      world.customers.put({ ...world.customers.get(id)!, description: String(change) });
      if (change % 100 === 0) commit();
    }
    first.close();
    const second = createFakeStripe({ dataDir });
    second.close();
    expect((await readFile(join(dataDir, 'fake-stripe/journal.jsonl'))).length).toBeLessThan(10_000);
    const third = createFakeStripe({ dataDir });
    expect(third.scene().world.customers.get(id)?.description).toBe('11999');
    third.close();
  });
});
