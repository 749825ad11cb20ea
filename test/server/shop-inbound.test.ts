import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { headers, sign } from '../../server-stub/shop/http/signature.ts';
import { shopSecret } from '../other-shop/start.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';

let server: TestServer;
let order: { number: string; amount: number };
beforeAll(async () => {
  server = await startServer('PostgreSQL', { cardSaving: 'required', regions: ['JP'] });
});
afterAll(() => server.stop());
beforeEach(async () => {
  order = await buy('guest');
});

async function buy(shopper: 'guest' | 'member', member = crypto.randomUUID()) {
  const page = await openPage(server, await server.newCart(), {
    sub: member,
    shopper,
    ...(shopper === 'member' && { member }),
  });
  const { id } = await page.pay(good, { confirmationToken: await server.cardToken(good, 'on_session') });
  const row = await server.db
    .selectFrom('orders')
    .selectAll()
    .where('attempt_id', '=', id)
    .executeTakeFirstOrThrow();
  return { number: row.order_no, amount: row.amount };
}

interface Sending {
  requestId?: string;
  secret?: string;
  /** Seconds by which it is older than now. */
  age?: number;
  /** As what it was signed. */
  signedAs?: string;
}

async function call(operation: string, request: object, sending: Sending = {}) {
  const { requestId = crypto.randomUUID(), secret = shopSecret, age = 0, signedAs = operation } = sending;
  const body = JSON.stringify(request);
  const timestamp = Math.floor(Date.now() / 1000) - age;
  const response = await server.app.request(`/shop/v1/${operation}`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      [headers.requestId]: requestId,
      [headers.signature]: sign([secret], timestamp, { operation: signedAs, requestId, body }),
    },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a call of the shop', () => {
  it('learns where the method stands among the others, and whether it is offered', async () => {
    expect(await call('offers', { country: 'JP' })).toMatchObject({
      status: 200,
      body: {
        offered: true,
        sort: 10,
        name: { ja: 'クレジットカード' },
        marks: [{ mark: 'VISA' }, { mark: 'Mastercard' }, { mark: 'AMEX', name: { en: 'American Express' } }],
      },
    });
    expect((await call('offers', { country: 'US' })).body).toMatchObject({ offered: false });
  });

  it('captures less once, with a reason, and then gives a part back', async () => {
    const reason = 'one piece broke';
    expect(await call('capture', { orderNumber: order.number, amount: 1000, reason })).toMatchObject({
      status: 200,
      body: { state: 'done', amount: 1000, payment: { money: 'captured', captured: 1000 } },
    });
    expect(await call('capture', { orderNumber: order.number, reason })).toMatchObject({
      status: 409,
      body: { code: 'not-capturable' },
    });
    expect(await call('refund', { orderNumber: order.number, amount: 400, reason })).toMatchObject({
      body: { state: 'done', payment: { money: 'partly_refunded', refunded: 400 } },
    });
    const asked = await server.db
      .selectFrom('audit')
      .select('data')
      .where('event', '=', 'act-asked')
      .orderBy('id', 'desc')
      .execute();
    expect(asked[0]).toMatchObject({ data: { act: 'refund', actor: 'shop', reason } });
  });

  it('cancels, and sent again by its request id is answered the same and does nothing', async () => {
    const requestId = crypto.randomUUID();
    const request = { orderNumber: order.number, reason: 'the shopper changed their mind' };
    const first = await call('cancel', request, { requestId });
    expect(first).toMatchObject({ status: 200, body: { state: 'done', payment: { money: 'voided' } } });
    server.fake.log.clear();
    expect(await call('cancel', request, { requestId })).toEqual(first);
    expect(server.fake.log.list().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('that Stripe does not answer is 202, and its request id learns the end', async () => {
    server.fake.faults.add({ kind: 'error', path: '/v1/payment_intents/*/capture', times: 2 });
    const requestId = crypto.randomUUID();
    const request = { orderNumber: order.number, reason: 'shipped' };
    expect(await call('capture', request, { requestId })).toMatchObject({ status: 202 });
    await server.passMinutes(5);
    await server.sweep();
    expect(await call('capture', request, { requestId })).toMatchObject({
      status: 200,
      body: { state: 'done' },
    });
  });

  it.each([
    ['a wrong secret', { secret: 'another-secret-of-at-least-32-characters' }],
    ['a signature of 301 seconds ago', { age: 301 }],
    ['a signature of 301 seconds ahead', { age: -301 }],
    ['a signature for another operation', { signedAs: 'cancel' }],
  ])('with %s is refused, and nothing is done', async (_name, sending) => {
    const request = { orderNumber: order.number, reason: 'x' };
    expect(await call('capture', request, sending)).toMatchObject({
      status: 401,
      body: { code: 'signature-invalid' },
    });
    const { money } = await server.db
      .selectFrom('orders')
      .select('money')
      .where('order_no', '=', order.number)
      .executeTakeFirstOrThrow();
    expect(money).toBe('authorised');
  });

  it('without a signature learns nothing of what it asked', async () => {
    const response = await server.app.request('/shop/v1/capture', { method: 'POST', body: '{' });
    expect(response.status).toBe(401);
  });

  it.each([
    ['capture', { amount: 0 }],
    ['capture', { amount: 1.5 }],
    ['cancel', { amount: 5 }],
    ['refund', { currency: 'jpy' }],
    ['refund', { reason: '' }],
  ])('to %s with %o is refused for its form', async (operation, more) => {
    const request = { orderNumber: order.number, reason: 'x', ...more };
    expect(await call(operation, request)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  });

  it('about an order that is not there is 404', async () => {
    expect(await call('refund', { orderNumber: 'no-such', reason: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'order-not-found' },
    });
  });
});

describe('a member who leaves', () => {
  const cardsOf = async (member: string) => {
    const { customer_id } = await server.db
      .selectFrom('stripe_customer')
      .select('customer_id')
      .where('subject', '=', member)
      .executeTakeFirstOrThrow();
    return (await server.stripe.paymentMethods.list({ customer: customer_id ?? '' })).data;
  };
  const consents = async (member: string) =>
    server.db
      .selectFrom('consent as c')
      .innerJoin('attempt as a', 'a.id', 'c.attempt_id')
      .select('c.withdrawn_at')
      .where('a.member', '=', member)
      .execute();

  it('takes every stored card along, and the consent is withdrawn', async () => {
    const member = crypto.randomUUID();
    await buy('member', member);
    await buy('member', member);
    expect(await cardsOf(member)).toHaveLength(2);
    expect(await call('forget-member', { member })).toMatchObject({
      status: 200,
      body: { member, state: 'done' },
    });
    expect(await cardsOf(member)).toEqual([]);
    const withdrawn = { withdrawn_at: expect.any(Date) as Date };
    expect(await consents(member)).toEqual([withdrawn, withdrawn]);
  });

  it('is forgotten once Stripe answers, whoever asked again meanwhile', async () => {
    const member = crypto.randomUUID();
    await buy('member', member);
    server.fake.faults.add({ kind: 'error', path: '/v1/payment_methods/*/detach', times: 2 });
    const requestId = crypto.randomUUID();
    expect(await call('forget-member', { member }, { requestId })).toMatchObject({ status: 202 });
    await server.passMinutes(5);
    await server.sweep();
    expect(await call('forget-member', { member }, { requestId })).toMatchObject({
      status: 200,
      body: { state: 'done' },
    });
    expect(await cardsOf(member)).toEqual([]);
  });

  it('who is paying at this moment is forgotten after it', async () => {
    const member = crypto.randomUUID();
    await buy('member', member);
    const page = await openPage(server, await server.newCart(), { sub: member, shopper: 'member', member });
    const needs3ds = '4000002760003184';
    const view = await page.pay(needs3ds, {
      confirmationToken: await server.cardToken(needs3ds, 'on_session'),
    });
    expect(await call('forget-member', { member })).toMatchObject({ status: 202 });
    await server.authenticate(view, 'complete');
    await page.resume(view);
    await server.passMinutes(5);
    await server.sweep();
    expect(await cardsOf(member)).toEqual([]);
  });

  it('of whom nothing is known is forgotten already', async () => {
    expect(await call('forget-member', { member: 'nobody' })).toMatchObject({ status: 200 });
  });
});
