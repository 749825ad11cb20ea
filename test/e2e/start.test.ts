import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../scripts/paths.ts';
import { startStack } from '../helpers/checkout-stack.ts';
import { freePort } from '../helpers/ports.ts';
import { stripeOf } from './both-sides.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** Starts what should refuse to start, and gives back its last words. */
async function refusal(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      PORT: `${await freePort()}`,
      FAKE_STRIPE_PORT: `${await freePort()}`,
      DATA_DIR: await emptyFolder(),
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: stderr.split('\n').filter(Boolean) };
}

const aPasswordHash = 'scrypt$2$8$1$aaaaaaaaaaaaaaaaaaaaaa$bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';

async function startedStack(env?: Record<string, string>) {
  const stack = await startStack(env ? { env } : {});
  cleanups.push(stack.stop);
  return stack;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(async (answer) => [answer.status, await answer.json()]);

it('says ready when both processes answer', async () => {
  const stack = await startedStack();
  expect(stack.logs).toContain(`ready ${stack.url}`);
  expect(await answers(stack.url)).toEqual([200, { status: 'ok' }]);
  expect(await answers(stack.fakeUrl)).toEqual([200, { status: 'ok' }]);
});

it('answers on both loopback addresses', async () => {
  const { url, fakeUrl } = await startedStack();
  for (const host of ['127.0.0.1', '[::1]'])
    for (const origin of [url, fakeUrl])
      expect((await answers(origin.replace('localhost', host)))[0]).toBe(200);
});

it('starts a killed server again, while the fake Stripe lives on with what it knows', async () => {
  const stack = await startedStack();
  const stripe = stripeOf(stack);
  const customer = await stripe.customers.create({ email: 'who@example.com' });
  const pid = await readFile(join(stack.dataDir, 'server.pid'), 'utf8');
  await stack.restartServer();
  expect(await readFile(join(stack.dataDir, 'server.pid'), 'utf8')).not.toBe(pid);
  expect(await answers(stack.url)).toEqual([200, { status: 'ok' }]);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ email: 'who@example.com' });
});

it('leaves no process behind when npm is killed', async () => {
  const [port, fakePort, dataDir] = [await freePort(), await freePort(), await emptyFolder()];
  const npm = spawn('npm', ['start'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: `${port}`, FAKE_STRIPE_PORT: `${fakePort}`, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) =>
    npm.stdout.on('data', (chunk: Buffer) => chunk.includes('ready ') && resolve()),
  );
  const server = Number(await readFile(join(dataDir, 'server.pid'), 'utf8'));
  npm.kill('SIGKILL');
  await vi.waitFor(
    async () => {
      expect(isAlive(server)).toBe(false);
      await expect(fetch(`http://localhost:${fakePort}/healthz`)).rejects.toThrow();
    },
    { timeout: 8000 },
  );
});

it('ends at Ctrl-C, which its processes get too, and starts none of them again', async () => {
  const shop = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectRoot,
    env: {
      ...process.env,
      PORT: `${await freePort()}`,
      FAKE_STRIPE_PORT: `${await freePort()}`,
      DATA_DIR: await emptyFolder(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, as a terminal gives to what it starts.
    detached: true,
  });
  let complaints = '';
  shop.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  await new Promise<void>((resolve) =>
    shop.stdout.on('data', (chunk: Buffer) => chunk.includes('ready ') && resolve()),
  );
  process.kill(-(shop.pid ?? 0), 'SIGINT');
  expect(await once(shop, 'close')).toEqual([0, null]);
  expect(complaints).toBe('');
});

it('refuses a port that is in use', async () => {
  for (const name of ['PORT', 'FAKE_STRIPE_PORT']) {
    const port = await freePort();
    const other = createServer().listen(port);
    await once(other, 'listening');
    const { code, lines } = await refusal({ [name]: `${port}` });
    other.close();
    expect(lines).toEqual([expect.stringContaining(`${port} is in use`)]);
    expect(code).toBe(1);
  }
});

it('refuses a data directory that another shop is using', async () => {
  const { dataDir } = await startedStack();
  const { code, lines } = await refusal({ DATA_DIR: dataDir });
  expect(lines).toEqual([expect.stringContaining(dataDir)]);
  expect(code).toBe(1);
});

