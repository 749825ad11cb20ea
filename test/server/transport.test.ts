import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { openPage, origin, signToken, startServer, type TestServer } from './harness.ts';

let server: TestServer;
let cart: { id: string; version: number };
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

const view = (headers: Record<string, string>, body = '{}') =>
  server.app.request('/v1/view', { method: 'POST', headers, body });

describe('the checkout API on the wire', () => {
  it('shows the amount, the wordings and the settings version of a cart', async () => {
    const page = await openPage(server, cart);
    const response = await page.call('POST', '/v1/view', { locale: 'en' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      cart: { version: cart.version, currency: 'jpy' },
      shopper: 'guest',
      wordings: { name: { text: 'Credit or debit card' } },
    });
  });

  it('creates no customer for somebody who only looks', async () => {
    const before = await server.stripe.customers.list({ limit: 100 });
    const page = await openPage(server, cart, { shopper: 'member', member: 'm1', sub: 'm1' });
    await page.call('POST', '/v1/view', {});
    expect((await server.stripe.customers.list({ limit: 100 })).data).toHaveLength(before.data.length);
  });

  it('refuses an origin that is not listed, without any CORS header', async () => {
    const { token } = await openPage(server, cart);
    const response = await view({
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Origin: 'https://evil.example',
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets a listed origin ask first', async () => {
    const response = await server.app.request('/v1/view', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('wants JSON that says so, and not too much of it', async () => {
    const { token } = await openPage(server, cart);
    const auth = { Authorization: `Bearer ${token}` };
    expect((await view({ ...auth, 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await view({ ...auth, 'Content-Type': 'application/json' }, '{')).status).toBe(400);
    const large = JSON.stringify({ locale: 'x'.repeat(70_000) });
    const tooLarge = await view(
      { ...auth, 'Content-Type': 'application/json', 'Content-Length': `${large.length}` },
      large,
    );
    expect(tooLarge.status).toBe(413);
  });

  it('refuses a token that is missing, forged, incomplete or expired', async () => {
    const code = async (token?: string) => {
      const response = await view({
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      });
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    expect(await code()).toEqual([401, 'token-missing']);
    expect(await code(await signToken({ sub: 'x' }, 'another-secret-of-32-characters!'))).toEqual([
      401,
      'token-invalid',
    ]);
    expect(await code(await signToken({ sub: 'x' }))).toEqual([401, 'token-invalid']);
    const expired = await openPage(server, cart, { exp: Math.floor(Date.now() / 1000) - 60 });
    expect(await code(expired.token)).toEqual([401, 'token-expired']);
  });

  it('lets an expired token resume what it started', async () => {
    const page = await openPage(server, cart);
    const started = await page.pay('4000002760003184');
    const expired = await openPage(server, cart, { exp: Math.floor(Date.now() / 1000) - 60 });
    expect(await expired.resume(started)).toMatchObject({
      status: 'action-required',
      clientSecret: expect.any(String),
    });
  });
});

describe('webhooks', () => {
  const body = (id: string, intent: string) =>
    JSON.stringify({
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: 0,
      livemode: false,
      type: 'payment_intent.amount_capturable_updated',
      data: { object: { id: intent, object: 'payment_intent' } },
    });
  const send = (payload: string, options: { secret?: string; timestamp?: number } = {}) =>
    server.app.request('/webhooks/stripe', {
      method: 'POST',
      body: payload,
      headers: {
        'Stripe-Signature': server.stripe.webhooks.generateTestHeaderString({
          payload,
          secret: options.secret ?? WEBHOOK_SECRET,
          ...(options.timestamp && { timestamp: options.timestamp }),
        }),
      },
    });
  const rows = (id: string) =>
    server.db.selectFrom('webhook_event').selectAll().where('id', '=', id).execute();

  it('bring an order whose shopper never came back, once however often they come', async () => {
    const page = await openPage(server, cart);
    const started = await page.pay('4000002760003184');
    await server.authenticate(started, 'complete');
    const { pi_id } = await server.db
      .selectFrom('attempt')
      .select('pi_id')
      .where('id', '=', started.id)
      .executeTakeFirstOrThrow();
    for (let i = 0; i < 3; i++) expect((await send(body('evt_thrice', pi_id ?? ''))).status).toBe(200);
    await server.sweep();
    expect(await rows('evt_thrice')).toHaveLength(1);
    expect(await page.look(started.id)).toMatchObject({ status: 'succeeded' });
    await server.invariants();
  });

  it('with a wrong, old or re-serialised body are refused and leave no row', async () => {
    const payload = body('evt_bad', 'pi_x');
    expect((await send(payload, { secret: 'whsec_wrong' })).status).toBe(400);
    expect((await send(payload, { timestamp: Math.floor(Date.now() / 1000) - 301 })).status).toBe(400);
    const header = server.stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET });
    const again = await server.app.request('/webhooks/stripe', {
      method: 'POST',
      body: `${payload} `,
      headers: { 'Stripe-Signature': header },
    });
    expect(again.status).toBe(400);
    expect(await server.app.request('/webhooks/stripe', { method: 'POST', body: payload })).toHaveProperty(
      'status',
      400,
    );
    expect(await rows('evt_bad')).toHaveLength(0);
  });

  it('of a foreign intent are answered and recorded as ignored', async () => {
    expect((await send(body('evt_foreign', 'pi_foreign'))).status).toBe(200);
    expect(await rows('evt_foreign')).toMatchObject([{ outcome: 'ignored' }]);
  });
});
