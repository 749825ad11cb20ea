import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startStack } from '../helpers/checkout-stack.ts';
import { freePort } from '../helpers/ports.ts';
import { aPasswordHash, emptyFolder, laidFolder, refusal } from './start-shop.ts';

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

const keys = {
  STRIPE_SECRET_KEY: 'sk_test_1234',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1234',
  STRIPE_WEBHOOK_SECRET: 'whsec_1234',
};

it('refuses keys of which some are missing', async () => {
  const { code, lines } = await refusal({ STRIPE_SECRET_KEY: keys.STRIPE_SECRET_KEY });
  expect(lines).toEqual([expect.stringContaining('STRIPE_PUBLISHABLE_KEY')]);
  expect(code).toBe(1);
});

it('refuses keys of two modes', async () => {
  const { code, lines } = await refusal({ ...keys, STRIPE_PUBLISHABLE_KEY: 'pk_live_1234' });
  expect(lines).toEqual([expect.stringContaining('STRIPE_PUBLISHABLE_KEY')]);
  expect(code).toBe(1);
});

it('refuses to make up secrets beside real keys', async () => {
  const { code, lines } = await refusal(keys);
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
    const { code, lines } = await refusal({ DATA_DIR: await laidFolder(), ...(await live()) });
    expect(lines).toEqual([
      expect.stringMatching(/live mode needs a second factor .*ADMIN_TOTP_SECRET.*ADMIN_ALLOWED_IPS/),
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['a second factor', { ADMIN_TOTP_SECRET: 'JBSWY3DPEHPK3PXP' }],
    ['a list of addresses', { ADMIN_ALLOWED_IPS: '127.0.0.1' }],
  ])('starts with %s', async (_name, more) => {
    const stack = await startStack({ env: await live(more) });
    onTestFinished(stack.stop);
    expect((await fetch(`${stack.url}/healthz`)).status).toBe(200);
  });
});
