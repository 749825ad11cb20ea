import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { cardToken, eventTypes, held, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
let stripe: Stripe;
let customer: Stripe.Customer;
beforeAll(async () => {
  fake = await startFake();
  ({ stripe } = fake);
});
beforeEach(async () => {
  customer = await stripe.customers.create({ email: 'member@example.com' });
});
afterAll(() => fake.stop());

async function save(redisplay: string, number = '4242424242424242'): Promise<string> {
  const usage = { setup_future_usage: 'on_session' } as const;
  const { id } = await stripe.paymentIntents.create(held({ customer: customer.id, ...usage }));
  const confirmation_token = await cardToken(fake, number, {
    ...usage,
    'payment_method_data[allow_redisplay]': redisplay,
  });
  return (await stripe.paymentIntents.confirm(id, { confirmation_token })).payment_method as string;
}

const session = (features: Stripe.CustomerSessionCreateParams.Components.PaymentElement.Features) =>
  stripe.customerSessions.create({
    customer: customer.id,
    components: { payment_element: { enabled: true, features } },
  });

const shown = async ({ client_secret }: Stripe.CustomerSession): Promise<string[]> => {
  const { body } = await fake.browser('GET', '/v1/elements/sessions', {
    customer_session_client_secret: client_secret,
  });
  return (body['payment_methods'] as Stripe.PaymentMethod[]).map(({ id }) => id);
};

describe('a card paid with setup_future_usage', () => {
  it('belongs to the customer afterwards, with what the shopper agreed to', async () => {
    const id = await save('always');
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({
      customer: customer.id,
      allow_redisplay: 'always',
      card: { checks: { cvc_check: 'pass' } },
    });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data.map((card) => card.id)).toEqual([
      id,
    ]);
    expect(await eventTypes(fake)).toContain('payment_method.attached');
  });

  it('is not saved when it is declined', async () => {
    await refusal(save('always', '4000000000000002'));
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  });

  it('pays again for the same customer', async () => {
    const id = await save('always');
    expect((await hold(fake, id, { customer: customer.id })).status).toBe('requires_capture');
  });

  it('pays for nobody else, nor for nobody', async () => {
    const id = await save('always');
    const other = await stripe.customers.create();
    expect((await refusal(hold(fake, id, { customer: other.id }))).message).toContain(
      'does not have a payment method',
    );
    expect((await refusal(hold(fake, id))).message).toContain('you must provide the customer in the request');
  });
});

describe('a card paid without setup_future_usage', () => {
  it('is not attached and pays only once', async () => {
    const { payment_method } = await hold(fake, 'pm_card_visa', { customer: customer.id });
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
    const again = await refusal(hold(fake, payment_method as string, { customer: customer.id }));
    expect(again.message).toContain('may not be used again');
  });
});

describe('a customer session', () => {
  it('shows the cards that its filters let through, newest first', async () => {
    const [always, limited] = [await save('always'), await save('limited', '5555555555554444')];
    await save('unspecified', '378282246310005');
    expect(await shown(await session({ payment_method_redisplay: 'enabled' }))).toEqual([always]);
    const both = await session({
      payment_method_redisplay: 'enabled',
      payment_method_allow_redisplay_filters: ['always', 'limited'],
    });
    expect(await shown(both)).toEqual([limited, always]);
  });

  it('shows nothing unless redisplay is enabled', async () => {
    await save('always');
    expect(await shown(await session({}))).toEqual([]);
  });

  it('lets a browser pay with a card it shows, and with no other', async () => {
    const id = await save('always');
    const { client_secret } = await session({ payment_method_redisplay: 'enabled' });
    const context = {
      payment_method: id,
      'client_context[mode]': 'payment',
      'client_context[capture_method]': 'manual',
    };
    const stranger = await fake.browser('POST', '/v1/confirmation_tokens', context);
    expect(stranger.body.error).toMatchObject({ code: 'resource_missing' });
    const { body } = await fake.browser('POST', '/v1/confirmation_tokens', {
      ...context,
      'client_context[customer_session_client_secret]': client_secret,
    });
    const { id: intent } = await stripe.paymentIntents.create(held({ customer: customer.id }));
    const paid = await stripe.paymentIntents.confirm(intent, { confirmation_token: body.id! });
    expect(paid).toMatchObject({ status: 'requires_capture', payment_method: id });
  });

  it('lets a browser remove a card only when the shop allows it', async () => {
    const id = await save('always');
    const detach = async (sessionOf: Stripe.CustomerSession) =>
      fake.browser('POST', `/v1/elements/payment_methods/${id}/detach`, {
        customer_session_client_secret: sessionOf.client_secret,
      });
    expect((await detach(await session({ payment_method_redisplay: 'enabled' }))).status).toBe(400);
    const allowing = await session({ payment_method_redisplay: 'enabled', payment_method_remove: 'enabled' });
    expect((await detach(allowing)).status).toBe(200);
    expect((await stripe.paymentMethods.retrieve(id)).customer).toBeNull();
  });

  it('is over after half an hour', async () => {
    const { client_secret } = await session({ payment_method_redisplay: 'enabled' });
    fake.clock.setOffset(31 * 60);
    const { body } = await fake.browser('GET', '/v1/elements/sessions', {
      customer_session_client_secret: client_secret,
    });
    fake.clock.setOffset(0);
    expect(body.error).toMatchObject({ code: 'customer_session_expired' });
  });

  it('is secret: another string opens nothing', async () => {
    const { status } = await fake.browser('GET', '/v1/elements/sessions', {
      customer_session_client_secret: 'cuss_x',
    });
    expect(status).toBe(400);
  });
});

