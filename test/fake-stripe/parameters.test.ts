import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import Stripe from 'stripe';
import { held, hold, refusal, startFake, type Answer, type Fake } from './harness.ts';
import { decodeForm } from '../../server-stub/fake-stripe/http/form.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

const create = async (form: Record<string, string>) => {
  const base = { amount: '1200', currency: 'jpy' };
  const response = await fake.raw('POST', '/v1/payment_intents', { ...base, ...form });
  return { status: response.status, error: ((await response.json()) as Answer).error };
};

describe('a form', () => {
  it('nests by brackets, in objects and in lists', () => {
    expect(decodeForm('a[b][c]=1&a[b][d]=x+y&l[]=1&l[]=2&m[0][k]=v&m[1][k]=w&e=&%E3%81%82=%26')).toEqual({
      a: { b: { c: '1', d: 'x y' } },
      l: ['1', '2'],
      m: [{ k: 'v' }, { k: 'w' }],
      e: '',
      あ: '&',
    });
  });

  it('cannot reach the prototype of an object', () => {
    const decoded = decodeForm('__proto__[polluted]=1&a[constructor][prototype][polluted]=1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });

  it('is the only body that the API takes', async () => {
    const response = await fetch(`${fake.base}/v1/payment_intents`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_fake_secure_checkout', 'Content-Type': 'application/json' },
      body: '{"amount":1}',
    });
    expect(response.status).toBe(400);
  });
});

describe('a parameter', () => {
  it.each([
    ['unknown', { colour: 'red' }, 'parameter_unknown', 'colour'],
    [
      'unknown inside another',
      { 'shipping[name]': 'A', 'shipping[address][floor]': '3' },
      'parameter_unknown',
      'shipping[address][floor]',
    ],
    [
      'that this API version has taken away',
      { 'payment_method_types[0]': 'card' },
      'parameter_unknown',
      'payment_method_types',
    ],
    ['that is no integer', { amount: '12.5' }, 'parameter_invalid_integer', 'amount'],
    ['below the least amount', { amount: '49' }, 'amount_too_small', 'amount'],
    ['above the largest amount', { amount: '100000000' }, 'amount_too_large', 'amount'],
    ['that is empty and cannot be', { customer: '' }, 'parameter_invalid_empty', 'customer'],
    ['with a value it does not know', { capture_method: 'later' }, undefined, 'capture_method'],
    ['that is no boolean', { confirm: 'yes' }, undefined, 'confirm'],
    [
      'that should be a list',
      { allowed_payment_method_types: 'card' },
      undefined,
      'allowed_payment_method_types',
    ],
    ['that should be an object', { shipping: 'here' }, undefined, 'shipping'],
    ['with a currency nobody has', { currency: 'abc' }, undefined, 'currency'],
    [
      'for a method that is not activated',
      { 'allowed_payment_method_types[0]': 'klarna' },
      'payment_method_unactivated',
      'allowed_payment_method_types[0]',
    ],
    [
      'with too long a suffix',
      { statement_descriptor_suffix: 'x'.repeat(23) },
      'parameter_invalid_string_length',
      'statement_descriptor_suffix',
    ],
    [
      'with a metadata key over 40 characters',
      { [`metadata[${'k'.repeat(41)}]`]: 'v' },
      undefined,
      'metadata',
    ],
    [
      'with a metadata value over 500 characters',
      { 'metadata[k]': 'v'.repeat(501) },
      undefined,
      'metadata[k]',
    ],
    ['that the fake does not model', { transfer_group: 'g' }, 'fake_parameter_unmodelled', 'transfer_group'],
    ['only meant for a confirmation', { off_session: 'true' }, undefined, 'off_session'],
    [
      'for a full descriptor, which cards have not',
      { statement_descriptor: 'SHOP' },
      undefined,
      'statement_descriptor',
    ],
  ])('%s is refused and named', async (_what, form, code, param) => {
    const { status, error } = await create(form as Record<string, string>);
    expect(status).toBe(400);
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
    expect(error?.code).toBe(code);
  });

  it('that is missing is refused and named', async () => {
    const response = await fake.raw('POST', '/v1/payment_intents', { currency: 'jpy' });
    expect(await response.json()).toMatchObject({
      error: { code: 'parameter_missing', param: 'amount', message: 'Missing required param: amount.' },
    });
  });

  it('of the old way points to the new one', async () => {
    const { error } = await create({ 'payment_method_types[0]': 'card' });
    expect(error?.message).toContain('Did you mean allowed_payment_method_types?');
  });

  it('is refused on answers too: 51 metadata keys are one too many', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 'v']));
    expect(await refusal(fake.stripe.paymentIntents.create(held({ metadata })))).toMatchObject({
      param: 'metadata',
    });
  });
});

