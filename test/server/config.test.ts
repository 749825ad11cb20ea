import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../server-stub/config.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';

const realKeys = {
  STRIPE_SECRET_KEY: 'sk_test_123',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_123',
  STRIPE_WEBHOOK_SECRET: 'whsec_123',
};
const secrets = {
  CHECKOUT_TOKEN_SECRET: 'x'.repeat(32),
  SECRETS_KEY: 'a'.repeat(64),
  ADMIN_PASSWORD_HASH: 'scrypt$2$8$1$aaaaaaaaaaaaaaaaaaaaaa$bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
};

describe('the environment at start', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'secure-checkout-config-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));
  const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dir, ...env });

  it('needs nothing at all for the demo', async () => {
    const config = await read({});
    expect(config).toMatchObject({ port: 4242, stripe: { fake: true, apiBase: 'http://localhost:4243' } });
  });

  it('takes the fake’s own keys for none, so that they are never sent to Stripe', async () => {
    const config = await read({
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    });
    expect(config.stripe).toMatchObject({ fake: true, apiBase: 'http://localhost:4243' });
  });

  it('makes a missing secret once and keeps it', async () => {
    expect((await read({})).tokenSecret).toBe((await read({})).tokenSecret);
  });

  it('wants all three keys or none', async () => {
    await expect(read({ STRIPE_SECRET_KEY: 'sk_test_123' })).rejects.toThrow('go together');
  });

  it('refuses a secret key where the publishable one belongs', async () => {
    await expect(read({ ...realKeys, ...secrets, STRIPE_PUBLISHABLE_KEY: 'sk_test_123' })).rejects.toThrow(
      'STRIPE_PUBLISHABLE_KEY',
    );
  });

  it('refuses keys of different modes', async () => {
    await expect(read({ ...realKeys, ...secrets, STRIPE_PUBLISHABLE_KEY: 'pk_live_1' })).rejects.toThrow(
      'another mode',
    );
  });

  it('starts with real keys only if the secrets are given', async () => {
    await expect(read(realKeys)).rejects.toThrow('CHECKOUT_TOKEN_SECRET must be set');
    await expect(read({ ...realKeys, ...secrets, ADMIN_PASSWORD_HASH: '' })).rejects.toThrow(
      'ADMIN_PASSWORD_HASH',
    );
    expect((await read({ ...realKeys, ...secrets })).stripe.fake).toBe(false);
  });

  it('knows a shop elsewhere by address and secret, which writes its own mails unless told otherwise', async () => {
    const shop = {
      SHOP_URL: 'https://shop.example/port',
      SHOP_SECRET: `${'n'.repeat(32)},${'o'.repeat(32)}`,
    };
    expect(await read(shop)).toMatchObject({
      shop: { url: 'https://shop.example/port', mail: 'shop' },
      shopSecrets: ['n'.repeat(32), 'o'.repeat(32)],
    });
    await expect(read({ SHOP_URL: shop.SHOP_URL })).rejects.toThrow('SHOP_SECRET must be set');
    await expect(read({ ...shop, SHOP_SECRET: 'short' })).rejects.toThrow('SHOP_SECRET');
    await expect(read({ ...shop, SHOP_URL: 'http://shop.example/port' })).rejects.toThrow('https');
    expect((await read({ ...shop, SHOP_URL: 'http://127.0.0.1:8080/port' })).shop?.mail).toBe('shop');
  });

  it('writes mails itself only where it can send them', async () => {
    const shop = { SHOP_URL: 'https://shop.example/port', SHOP_SECRET: 'n'.repeat(32), MAIL: 'server' };
    await expect(read(shop)).rejects.toThrow('SMTP_URL');
    const smtp = { SMTP_URL: 'smtp://localhost:25', MAIL_FROM: 'orders@shop.example' };
    expect((await read({ ...shop, ...smtp })).shop?.mail).toBe('server');
    await expect(read({ MAIL: 'shop' })).rejects.toThrow('SHOP_URL');
  });

  it('names what is wrong with a list of addresses', async () => {
    await expect(read({ ADMIN_ALLOWED_IPS: '10.0.0.0/8, shop' })).rejects.toThrow(
      'ADMIN_ALLOWED_IPS: "shop"',
    );
    expect((await read({ TRUSTED_PROXIES: '10.0.0.0/8' })).admin.proxies?.has('10.9.9.9')).toBe(true);
  });

  it('refuses a password where its hash belongs', async () => {
    await expect(read({ ADMIN_PASSWORD_HASH: 'my password' })).rejects.toThrow('npm run admin:password');
  });

  it('makes a password for the demo once, and the same at the next start', async () => {
    const { admin } = await read({});
    expect(admin.password).toHaveLength(12);
    expect((await read({})).admin.password).toBe(admin.password);
  });

  it('sends a live key nowhere but to Stripe or to this machine', async () => {
    const live = {
      ...realKeys,
      STRIPE_SECRET_KEY: 'sk_live_1',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
      ...secrets,
    };
    await expect(read({ ...live, STRIPE_API_BASE: 'https://evil.example' })).rejects.toThrow('loopback');
  });

  it('names what is wrong with a port, an origin and a settings file', async () => {
    await expect(read({ PORT: '99999' })).rejects.toThrow('PORT');
    await expect(read({ ALLOWED_ORIGINS: 'shop.example' })).rejects.toThrow('is not an origin');
    await writeFile(join(dir, 'settings.json'), '{');
    await expect(read({ SETTINGS_FILE: join(dir, 'settings.json') })).rejects.toThrow('SETTINGS_FILE');
  });

  it('allows its own public origin and those that are listed', async () => {
    const config = await read({
      PUBLIC_URL: 'https://pay.example/',
      ALLOWED_ORIGINS: 'https://a.example, https://b.example',
    });
    expect(config.allowedOrigins).toEqual(['https://pay.example', 'https://a.example', 'https://b.example']);
  });
});
