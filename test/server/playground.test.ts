import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createStorefront } from '../../demo/storefront.ts';
import type { ShopSide } from '../../demo/web/playground/model.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { Database } from '../../server-stub/store/database.ts';
import { openTestDatabase } from '../helpers/postgres.ts';

const publicUrl = 'http://localhost:4242';
let db: Database;
let close: () => Promise<void>;
let cookies: Map<string, string>;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
});
afterAll(() => close());
beforeEach(() => {
  cookies = new Map();
});

const noKeys = { current: async () => undefined };

interface Call {
  form?: Record<string, string>;
  origin?: string;
  host?: string;
  address?: string;
  /** Whether the storefront has a playground. */
  playground?: boolean;
}

async function call(path: string, { form, ...from }: Call = {}): Promise<Response> {
  const { origin = publicUrl, host = publicUrl, address, playground = true } = from;
  const storefront = createStorefront({
    shop: createDemoShop(db),
    db,
    publicUrl,
    tokenSecret: 'a-secret-of-at-least-thirty-two-characters',
    offers: async () => ({ offered: true, sort: 25, name: { ja: 'カード', en: 'Card' } }),
    stripeJs: 'http://localhost:4243/endive/stripe.js',
    ...(playground && { playground: { gateways: noKeys } }),
  });
  const response = await storefront.request(
    new URL(path, host),
    {
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { origin, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    },
    address ? { incoming: { socket: { remoteAddress: address } } } : {},
  );
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value) cookies.set(name, value);
    else cookies.delete(name);
  }
  return response;
}

const policyOf = async (path: string, playground?: boolean) =>
  (await call(path, { ...(playground !== undefined && { playground }) })).headers.get(
    'content-security-policy',
  );

it('is not there without a fake beside the shop, and then nothing may be framed', async () => {
  for (const path of ['/playground', '/playground/shop', '/playground/invariants'])
    expect((await call(path, { playground: false })).status).toBe(404);
  for (const act of ['scene', 'end', 'kill'])
    expect((await call(`/playground/${act}`, { form: {}, playground: false })).status).toBe(404);
  expect(await policyOf('/checkout', false)).toContain("frame-ancestors 'none'");
});

it('lets its own origin frame what a shopper comes by, and nobody frame itself', async () => {
  for (const path of ['/', '/cart', '/checkout', '/complete'])
    expect(await policyOf(path)).toContain("frame-ancestors 'self'");
  for (const path of ['/playground', '/preview', '/demo/stock'])
    expect(await policyOf(path)).toContain("frame-ancestors 'none'");
  expect(await policyOf('/playground')).toContain("frame-src 'self'");
});

it.each(['scene', 'end', 'kill'])('refuses "%s" that a page of another origin sends', async (act) => {
  const response = await call(`/playground/${act}`, { form: { sku: 'sencha' }, origin: 'https://evil.test' });
  expect(response.status).toBe(403);
});

it.each([
  ['a name that a stranger points here', { host: 'http://evil.test:4242', origin: 'http://evil.test:4242' }],
  ['another machine', { address: '192.168.1.20' }],
])('refuses every call from %s', async (_, from) => {
  expect((await call('/playground', from)).status).toBe(403);
  expect((await call('/playground/shop', from)).status).toBe(403);
  expect((await call('/playground/scene', { ...from, form: { sku: 'sencha' } })).status).toBe(403);
  expect((await call('/playground/kill', { ...from, form: {} })).status).toBe(403);
});

it('gives a scene a guest and a cart of its own, and leaves the visitor’s as they were', async () => {
  await call('/cart/add', { form: { sku: 'hojicha', quantity: '3' } });
  expect((await call('/playground/scene', { form: { sku: 'sencha' } })).status).toBe(200);
  const inScene = await (await call('/checkout')).text();
  expect(inScene).toContain('<secure-checkout');
  expect(inScene).toContain('深蒸し煎茶 × 1');
  expect(inScene).not.toContain('茎ほうじ茶');
  await call('/playground/end', { form: {} });
  expect(await (await call('/cart')).text()).toContain('茎ほうじ茶');
});

it('puts what is sold out on the shelf again, but nothing that is not a scene’s', async () => {
  await db.updateTable('product').set({ stock: 0 }).where('sku', '=', 'yunomi').execute();
  await call('/playground/scene', { form: { sku: 'yunomi' } });
  const shop = (await (await call('/playground/shop?sku=yunomi')).json()) as ShopSide;
  expect(shop).toMatchObject({ process: process.pid, shelf: { stock: 1, held: 0 }, attempts: [] });
  expect((await call('/playground/scene', { form: { sku: 'kyusu' } })).status).toBe(400);
});
