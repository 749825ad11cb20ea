import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import {
  CONNECTED_ACCOUNT,
  LIVE_SECRET_KEY,
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  RESTRICTED_KEY,
} from '../../server-stub/fake-stripe/keys.ts';
import { held, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

describe('a request', () => {
  it('without a key is 401', async () => {
    const response = await fetch(`${fake.base}/v1/customers`);
    expect(response.status).toBe(401);
    expect(JSON.stringify(await response.json())).toContain('You did not provide an API key');
  });

  it('with an unknown key is 401, and the key is not shown', async () => {
    const error = await refusal(fake.connect('sk_test_0123456789abcdef').customers.list());
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(error.message).toBe('Invalid API Key provided: sk_test_********cdef');
  });

  it('may name its key as Basic user too', async () => {
    const Authorization = `Basic ${Buffer.from('sk_test_fake_secure_checkout:').toString('base64')}`;
    expect((await fake.raw('GET', '/v1/account', {}, { Authorization })).status).toBe(200);
  });
});

describe('a publishable key', () => {
  it('opens nothing that needs a secret one', async () => {
    const error = await refusal(fake.connect(PUBLISHABLE_KEY).customers.list());
    expect(error).toMatchObject({ statusCode: 401, code: 'secret_key_required' });
  });

  it('sees an intent whose client secret it has, and none of the merchant’s notes', async () => {
    const { id, client_secret } = await hold(fake, 'pm_card_visa', { metadata: { margin: '40%' } });
    const { status, body } = await fake.browser('GET', `/v1/payment_intents/${id}`, {
      client_secret: client_secret!,
    });
    expect([status, body.status]).toEqual([200, 'requires_capture']);
    for (const hidden of ['metadata', 'customer', 'latest_charge']) expect(body).not.toHaveProperty(hidden);
  });

  it('sees no intent by a wrong or missing client secret', async () => {
    const { id } = await hold(fake);
    for (const form of [{}, { client_secret: `${id}_secret_guess` }]) {
      expect((await fake.browser('GET', `/v1/payment_intents/${id}`, form)).status).toBe(400);
    }
  });
});

describe('a restricted key', () => {
  it('with the recommended rights takes a payment from beginning to end', async () => {
    const stripe = fake.connect(RESTRICTED_KEY);
    const customer = await stripe.customers.create();
    const { id } = await hold({ stripe }, 'pm_card_visa', { customer: customer.id });
    await stripe.paymentIntents.capture(id);
    expect((await stripe.refunds.create({ payment_intent: id })).status).toBe('succeeded');
    expect((await stripe.events.list()).data.length).toBeGreaterThan(0);
  });

  it('is told which right it lacks', async () => {
    const key = 'rk_test_fake_reader';
    await fake.control('/keys', { key, rights: ['payment_intent_read'] });
    const reader = fake.connect(key);
    expect((await reader.paymentIntents.list()).object).toBe('list');
    const error = await refusal(reader.paymentIntents.create(held()));
    expect(error).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(error.message).toContain(
      "Having the 'rak_payment_intent_write' permission would allow this request to continue.",
    );
    expect((await refusal(reader.customers.list())).message).toContain('rak_customer_read');
  });
});

describe('test and live mode', () => {
  it('know nothing of each other but the hint', async () => {
    const { id } = await hold(fake);
    const live = fake.connect(LIVE_SECRET_KEY);
    expect((await live.paymentIntents.list()).data).toEqual([]);
    expect((await refusal(live.paymentIntents.retrieve(id))).message).toContain(
      'a similar object exists in test mode, but a live mode key was used to make this request.',
    );
    expect((await live.paymentIntents.create(held())).livemode).toBe(true);
  });

  it('share no test cards', async () => {
    const live = fake.connect(LIVE_SECRET_KEY);
    expect(await refusal(hold({ stripe: live }))).toMatchObject({ code: 'resource_missing' });
  });
});

describe('Stripe-Account', () => {
  it('acts for a connected account, whose objects are its own', async () => {
    const connected = fake.connect('sk_test_fake_secure_checkout', { stripeAccount: CONNECTED_ACCOUNT });
    const { id } = await hold({ stripe: connected });
    expect((await connected.accounts.retrieveCurrent()).id).toBe(CONNECTED_ACCOUNT);
    expect((await refusal(fake.stripe.paymentIntents.retrieve(id))).statusCode).toBe(404);
    expect((await connected.events.list()).data[0]?.account).toBe(CONNECTED_ACCOUNT);
  });

  it('of a stranger is 403', async () => {
    const stranger = fake.connect('sk_test_fake_secure_checkout', { stripeAccount: 'acct_stranger' });
    expect(await refusal(stranger.customers.list())).toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    });
  });

  it('left out means the key’s own account', async () => {
    const account = await fake.stripe.accounts.retrieveCurrent();
    expect(account).toMatchObject({ id: PLATFORM_ACCOUNT, country: 'JP', charges_enabled: true });
  });
});

describe('the control API', () => {
  const post = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${fake.base}/_control/reset`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('is closed to pages of other origins and to names that are not this machine’s', async () => {
    expect(await post({ Origin: 'https://evil.example' })).toBe(403);
    expect(await post({ Host: 'evil.example' })).toBe(403);
    expect(await post({ Origin: 'http://localhost:4242' })).toBe(200);
  });
});
