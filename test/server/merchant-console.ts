/** A browser of the merchant's: keeps its cookie and the page's token. */
import { Hono } from 'hono';
import { ensureOwner, firstOwner } from '../../server-stub/admin/first-owner.ts';
import { hashPassword } from '../../server-stub/admin/password.ts';
import type { CheckoutDeps } from '../../server-stub/checkout/deps.ts';
import {
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from '../../server-stub/fake-stripe/keys.ts';
import type { KeyStore } from '../../server-stub/keys/change.ts';
import { takeOverKeys, type EnvironmentKeys } from '../../server-stub/keys/environment.ts';
import { createVault } from '../../server-stub/keys/vault.ts';
import { adminPages } from '../../server-stub/routes/admin-pages.ts';
import { adminRoutes, type AdminOptions } from '../../server-stub/routes/admin.ts';
import { problems } from '../../server-stub/routes/http.ts';
import { askOwner } from '../../server-stub/stripe/ask-owner.ts';
import { startServer, type TestServer } from './harness.ts';

export const password = 'correct horse battery staple';
export const consoleOrigin = 'https://shop.test';
const secretsKey = 'ab'.repeat(32);

export const environmentKeys: EnvironmentKeys = {
  mode: 'test',
  secretKey: SECRET_KEY,
  publishableKey: PUBLISHABLE_KEY,
  webhookSecrets: [WEBHOOK_SECRET],
  account: PLATFORM_ACCOUNT,
};

export const consoleKeys = ({ httpClient }: Pick<TestServer, 'httpClient'>): KeyStore => ({
  vault: createVault([secretsKey]),
  world: 'fake',
  askOwner: (key) => askOwner(key, { httpClient }),
});

export interface Current {
  version: number;
  settings: { wordings: Record<string, Record<string, string>>; [name: string]: unknown };
  keys: Record<'test' | 'live', Record<string, string>>;
}

/** A server as its merchant finds it: an owner with a password, and Stripe's keys. */
export async function startFurnished(): Promise<TestServer> {
  const server = await startServer('PostgreSQL');
  const keys = consoleKeys(server);
  await ensureOwner(server.db, keys.vault, { passwordHash: await hashPassword(password) });
  await takeOverKeys(server.db, keys, environmentKeys);
  return server;
}

export type MerchantConsole = ReturnType<typeof openMerchantConsole>;

export function openMerchantConsole(
  server: TestServer,
  { deps = server.deps, ...more }: { deps?: CheckoutDeps } & Partial<AdminOptions> = {},
) {
  const options = {
    secretsKey,
    publicUrl: consoleOrigin,
    zone: 'Asia/Tokyo',
    stripe: { fake: true },
    keys: consoleKeys(server),
    ...more,
  };
  const app = new Hono();
  app.onError(problems(deps.log));
  app.route('/admin/api', adminRoutes(deps, options));
  app.route('/admin', adminPages(deps, options));
  let cookie = '';
  let csrf = '';
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const { 'X-From': from = '127.0.0.1', ...others } = headers;
    const peer = { incoming: { socket: { remoteAddress: from } } };
    const init = {
      method,
      headers: {
        Cookie: cookie,
        Origin: consoleOrigin,
        'X-CSRF-Token': csrf,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...others,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const response = await app.request(path, init, peer);
    const set = response.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
    if (typeof json['csrf'] === 'string') csrf = json['csrf'];
    return { status: response.status, headers: response.headers, json, text };
  };
  const signIn = (with_: object = {}) =>
    send('POST', '/admin/api/session', { name: firstOwner, password, ...with_ });
  const current = async () => (await send('GET', '/admin/api/settings')).json as unknown as Current;
  const save = (settings: object, from: number) =>
    send('PUT', '/admin/api/settings', { settings }, { 'If-Match': `"${from}"` });
  const typeKeys = async (keys: object, fields: object = {}) => {
    const { version, settings } = await current();
    const body = { settings: { ...settings, ...fields }, keys };
    return send('PUT', '/admin/api/settings', body, { 'If-Match': `"${version}"` });
  };
  /** Saves one change on top of what holds. */
  const change = async (fields: object, wordings: object = {}) => {
    const { version, settings } = await current();
    const next = { ...settings, ...fields, wordings: { ...settings.wordings, ...wordings } };
    return save(next, version);
  };
  return { send, signIn, settings: current, save, change, typeKeys };
}
