import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { Faults } from '../../server-stub/fake-stripe/faults.ts';
import { held, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

const path = '/v1/payment_intents';
const count = async () => (await fake.stripe.paymentIntents.list({ limit: 100 })).data.length;
/** The SDK repeats a request on a closed connection once even at 0 retries, so a fault must strike twice. */
const twice = { path, method: 'POST', times: 2 } as const;

describe('a fault', () => {
  it('drops a request before anything is done', async () => {
    fake.fault({ kind: 'drop_before', ...twice });
    expect(await refusal(fake.stripe.paymentIntents.create(held()))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(await count()).toBe(0);
  });

  it('drops the reply after the work is done', async () => {
    fake.fault({ kind: 'drop_after', ...twice });
    expect(await refusal(fake.stripe.paymentIntents.create(held()))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(await count()).toBe(1);
  });

  it('cuts the reply in the middle of its body', async () => {
    fake.fault({ kind: 'cut', path });
    const response = await fake.raw('POST', path, { amount: '500', currency: 'jpy' });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(await count()).toBe(1);
  });

  it('that cuts the reply is not repaired by the SDK', async () => {
    fake.fault({ kind: 'cut', path });
    await expect(fake.stripe.paymentIntents.create(held())).rejects.toThrow();
    expect(await count()).toBe(1);
  });

  it('delays a reply past the SDK’s patience', async () => {
    fake.fault({ kind: 'delay', path, delay_ms: 300 });
    const hasty = fake.connect(SECRET_KEY, { timeout: 50 });
    expect(await refusal(hasty.paymentIntents.create(held()))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    await expect.poll(count).toBe(1);
  });

  it.each([
    ['rate_limit', 429, Stripe.errors.StripeRateLimitError],
    ['lock_timeout', 429, Stripe.errors.StripeRateLimitError],
    ['conflict', 409, Stripe.errors.StripeAPIError],
    ['error', 500, Stripe.errors.StripeAPIError],
  ] as const)('%s answers %i and does nothing', async (kind, status, type) => {
    fake.fault({ kind, path, method: 'POST' });
    const error = await refusal(fake.stripe.paymentIntents.create(held()));
    expect(error).toBeInstanceOf(type);
    expect(error.statusCode).toBe(status);
    expect(await count()).toBe(0);
  });

  it('error_after answers 500 and has done the work', async () => {
    fake.fault({ kind: 'error_after', path, method: 'POST' });
    expect((await refusal(fake.stripe.paymentIntents.create(held()))).statusCode).toBe(500);
    expect(await count()).toBe(1);
  });

  it('asks the client to repeat a 429', async () => {
    fake.fault({ kind: 'rate_limit', path, method: 'POST' });
    const error = await refusal(fake.stripe.paymentIntents.create(held()));
    expect(error.headers?.['stripe-should-retry']).toBe('true');
  });

  it('strikes at the n-th call, so many times', async () => {
    fake.fault({ kind: 'error', path: '/v1/customers', method: 'POST', nth: 2, times: 2 });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call++) statuses.push((await fake.raw('POST', '/v1/customers')).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('strikes only where it was aimed', async () => {
    fake.fault({ kind: 'error', path: '/v1/payment_intents/*/confirm', times: 0 });
    const { id } = await fake.stripe.paymentIntents.create(held());
    expect(
      (await refusal(fake.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }))).statusCode,
    ).toBe(500);
    expect((await fake.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
  });

  it('is set, listed and cleared by the control API', async () => {
    await fake.control('/faults', { add: { kind: 'error', path: '/v1/**', times: 0 } });
    expect((await fake.raw('GET', '/v1/customers')).status).toBe(500);
    expect(await fake.control('/faults')).toMatchObject({ faults: [{ kind: 'error', seen: 1, struck: 1 }] });
    await fake.control('/faults', { clear: true });
    expect((await fake.raw('GET', '/v1/customers')).status).toBe(200);
    expect(await fake.control('/faults', { add: { kind: 'earthquake' } })).toHaveProperty('error');
  });

  it('by chance strikes the same calls for the same seed', () => {
    const run = (seed: number): boolean[] => {
      const faults = new Faults();
      faults.seed(seed);
      faults.add({ kind: 'error', probability: 0.5, times: 0 });
      return Array.from({ length: 40 }, () => faults.strike('GET', '/') !== undefined);
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
    expect(run(7)).toContain(true);
    expect(run(7)).toContain(false);
  });
});

describe('the SDK’s own repetition', () => {
  it.each(['drop_before', 'drop_after', 'conflict', 'rate_limit', 'error'] as const)(
    'gets over one %s with one intent made',
    async (kind) => {
      fake.fault({ kind, path, method: 'POST' });
      const patient = fake.connect(SECRET_KEY, { maxNetworkRetries: 2 });
      expect((await patient.paymentIntents.create(held())).status).toBe('requires_payment_method');
      expect(await count()).toBe(1);
    },
  );

  it('sends the same key each time, and one that is answered already gets the answer', async () => {
    fake.fault({ kind: 'rate_limit', path, method: 'POST' });
    fake.fault({ kind: 'drop_after', path, method: 'POST', nth: 2 });
    const intent = await fake.connect(SECRET_KEY, { maxNetworkRetries: 2 }).paymentIntents.create(held());
    const tries = fake.log.list().toReversed();
    expect(tries.map(({ fault, status }) => [fault, status])).toEqual([
      ['rate_limit', 429],
      ['drop_after', 200],
      [null, 200],
    ]);
    expect(new Set(tries.map((one) => one.idempotency_key)).size).toBe(1);
    expect(tries[0]?.idempotency_key).toMatch(/^stripe-node-retry-/);
    expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(1);
  });

  it('keeps to the key that its caller gave', async () => {
    fake.fault({ kind: 'error', path, method: 'POST' });
    const patient = fake.connect(SECRET_KEY, { maxNetworkRetries: 1 });
    await patient.paymentIntents.create(held(), { idempotencyKey: 'mine' });
    expect(fake.log.list().map((one) => one.idempotency_key)).toEqual(['mine', 'mine']);
  });

  it('ends after as many repetitions as it was told, and two when nothing was said', async () => {
    fake.fault({ kind: 'error', path, method: 'POST', times: 0 });
    for (const [maxNetworkRetries, tries] of [
      [0, 1],
      [1, 2],
      [undefined, 3],
    ] as const) {
      fake.log.clear();
      const client = fake.connect(SECRET_KEY, { maxNetworkRetries: maxNetworkRetries as number });
      expect((await refusal(client.paymentIntents.create(held()))).statusCode).toBe(500);
      expect(fake.log.list()).toHaveLength(tries);
    }
  });

  it('follows Stripe-Should-Retry: a 429 is repeated, a wrong state is not', async () => {
    const patient = fake.connect(SECRET_KEY, { maxNetworkRetries: 2 });
    fake.fault({ kind: 'lock_timeout', path, method: 'POST' });
    const { id } = await patient.paymentIntents.create(held());
    expect(fake.log.list()).toHaveLength(2);
    fake.log.clear();
    const error = await refusal(patient.paymentIntents.capture(id));
    expect(error.headers?.['stripe-should-retry']).toBe('false');
    expect(fake.log.list()).toHaveLength(1);
  });

  it('stops at a 500 that its key would only replay', async () => {
    fake.fault({ kind: 'error_after', path, method: 'POST' });
    const patient = fake.connect(SECRET_KEY, { maxNetworkRetries: 2 });
    expect((await refusal(patient.paymentIntents.create(held()))).statusCode).toBe(500);
    expect(fake.log.list()).toHaveLength(1);
  });
});

describe('in process, without a port', () => {
  it('a lost connection is a rejected fetch', async () => {
    const inProcess = createFakeStripe();
    const network = async (url: string | URL | Request, init?: RequestInit) =>
      inProcess.app.fetch(new Request(url, init));
    const stripe = new Stripe(SECRET_KEY, {
      httpClient: Stripe.createFetchHttpClient(network as typeof fetch),
      maxNetworkRetries: 0,
    });
    expect((await stripe.paymentIntents.create(held())).object).toBe('payment_intent');
    inProcess.faults.add({ kind: 'drop_after', times: 2 });
    expect(await refusal(stripe.paymentIntents.create(held()))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    inProcess.faults.clear();
    inProcess.faults.add({ kind: 'cut' });
    await expect(stripe.paymentIntents.create(held())).rejects.toThrow();
    inProcess.close();
  });
});
