import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStorefront, type Offer } from '../../demo/storefront.ts';
import { readToken, destination } from '../../server-stub/checkout/token.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { Database } from '../../server-stub/store/database.ts';
import { openTestDatabase } from '../helpers/postgres.ts';

const publicUrl = 'http://shop.test';
const tokenSecret = 'a-secret-of-at-least-thirty-two-characters';
let db: Database;
let close: () => Promise<void>;
let cookies: Map<string, string>;
let offer: Offer;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
});
afterAll(() => close());
beforeEach(async () => {
  cookies = new Map();
  offer = { offered: true, sort: 25, name: { ja: 'クレジットカード', en: 'Card' } };
  await db.updateTable('product').set({ stock: 9 }).execute();
});

const shop = () => createDemoShop(db);
const open = (stripeJs?: string) =>
  createStorefront({
    shop: shop(),
    db,
    publicUrl,
    tokenSecret,
    offers: async () => offer,
    ...(stripeJs && { stripeJs }),
  });

/** A browser's worth of cookies, and the origin it would send. */
async function visit(path: string, form?: Record<string, string>, origin = publicUrl) {
  const response = await open('http://fake.test/endive/stripe.js').request(new URL(path, publicUrl), {
    headers: {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(form && { origin, 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name) cookies.set(name, value ?? '');
  }
  return {
    response,
    status: response.status,
    to: response.headers.get('location'),
    text: await response.text(),
  };
}

const contact = {
  name: '花子',
  email: 'hanako@example.com',
  phone: '０９０-1234-5678',
  country: 'JP',
  postal: '100-0001',
  address: '東京都 "1-1"',
};

async function goToCheckout() {
  await visit('/cart/add', { sku: 'yunomi', quantity: '1' });
  await visit('/checkout/contact', contact);
  return visit('/checkout');
}

async function result(claims: { outcome: 'sold-out' | 'paid'; cart?: string; order?: string }) {
  const url = await destination(tokenSecret, `${publicUrl}/cart`, {
    items: [{ sku: 'yunomi', state: 'gone' }],
    cart: 'cart_x',
    reference: 'ABCD-2345',
    ...claims,
  });
  return new URL(url).search;
}

test('the catalog is Japanese, and English once it was asked for', async () => {
  expect((await visit('/')).text).toContain('<html lang="ja">');
  expect((await visit('/?lang=en')).text).toContain('Hagi tea cup');
  expect((await visit('/cart')).text).toContain('<html lang="en">');
});

test('pages are kept out of caches and allow no script but their own and Stripe’s', async () => {
  const { headers } = (await visit('/')).response;
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self' https://js.stripe.com http://fake.test;");
  expect(policy).toContain("style-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

test('a form on another site changes nothing', async () => {
  expect((await visit('/cart/add', { sku: 'yunomi' }, 'https://evil.test')).status).toBe(403);
  expect((await visit('/cart')).text).toContain('カートは空です');
});

test('the page asks for Stripe.js early, and for the fake only where there is one', async () => {
  const { text } = await goToCheckout();
  expect(text).toContain('<script src="http://fake.test/endive/stripe.js"></script>');
  const real = await open().request(`${publicUrl}/checkout`, {
    headers: { cookie: `visitor=${cookies.get('visitor')}` },
  });
  const page = await real.text();
  expect(page).toContain('<link rel="preload" as="script" href="https://js.stripe.com/endive/stripe.js" />');
  expect(page).not.toContain('fake.test');
});

test('the address is asked for before anything can be paid, and its errors are named', async () => {
  await visit('/cart/add', { sku: 'yunomi' });
  expect((await visit('/checkout')).text).not.toContain('<secure-checkout');
  const wrong = await visit('/checkout/contact', { ...contact, email: 'nobody' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('aria-describedby="email-error"');
});

test('the token says whose cart it is at which version, and nothing of the price', async () => {
  const { text } = await goToCheckout();
  const token = /token="([^"]+)"/.exec(text)?.[1] ?? '';
  const { claims } = await readToken(tokenSecret, token);
  const cart = await shop().cartOf(cookies.get('visitor') ?? '');
  expect(claims).toMatchObject({
    sub: cookies.get('visitor'),
    cart: cart?.id,
    ver: cart?.version,
    shopper: 'guest',
    billing_country: 'JP',
    origin: publicUrl,
    urls: {
      cart: `${publicUrl}/cart`,
      check: `${publicUrl}/checkout`,
      complete: `${publicUrl}/complete`,
    },
  });
  expect(claims).not.toHaveProperty('member');
});

test('a token is renewed for the version that the page shows, not for another', async () => {
  const { text } = await goToCheckout();
  const version = /data-cart-version="(\d+)"/.exec(text)?.[1];
  expect((await visit(`/checkout/token?ver=${version}`)).text).toContain('"token"');
  await visit('/cart/add', { sku: 'hojicha' });
  expect((await visit(`/checkout/token?ver=${version}`)).status).toBe(409);
});

test('the methods stand in the order of their sort numbers, ours among them or not at all', async () => {
  const ids = (text: string) => [...text.matchAll(/id="method-(\w+)"/g)].map((match) => match[1]);
  expect(ids((await goToCheckout()).text)).toEqual(['cod', 'card', 'bank']);
  offer = { ...offer, offered: false };
  expect(ids((await visit('/checkout')).text)).toEqual(['cod', 'bank']);
});

test('a method that the merchant switched off is neither offered nor taken, and one that moved stands elsewhere', async () => {
  const ids = (text: string) => [...text.matchAll(/id="method-(\w+)"/g)].map((match) => match[1]);
  await goToCheckout();
  await shop().changeMethod?.('cod', { enabled: false, sort: 20 });
  await shop().changeMethod?.('bank', { enabled: true, sort: 5 });
  const { text } = await visit('/checkout');
  expect(ids(text)).toEqual(['bank', 'card']);
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  expect((await visit('/checkout/order', { method: 'cod', version })).to).toBe('/checkout');
  await db.deleteFrom('shop_method').execute();
  expect(ids((await visit('/checkout')).text)).toEqual(['cod', 'card', 'bank']);
});

test('the final confirmation stands above the buttons, each item with a way to change it', async () => {
  const { text } = await goToCheckout();
  const confirmation = text.slice(text.indexOf('class="confirmation"'), text.indexOf('id="methods"'));
  for (const fact of [
    '× 1',
    '送料',
    '5,400円',
    'お支払いの方法と時期',
    'お引き渡し時期',
    '申込みの期間',
    '撤回・解除',
  ])
    expect(confirmation).toContain(fact);
  expect(confirmation.match(/class="change"/g)).toHaveLength(7);
  expect(text.indexOf('order-button')).toBeGreaterThan(text.indexOf('class="confirmation"'));
  expect(confirmation).toContain('東京都 &quot;1-1&quot;');
});

test('cash on delivery places the order and shows its number and mail to its owner alone', async () => {
  const { text } = await goToCheckout();
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const placed = await visit('/checkout/order', { method: 'cod', version });
  expect(placed.status).toBe(303);
  const done = await visit(placed.to ?? '');
  expect(done.text).toContain('ご注文ありがとうございます');
  expect(done.text).toContain('【茶と器 こだま】');
  cookies.clear();
  expect((await visit(placed.to ?? '')).status).toBe(404);
});

test('a cart that asks for more than there is leads on only once it asks for less', async () => {
  await visit('/cart/add', { sku: 'yunomi' });
  await visit('/cart/quantity', { sku: 'yunomi', quantity: '10' });
  expect((await visit('/cart')).text).not.toContain('href="/checkout"');
  await visit('/cart/quantity', { sku: 'yunomi', quantity: '9' });
  expect((await visit('/cart')).text).toContain('href="/checkout"');
});

test('the cart page names what has sold out', async () => {
  expect((await visit(`/cart${await result({ outcome: 'sold-out' })}`)).text).toContain(
    '「萩焼の湯呑」は在庫がなくなりました',
  );
});

test('a result that nobody signed says nothing', async () => {
  const forged = (await result({ outcome: 'sold-out' })).slice(0, -4);
  expect((await visit(`/cart${forged}aaaa`)).text).not.toContain('在庫がなくなりました');
});

test('done needs a signed result for that very order', async () => {
  const { text } = await goToCheckout();
  const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
  const { to } = await visit('/checkout/order', { method: 'bank', version });
  const order = /\d+/.exec(to ?? '')?.[0] ?? '';
  const cart = (await shop().findOrder(order))?.cart_id ?? '';
  expect((await visit(`/complete?order=${order}`)).text).toContain('有効期限が切れました');
  expect((await visit(`/complete${await result({ outcome: 'paid', order })}`)).text).toContain(
    '有効期限が切れました',
  );
  const done = await visit(`/complete${await result({ outcome: 'paid', order, cart })}`);
  expect(done.text).toContain(`<strong id="order-number">${order}</strong>`);
});

test('a member buys as a member, in a cookie that cannot be forged', async () => {
  await visit('/cart/add', { sku: 'yunomi' });
  await visit('/login', { member: 'member-1001' });
  const { text } = await visit('/checkout');
  const { claims } = await readToken(tokenSecret, /token="([^"]+)"/.exec(text)?.[1] ?? '');
  expect(claims).toMatchObject({ sub: 'member-1001', shopper: 'member', member: 'member-1001' });
  cookies.set('member', 'member-1002');
  expect((await visit('/')).text).toContain('ログイン');
});

test('stock can be set, so that selling out can be tried', async () => {
  expect((await visit('/demo/stock', { sku: 'yunomi', stock: '0' })).status).toBe(303);
  expect((await visit('/')).text).toContain('在庫切れ');
});

test('the shop’s files are served, and nothing else', async () => {
  expect((await visit('/demo/shop.css')).response.headers.get('content-type')).toContain('text/css');
  expect((await visit('/demo/yunomi.svg')).status).toBe(200);
  expect((await visit('/demo/..%2fstorefront.js')).status).toBe(404);
});
