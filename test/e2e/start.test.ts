import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { projectRoot } from '../../scripts/paths.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { stripeOf } from './both-sides.ts';
import { aPasswordHash, emptyFolder, environment, laidFolder, refusal } from './start-shop.ts';

let stack: CheckoutStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

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
  expect(stack.logs).toContain(`ready ${stack.url}`);
  expect(await answers(stack.url)).toEqual([200, { status: 'ok' }]);
  expect(await answers(stack.fakeUrl)).toEqual([200, { status: 'ok' }]);
});

it('answers on both loopback addresses', async () => {
  const { url, fakeUrl } = stack;
  for (const host of ['127.0.0.1', '[::1]'])
    for (const origin of [url, fakeUrl])
      expect((await answers(origin.replace('localhost', host)))[0]).toBe(200);
});

it('refuses a form that another site sent, compiled as it runs', async () => {
  const answer = await fetch(`${stack.url}/cart`, {
    method: 'POST',
    headers: { Origin: 'https://other.example', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'sku=sencha',
  });
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid-request' }]);
});

it('starts a killed server again, while the fake Stripe lives on with what it knows', async () => {
  const stripe = stripeOf(stack);
  const customer = await stripe.customers.create({ email: 'who@example.com' });
  const pid = await readFile(join(stack.dataDir, 'server.pid'), 'utf8');
  await stack.restartServer();
  expect(await readFile(join(stack.dataDir, 'server.pid'), 'utf8')).not.toBe(pid);
  expect(await answers(stack.url)).toEqual([200, { status: 'ok' }]);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ email: 'who@example.com' });
});

it('leaves no process behind when npm is killed', async () => {
  const dataDir = await emptyFolder();
  const env = await environment({ DATA_DIR: dataDir });
  const npm = spawn('npm', ['start'], {
    cwd: projectRoot,
    env,
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
      await expect(fetch(`http://localhost:${env['FAKE_STRIPE_PORT']}/healthz`)).rejects.toThrow();
    },
    { timeout: 8000 },
  );
});

it('ends at Ctrl-C, which its processes get too, and starts none of them again', async () => {
  const shop = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectRoot,
    env: await environment({ DATA_DIR: await laidFolder() }),
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

it('refuses a data directory that another shop is using', async () => {
  const { dataDir } = stack;
  const { code, lines } = await refusal({ DATA_DIR: dataDir });
  expect(lines).toEqual([expect.stringContaining(dataDir)]);
  expect(code).toBe(1);
});

it('refuses a key that Stripe does not know', async () => {
  const { code, lines } = await refusal({
    STRIPE_SECRET_KEY: 'sk_test_nobody_knows_it',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_1234',
    STRIPE_WEBHOOK_SECRET: 'whsec_1234',
    STRIPE_API_BASE: stack.fakeUrl,
    DATA_DIR: await laidFolder(),
    CHECKOUT_TOKEN_SECRET: 'a-secret-of-at-least-thirty-two-characters',
    SECRETS_KEY: '0'.repeat(64),
    ADMIN_PASSWORD_HASH: aPasswordHash,
  });
  expect(lines).toEqual([expect.stringContaining('STRIPE_SECRET_KEY: Stripe does not know this key')]);
  expect(lines[0]).not.toContain('sk_test_nobody_knows_it');
  expect(code).toBe(1);
});