describe('an unknown address', () => {
  it('says which, with 404', async () => {
    const response = await fake.raw('GET', '/v1/paymentintents');
    expect(response.status).toBe(404);
    expect(JSON.stringify(await response.json())).toContain(
      'Unrecognized request URL (GET: /v1/paymentintents)',
    );
  });
});

describe('expand', () => {
  it('puts objects in the place of ids, along a path', async () => {
    const customer = await fake.stripe.customers.create({ email: 'a@example.com' });
    const { id } = await hold(fake, 'pm_card_visa', { customer: customer.id });
    const intent = await fake.stripe.paymentIntents.retrieve(id, {
      expand: ['latest_charge.customer', 'latest_charge.refunds', 'payment_method'],
    });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      customer: { email: 'a@example.com' },
      refunds: { object: 'list', data: [] },
    });
    expect(intent.payment_method).toMatchObject({ object: 'payment_method' });
  });

  it('reaches into lists', async () => {
    await hold(fake);
    const { data } = await fake.stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] });
    expect(data[0]?.latest_charge).toMatchObject({ object: 'charge' });
  });

  it('refuses what cannot be expanded, and more than four levels', async () => {
    const { id } = await hold(fake);
    const expanding = (path: string) => refusal(fake.stripe.paymentIntents.retrieve(id, { expand: [path] }));
    expect((await expanding('amount')).message).toBe('This property cannot be expanded (amount).');
    expect((await expanding('a.b.c.d.e')).message).toContain('more than 4 levels');
  });

  it('works for confirmations as for retrievals', async () => {
    const { id } = await fake.stripe.paymentIntents.create(held());
    const intent = await fake.stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge'],
    });
    expect((intent.latest_charge as Stripe.Charge).object).toBe('charge');
  });
});

describe('every answer', () => {
  it('carries Request-Id and Stripe-Version, refusals too', async () => {
    for (const path of ['/v1/customers', '/v1/customers/cus_nobody', '/v1/nowhere']) {
      const { headers } = await fake.raw('GET', path);
      expect(headers.get('request-id')).toMatch(/^req_\w{14}$/);
      expect(headers.get('stripe-version')).toBe('2026-10-28.endive');
    }
  });

  it('carries them even where the fake itself is at fault, and says so in its log', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const broken = vi.spyOn(fake.store, 'world').mockImplementation(() => {
      throw new Error('a defect');
    });
    const response = await fake.raw('POST', '/v1/customers', {}, { 'Idempotency-Key': 'k' });
    broken.mockRestore();
    expect([response.status, await response.json()]).toMatchObject([500, { error: { type: 'api_error' } }]);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(response.headers.get('idempotency-key')).toBe('k');
    expect(logged).toHaveBeenCalledExactlyOnceWith(new Error('a defect'));
    logged.mockRestore();
    expect((await fake.raw('POST', '/v1/customers', {}, { 'Idempotency-Key': 'k' })).status).toBe(200);
  });

  it('can be read by a page of any origin', async () => {
    expect((await fake.raw('GET', '/v1/customers')).headers.get('access-control-allow-origin')).toBe('*');
    const preflight = await fetch(`${fake.base}/v1/confirmation_tokens`, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('is of the one version the fake speaks', async () => {
    const old = fake.connect('sk_test_fake_secure_checkout', { apiVersion: '2020-08-27' as never });
    expect((await refusal(old.customers.list())).message).toContain('Invalid Stripe API version: 2020-08-27');
  });

  it('shows the SDK the id of the request', async () => {
    const customer = await fake.stripe.customers.create();
    expect(customer.lastResponse.requestId).toMatch(/^req_/);
  });
});
