import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { held, hold, refusal, startFake, type Answer, type Fake } from './harness.ts';

let fake: Fake;
let key: string;
beforeAll(async () => {
  fake = await startFake();
});
beforeEach(() => {
  key = crypto.randomUUID();
  fake.faults.clear();
});
afterAll(() => fake.stop());

const create = (idempotencyKey: string, amount = 1200) =>
  fake.stripe.paymentIntents.create(held({ amount }), { idempotencyKey });
const count = async () => (await fake.stripe.paymentIntents.list({ limit: 100 })).data.length;

describe('an idempotency key', () => {
  it('replays the answer instead of doing the work again, and says so', async () => {
    const first = await create(key);
    const before = await count();
    const again = await create(key);
    expect(again.id).toBe(first.id);
    expect(await count()).toBe(before);
    expect(again.lastResponse.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'idempotency-key': key,
      'original-request': first.lastResponse.requestId,
    });
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });

  it('replays the answer as it was, though the object has changed', async () => {
    const { id } = await create(key);
    await fake.stripe.paymentIntents.cancel(id);
    expect((await create(key)).status).toBe('requires_payment_method');
  });

  it('with other parameters is refused', async () => {
    await create(key);
    const error = await refusal(create(key, 900));
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(error).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    expect(error.message).toContain('can only be used with the same parameters');
  });

  it('with the same parameters in another order is the same request', async () => {
    const send = (form: Record<string, string>) =>
      fake.raw('POST', '/v1/customers', form, { 'Idempotency-Key': key }).then((response) => response.json());
    const first = (await send({ name: 'A', email: 'a@example.com' })) as Answer;
    expect((await send({ email: 'a@example.com', name: 'A' })) as Answer).toMatchObject({ id: first.id });
  });

  it('at another address is refused', async () => {
    await create(key);
    const error = await refusal(fake.stripe.customers.create({}, { idempotencyKey: key }));
    expect(error.message).toContain("the same endpoint they were first used for ('/v1/payment_intents')");
  });

  it('of a request under way is in use', async () => {
    fake.fault({ kind: 'delay', path: '/v1/payment_intents', delay_ms: 200 });
    const first = create(key);
    // The second request must arrive while the first is being executed; the log tells when that is so.
    await expect.poll(() => fake.log.list()[0]?.idempotency_key).toBe(key);
    expect(await refusal(create(key))).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect((await create(key).catch(() => first)).id).toBe((await first).id);
  });

  it('keeps a decline', async () => {
    const { id } = await create(key);
    const confirm = () =>
      refusal(
        fake.stripe.paymentIntents.confirm(
          id,
          { payment_method: 'pm_card_chargeDeclined' },
          { idempotencyKey: `${key}c` },
        ),
      );
    const [first, again] = [await confirm(), await confirm()];
    expect(again).toMatchObject({ statusCode: 402, charge: first.charge });
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect((await fake.stripe.charges.list({ payment_intent: id })).data).toHaveLength(1);
  });

  it('keeps a 500 of work that was done', async () => {
    fake.fault({ kind: 'error_after', method: 'POST', path: '/v1/payment_intents' });
    const before = await count();
    expect((await refusal(create(key))).headers?.['stripe-should-retry']).toBe('false');
    const again = await refusal(create(key));
    expect(again).toMatchObject({ statusCode: 500, rawType: 'api_error' });
    expect(again.headers?.['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(before + 1);
  });

  it.each([
    ['a 429', 'rate_limit', 429],
    ['a 500 of work that was not done', 'error', 500],
    ['a 409', 'conflict', 409],
  ] as const)('does not keep %s', async (_what, kind, status) => {
    fake.fault({ kind, path: '/v1/payment_intents' });
    expect((await refusal(create(key))).statusCode).toBe(status);
    expect((await create(key)).lastResponse.headers['idempotent-replayed']).toBeUndefined();
  });

  it('does not keep a 400 about parameters, nor a 401', async () => {
    expect((await refusal(create(key, 1))).statusCode).toBe(400);
    const stranger = fake.connect('sk_test_nobody');
    expect((await refusal(stranger.paymentIntents.create(held(), { idempotencyKey: key }))).statusCode).toBe(
      401,
    );
    expect((await create(key)).amount).toBe(1200);
  });

  it('keeps a 400 about a state', async () => {
    const { id } = await hold(fake, 'pm_card_visa', { capture_method: 'automatic' });
    const cancel = () => refusal(fake.stripe.paymentIntents.cancel(id, {}, { idempotencyKey: key }));
    await cancel();
    expect((await cancel()).headers?.['idempotent-replayed']).toBe('true');
  });

  it('means nothing on a GET', async () => {
    const { id } = await create(key);
    const headers = { 'Idempotency-Key': key };
    const response = await fake.raw('GET', `/v1/payment_intents/${id}`, {}, headers);
    expect([response.status, response.headers.get('idempotent-replayed')]).toEqual([200, null]);
  });

  it('is forgotten after a day', async () => {
    const first = await create(key);
    fake.clock.setOffset(24 * 60 * 60);
    const later = await create(key);
    fake.clock.setOffset(0);
    expect(later.id).not.toBe(first.id);
  });

  it('may have 255 characters and no more', async () => {
    expect((await create('k'.repeat(255))).object).toBe('payment_intent');
    expect((await refusal(create('k'.repeat(256)))).statusCode).toBe(400);
  });

  it('of one account and mode means nothing in another', async () => {
    const first = await create(key);
    const live = fake.connect('sk_live_fake_secure_checkout');
    expect((await live.paymentIntents.create(held(), { idempotencyKey: key })).id).not.toBe(first.id);
  });
});
