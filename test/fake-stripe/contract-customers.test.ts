import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { openSubject, subjectName, type Subject } from './contract-subject.ts';
import { refusal } from './harness.ts';

let subject: Subject;
let stripe: Stripe;
beforeAll(async () => {
  subject = await openSubject();
  ({ stripe } = subject);
});
afterAll(() => subject.close());

const payment = { amount: 1200, currency: 'jpy', allowed_payment_method_types: ['card'] };

async function save(customer: string, card = 'pm_card_visa'): Promise<Stripe.PaymentIntent> {
  const setup_future_usage = 'on_session' as const;
  const { id } = await stripe.paymentIntents.create({
    ...payment,
    customer,
    setup_future_usage,
    capture_method: 'manual',
  });
  const token = await stripe.testHelpers.confirmationTokens.create({
    payment_method: card,
    setup_future_usage,
    return_url: 'https://shop.example/back',
  });
  return stripe.paymentIntents.confirm(id, { confirmation_token: token.id });
}

async function pay(): Promise<Stripe.PaymentIntent> {
  const { id } = await stripe.paymentIntents.create({ ...payment, metadata: { order: 'A-1' } });
  return stripe.paymentIntents.confirm(id, {
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/back',
  });
}

describe(`Stripe's documentation of customers (${subjectName})`, () => {
  it('a customer is changed in what is named, and remains known as deleted', async () => {
    const { id } = await stripe.customers.create({ email: 'a@example.com', metadata: { a: '1', b: '2' } });
    expect(await stripe.customers.update(id, { name: '山田 花子', metadata: { a: '' } })).toMatchObject({
      email: 'a@example.com',
      name: '山田 花子',
      metadata: { b: '2' },
    });
    expect(await stripe.customers.del(id)).toMatchObject({ id, deleted: true });
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect(await refusal(stripe.customers.update(id, { name: 'x' }))).toMatchObject({
      code: 'resource_missing',
    });
  });

  it('a payment method is attached, listed and detached, and never comes back', async () => {
    const customer = (await stripe.customers.create()).id;
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const ids = async () => (await stripe.customers.listPaymentMethods(customer)).data.map((one) => one.id);
    expect(await ids()).toEqual([id]);
    expect(await stripe.customers.retrievePaymentMethod(customer, id)).toMatchObject({ id, customer });
    expect((await stripe.paymentMethods.detach(id)).customer).toBeNull();
    expect(await ids()).toEqual([]);
    expect(await refusal(stripe.paymentMethods.attach(id, { customer }))).toMatchObject({ statusCode: 400 });
  });

  it('a payment with setup_future_usage attaches its card, which then pays again', async () => {
    const customer = (await stripe.customers.create()).id;
    const { payment_method } = await save(customer);
    const { data } = await stripe.customers.listPaymentMethods(customer);
    expect(data.map(({ id }) => id)).toEqual([payment_method]);
    const again = await stripe.paymentIntents.create({ ...payment, customer, capture_method: 'manual' });
    const confirmed = await stripe.paymentIntents.confirm(again.id, { payment_method: data[0]!.id });
    expect(confirmed.status).toBe('requires_capture');
  });

  it('a declined card is not attached', async () => {
    const customer = (await stripe.customers.create()).id;
    expect(await refusal(save(customer, 'pm_card_visa_chargeDeclined'))).toMatchObject({ statusCode: 402 });
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  });

  it('a card of one customer does not pay for another', async () => {
    const owner = (await stripe.customers.create()).id;
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner });
    const other = (await stripe.customers.create()).id;
    const intent = await stripe.paymentIntents.create({ ...payment, customer: other });
    const error = await refusal(stripe.paymentIntents.confirm(intent.id, { payment_method: id }));
    expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
  });

  it('a ConfirmationToken pays once', async () => {
    const token = await stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa' });
    const { id } = await stripe.paymentIntents.create(payment);
    const used = { confirmation_token: token.id, return_url: 'https://shop.example/back' };
    expect((await stripe.paymentIntents.confirm(id, used)).status).toBe('succeeded');
    const second = await stripe.paymentIntents.create(payment);
    expect(await refusal(stripe.paymentIntents.confirm(second.id, used))).toMatchObject({ statusCode: 400 });
  });

  it('a customer session says whose it is, what it allows and until when', async () => {
    const customer = (await stripe.customers.create()).id;
    const session = await stripe.customerSessions.create({
      customer,
      components: {
        payment_element: {
          enabled: true,
          features: {
            payment_method_redisplay: 'enabled',
            payment_method_allow_redisplay_filters: ['always', 'limited'],
            payment_method_save: 'disabled',
            payment_method_remove: 'enabled',
          },
        },
      },
    });
    expect(session).toMatchObject({
      object: 'customer_session',
      customer,
      components: {
        payment_element: {
          enabled: true,
          features: {
            payment_method_redisplay: 'enabled',
            payment_method_allow_redisplay_filters: ['always', 'limited'],
            payment_method_save: 'disabled',
            payment_method_remove: 'enabled',
          },
        },
      },
    });
    expect(session.client_secret).toMatch(/^cuss_/);
    expect(session.expires_at).toBeGreaterThan(session.created);
  });
});