it('refuses a data directory that cannot be written to', async () => {
  const file = join(await emptyFolder(), 'file');
  await writeFile(file, '');
  const { code, lines } = await refusal({ DATA_DIR: join(file, 'data') });
  expect(lines).toEqual([expect.stringContaining(join(file, 'data'))]);
  expect(code).toBe(1);
});

it('refuses a database that is down', async () => {
  const { code, lines } = await refusal({
    DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
  });
  expect(lines).toEqual([expect.stringContaining('DATABASE_URL')]);
  expect(code).toBe(1);
});

it('refuses keys of which some are missing', async () => {
  const { code, lines } = await refusal({ STRIPE_SECRET_KEY: 'sk_test_1234' });
  expect(lines).toEqual([expect.stringContaining('STRIPE_PUBLISHABLE_KEY')]);
  expect(code).toBe(1);
});

it('refuses keys of two modes', async () => {
  const { code, lines } = await refusal({
    STRIPE_SECRET_KEY: 'sk_test_1234',
    STRIPE_PUBLISHABLE_KEY: 'pk_live_1234',
    STRIPE_WEBHOOK_SECRET: 'whsec_1234',
  });
  expect(lines).toEqual([expect.stringContaining('STRIPE_PUBLISHABLE_KEY')]);
  expect(code).toBe(1);
});

it('refuses a key that Stripe does not know', async () => {
  const { fakeUrl } = await startedStack();
  const { code, lines } = await refusal({
    STRIPE_SECRET_KEY: 'sk_test_nobody_knows_it',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_1234',
    STRIPE_WEBHOOK_SECRET: 'whsec_1234',
    STRIPE_API_BASE: fakeUrl,
    CHECKOUT_TOKEN_SECRET: 'a-secret-of-at-least-thirty-two-characters',
    SECRETS_KEY: '0'.repeat(64),
    ADMIN_PASSWORD_HASH: aPasswordHash,
  });
  expect(lines).toEqual([expect.stringContaining('STRIPE_SECRET_KEY: Stripe does not know this key')]);
  expect(lines[0]).not.toContain('sk_test_nobody_knows_it');
  expect(code).toBe(1);
});

it('refuses to make up secrets beside real keys', async () => {
  const { code, lines } = await refusal({
    STRIPE_SECRET_KEY: 'sk_test_1234',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_1234',
    STRIPE_WEBHOOK_SECRET: 'whsec_1234',
  });
  expect(lines).toEqual([expect.stringContaining('CHECKOUT_TOKEN_SECRET')]);
  expect(code).toBe(1);
});

describe('a console over live money', () => {
  /** Live mode from the settings file, before any key is stored. */
  async function live(more: Record<string, string> = {}): Promise<Record<string, string>> {
    const file = join(await emptyFolder(), 'settings.json');
    await writeFile(file, JSON.stringify({ environment: 'live' }));
    return {
      STRIPE: 'real',
      // Nobody answers there: not even a test asks the real Stripe.
      STRIPE_API_BASE: `http://127.0.0.1:${await freePort()}`,
      CHECKOUT_TOKEN_SECRET: 'a-secret-of-at-least-thirty-two-characters',
      SECRETS_KEY: '0'.repeat(64),
      ADMIN_PASSWORD_HASH: aPasswordHash,
      SETTINGS_FILE: file,
      ...more,
    };
  }

  it('is refused at the start where a password alone would open it', async () => {
    const { code, lines } = await refusal(await live());
    expect(lines).toEqual([
      expect.stringMatching(/live mode needs a second factor .*ADMIN_TOTP_SECRET.*ADMIN_ALLOWED_IPS/),
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['a second factor', { ADMIN_TOTP_SECRET: 'JBSWY3DPEHPK3PXP' }],
    ['a list of addresses', { ADMIN_ALLOWED_IPS: '127.0.0.1' }],
  ])('starts with %s', async (_name, more) => {
    const stack = await startedStack(await live(more));
    expect(await answers(stack.url)).toEqual([200, { status: 'ok' }]);
  });
});