describe('a payment method', () => {
  it('is attached and detached once, and never comes back', async () => {
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    expect((await stripe.paymentMethods.list({ customer: customer.id })).data).toHaveLength(1);
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
    expect((await refusal(stripe.paymentMethods.attach(id, { customer: customer.id }))).statusCode).toBe(400);
    expect((await refusal(stripe.paymentMethods.detach(id))).statusCode).toBe(400);
  });
});

describe('a card that is detached, or attached to another, while the bank asks for its owner', () => {
  it.each(['detached', 'attached'])('still pays and is not saved: %s', async (what) => {
    const saving = held({ customer: customer.id, setup_future_usage: 'on_session' });
    const { id, client_secret } = await stripe.paymentIntents.create(saving);
    const token = await cardToken(fake, '4000000000003220', { setup_future_usage: 'on_session' });
    const asked = await stripe.paymentIntents.confirm(id, { confirmation_token: token });
    const method = asked.payment_method as string;
    const other = await stripe.customers.create();
    await stripe.paymentMethods.attach(method, { customer: other.id });
    if (what === 'detached') await stripe.paymentMethods.detach(method);
    const form = { payment_intent: id, client_secret: client_secret!, outcome: 'complete' };
    const { body } = await fake.browser('POST', '/v1/3ds2/authenticate', form);
    expect(body.status).toBe('requires_capture');
    const { customer: owner } = await stripe.paymentMethods.retrieve(method);
    expect(owner).toBe(what === 'detached' ? null : other.id);
  });
});

describe('a customer', () => {
  it('is changed in what is named and keeps the rest', async () => {
    const changed = await stripe.customers.update(customer.id, { name: '山田', metadata: { member: '7' } });
    expect(changed).toMatchObject({ name: '山田', email: 'member@example.com', metadata: { member: '7' } });
  });

  it('that was deleted is still known as deleted, and can do nothing', async () => {
    expect(await stripe.customers.del(customer.id)).toMatchObject({ id: customer.id, deleted: true });
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
    expect(await refusal(stripe.customers.update(customer.id, { name: 'x' }))).toMatchObject({
      statusCode: 404,
    });
    expect(await refusal(stripe.paymentIntents.create(held({ customer: customer.id })))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    });
  });

  it('that was deleted pays for nothing any more, and gets no card from a payment under way', async () => {
    const saving = held({ customer: customer.id, setup_future_usage: 'on_session' });
    const [open, challenged] = [
      await stripe.paymentIntents.create(saving),
      await stripe.paymentIntents.create(saving),
    ];
    const required = { payment_method: 'pm_card_threeDSecure2Required' };
    await stripe.paymentIntents.confirm(challenged.id, required);
    await stripe.customers.del(customer.id);
    const late = stripe.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa' });
    expect(await refusal(late)).toMatchObject({ code: 'resource_missing', param: 'customer' });
    const { body } = await fake.browser('POST', '/v1/3ds2/authenticate', {
      payment_intent: challenged.id,
      client_secret: challenged.client_secret!,
      outcome: 'complete',
    });
    expect(body.status).toBe('requires_capture');
    const { payment_method } = await stripe.paymentIntents.retrieve(challenged.id);
    expect((await stripe.paymentMethods.retrieve(payment_method as string)).customer).toBeNull();
  });

  it('is found by e-mail in the list', async () => {
    const one = await stripe.customers.create({ email: 'only-one@example.com' });
    expect((await stripe.customers.list({ email: 'only-one@example.com' })).data.map(({ id }) => id)).toEqual(
      [one.id],
    );
  });
});