describe(`Stripe's documentation of records (${subjectName})`, () => {
  it('a refund may be partial, is listed with its payment, and takes notes', async () => {
    const { id } = await pay();
    const refund = await stripe.refunds.create({ payment_intent: id, amount: 500 });
    expect(refund).toMatchObject({ amount: 500, status: 'succeeded', payment_intent: id });
    const update = { metadata: { reason: 'damaged' } };
    expect((await stripe.refunds.update(refund.id, update)).metadata).toEqual(update.metadata);
    await stripe.refunds.create({ payment_intent: id, amount: 700 });
    const { data } = await stripe.refunds.list({ payment_intent: id });
    expect(data.map(({ amount }) => amount)).toEqual([700, 500]);
    const { latest_charge } = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(latest_charge).toMatchObject({ amount_refunded: 1200, refunded: true });
  });

  it('more than is left is not refunded', async () => {
    const { id } = await pay();
    expect(await refusal(stripe.refunds.create({ payment_intent: id, amount: 1201 }))).toMatchObject({
      statusCode: 400,
      rawType: 'invalid_request_error',
    });
  });

  it('a charge is found by its payment and carries the payment’s metadata', async () => {
    const { id } = await pay();
    const { data } = await stripe.charges.list({ payment_intent: id });
    expect(data).toMatchObject([{ paid: true, captured: true, metadata: { order: 'A-1' } }]);
    expect((await stripe.charges.retrieve(data[0]!.id)).payment_intent).toBe(id);
  });

  it('events tell of a payment, by type, newest first', async () => {
    const { id, created } = await pay();
    const named = async (type: string) => {
      const { data } = await stripe.events.list({ type, created: { gte: created }, limit: 100 });
      return data.filter((event) => (event.data.object as { id: string }).id === id);
    };
    await expect.poll(() => named('payment_intent.succeeded'), { timeout: 15_000 }).toHaveLength(1);
    const [event] = await named('payment_intent.created');
    expect(event).toMatchObject({ object: 'event', type: 'payment_intent.created', livemode: false });
    expect((await stripe.events.retrieve(event!.id)).id).toBe(event!.id);
  });

  it('a list is walked page by page', async () => {
    const customer = (await stripe.customers.create()).id;
    const made: string[] = [];
    for (let one = 0; one < 3; one++)
      made.unshift((await stripe.paymentIntents.create({ ...payment, customer })).id);
    const first = await stripe.paymentIntents.list({ customer, limit: 2 });
    const second = await stripe.paymentIntents.list({ customer, limit: 2, starting_after: made[1]! });
    expect([first.data, second.data].map((page) => page.map(({ id }) => id))).toEqual([
      made.slice(0, 2),
      made.slice(2),
    ]);
    expect([first.has_more, second.has_more]).toEqual([true, false]);
  });

  it('a decline is kept by its idempotency key', async () => {
    const { id } = await stripe.paymentIntents.create(payment);
    const options = { idempotencyKey: randomUUID() };
    const decline = {
      payment_method: 'pm_card_visa_chargeDeclined',
      return_url: 'https://shop.example/back',
    };
    const first = await refusal(stripe.paymentIntents.confirm(id, decline, options));
    const again = await refusal(stripe.paymentIntents.confirm(id, decline, options));
    expect([first.statusCode, again.statusCode]).toEqual([402, 402]);
    expect(again.charge).toBe(first.charge);
    expect(again.headers?.['idempotent-replayed']).toBe('true');
  });

  it('a key that nobody has is a 401', async () => {
    const stranger = subject.connect('sk_test_0123456789abcdefghijklmn');
    expect(await refusal(stranger.customers.list())).toMatchObject({
      statusCode: 401,
      type: 'StripeAuthenticationError',
    });
  });

  it('an answer names its request and its version', async () => {
    const { lastResponse } = await stripe.customers.create();
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.headers['stripe-version']).toBe('2026-10-28.endive');
  });
});
