import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardToken, held, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

const HOURS = 60 * 60;

async function confirmWith(confirmation_token: string, more = {}) {
  const { id } = await fake.stripe.paymentIntents.create(held(more));
  return fake.stripe.paymentIntents.confirm(id, { confirmation_token });
}

describe('a ConfirmationToken', () => {
  it('previews the card without anything that could charge it', async () => {
    const token = await fake.stripe.confirmationTokens.retrieve(
      await cardToken(fake, '4242424242424242', {
        'payment_method_data[billing_details][name]': '山田 花子',
        'payment_method_data[billing_details][address][country]': 'JP',
        'payment_method_data[allow_redisplay]': 'always',
      }),
    );
    expect(token).toMatchObject({
      object: 'confirmation_token',
      payment_intent: null,
      use_stripe_sdk: true,
      payment_method_preview: {
        type: 'card',
        allow_redisplay: 'always',
        billing_details: { name: '山田 花子', address: { country: 'JP', city: null } },
        card: { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034 },
      },
    });
    expect(JSON.stringify(token)).not.toContain('424242424242');
  });

  it('is good for twelve hours', async () => {
    const id = await cardToken(fake);
    const token = await fake.stripe.confirmationTokens.retrieve(id);
    expect(token.expires_at! - token.created).toBe(12 * HOURS);
    fake.clock.setOffset(12 * HOURS);
    const error = await refusal(confirmWith(id));
    fake.clock.setOffset(0);
    expect(error).toMatchObject({ statusCode: 400, param: 'confirmation_token' });
    expect(error.message).toContain('expired');
  });

  it('is used once, and then names the intent it was used for', async () => {
    const id = await cardToken(fake);
    const intent = await confirmWith(id);
    expect((await fake.stripe.confirmationTokens.retrieve(id)).payment_intent).toBe(intent.id);
    expect(await refusal(confirmWith(id))).toMatchObject({ statusCode: 400, param: 'confirmation_token' });
  });

  it('is used up by a decline', async () => {
    const id = await cardToken(fake, '4000000000000002');
    expect((await refusal(confirmWith(id))).statusCode).toBe(402);
    expect((await refusal(confirmWith(id))).statusCode).toBe(400);
  });

  it('whose setup_future_usage differs from the intent’s is refused and stays good', async () => {
    const id = await cardToken(fake, '4242424242424242', {
      'client_context[setup_future_usage]': 'on_session',
    });
    const error = await refusal(confirmWith(id));
    expect(error.message).toBe(
      'The provided setup_future_usage (null) does not match the expected setup_future_usage (on_session). Try ' +
        'confirming with a Payment Intent that is configured to use the same parameters as Stripe Elements.',
    );
    expect((await confirmWith(id, { setup_future_usage: 'on_session' })).status).toBe('requires_capture');
  });

  it('whose capture_method differs from the intent’s is refused', async () => {
    const id = await cardToken(fake, '4242424242424242', { 'client_context[capture_method]': 'automatic' });
    expect((await refusal(confirmWith(id))).message).toContain(
      'The provided capture_method (manual) does not match the expected capture_method (automatic)',
    );
  });

  it('is made by browsers only', async () => {
    const response = await fake.raw('POST', '/v1/confirmation_tokens', { payment_method: 'pm_card_visa' });
    expect(response.status).toBe(403);
  });

  it('can be made by a server for tests, from a test card', async () => {
    const token = await fake.stripe.testHelpers.confirmationTokens.create({
      payment_method: 'pm_card_mastercard',
    });
    expect(token.payment_method_preview?.card?.brand).toBe('mastercard');
    expect((await confirmWith(token.id)).status).toBe('requires_capture');
  });

  it('that nobody made is missing', async () => {
    expect(await refusal(fake.stripe.confirmationTokens.retrieve('ctoken_x'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await refusal(confirmWith('ctoken_x'))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
    });
  });

  it('gives the intent its shipping and return_url', async () => {
    const id = await cardToken(fake, '4242424242424242', {
      'shipping[name]': 'A',
      'shipping[address][line1]': '1-1',
      'shipping[address][country]': 'JP',
    });
    expect((await confirmWith(id)).shipping).toMatchObject({
      name: 'A',
      address: { line1: '1-1', country: 'JP' },
    });
  });
});
