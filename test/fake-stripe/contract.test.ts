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

const create = (more: Partial<Stripe.PaymentIntentCreateParams> = {}, options?: Stripe.RequestOptions) =>
  stripe.paymentIntents.create(
    {
      amount: 1200,
      currency: 'jpy',
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      ...more,
    },
    options,
  );
async function hold(card = 'pm_card_visa', more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  const { id } = await create(more);
  return stripe.paymentIntents.confirm(id, { payment_method: card, expand: ['latest_charge'] });
}

describe(`Stripe's documentation of payments (${subjectName})`, () => {
  it('create, confirm with a ConfirmationToken, capture', async () => {
    const intent = await create({ metadata: { order: '1' } });
    expect(intent).toMatchObject({ status: 'requires_payment_method', metadata: { order: '1' } });
    const token = await stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa' });
    const confirmed = await stripe.paymentIntents.confirm(intent.id, {
      confirmation_token: token.id,
      return_url: 'https://shop.example/back',
    });
    expect(confirmed).toMatchObject({ status: 'requires_capture', amount_capturable: 1200 });
    expect((await stripe.confirmationTokens.retrieve(token.id)).payment_intent).toBe(intent.id);
    expect(await stripe.paymentIntents.capture(intent.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 1200,
    });
  });

  it('a hold says until when it may be captured', async () => {
    const charge = (await hold()).latest_charge as Stripe.Charge;
    expect(charge.captured).toBe(false);
    expect(charge.payment_method_details?.card?.capture_before).toBeGreaterThan(charge.created);
  });

  it('a partial capture releases the rest', async () => {
    const { id } = await hold();
    const intent = await stripe.paymentIntents.capture(id, {
      amount_to_capture: 1000,
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount: 1200,
      amount_received: 1000,
      amount_capturable: 0,
    });
    expect(intent.latest_charge).toMatchObject({ amount_captured: 1000, amount_refunded: 200 });
  });

  it('a canceled hold is refunded in full', async () => {
    const { id } = await hold();
    const intent = await stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'abandoned',
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(intent.latest_charge).toMatchObject({ refunded: true });
  });

  it('a decline is a 402 with the charge and the intent, which stays open', async () => {
    const error = await refusal(hold('pm_card_visa_chargeDeclinedInsufficientFunds'));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' });
    expect(error.charge).toMatch(/^ch_/);
  });

  it('a card that requires 3-D Secure leaves requires_action', async () => {
    const { id } = await create();
    const intent = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'https://shop.example/back',
    });
    expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    expect((await stripe.paymentIntents.cancel(id)).status).toBe('canceled');
  });

  it('wrong states are payment_intent_unexpected_state', async () => {
    const { id } = await create();
    for (const call of [stripe.paymentIntents.capture(id), stripe.paymentIntents.confirm(id)]) {
      expect(await refusal(call)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    }
    await stripe.paymentIntents.cancel(id);
    expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('setup_future_usage attaches the card to the customer', async () => {
    const customer = await stripe.customers.create();
    const intent = await hold('pm_card_visa', { customer: customer.id, setup_future_usage: 'on_session' });
    const { data } = await stripe.customers.listPaymentMethods(customer.id);
    expect(data.map(({ id }) => id)).toEqual([intent.payment_method]);
    expect((await stripe.paymentMethods.detach(data[0]!.id)).customer).toBeNull();
    await stripe.customers.del(customer.id);
  });

  it('an idempotency key replays, and refuses other parameters', async () => {
    const idempotencyKey = randomUUID();
    const first = await create({}, { idempotencyKey });
    const again = await create({}, { idempotencyKey });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await refusal(create({ amount: 900 }, { idempotencyKey }))).toMatchObject({
      statusCode: 400,
      rawType: 'idempotency_error',
    });
  });

  it('refuses parameters that are missing, unknown or too small, by name', async () => {
    expect(await refusal(create({ amount: undefined as never }))).toMatchObject({
      code: 'parameter_missing',
      param: 'amount',
    });
    expect(await refusal(create({ colour: 'red' } as never))).toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    });
    expect(await refusal(create({ amount: 10 }))).toMatchObject({ code: 'amount_too_small' });
    expect(await refusal(create({ payment_method_types: ['card'] } as never))).toMatchObject({
      statusCode: 400,
    });
  });

  it('an unknown object is a 404 resource_missing', async () => {
    expect(await refusal(stripe.paymentIntents.retrieve('pi_0'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await refusal(stripe.customers.retrieve('cus_0'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });

  it('a refund of a captured payment succeeds, and no second one', async () => {
    const { id } = await hold();
    await stripe.paymentIntents.capture(id);
    expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({
      amount: 1200,
      status: 'succeeded',
    });
    expect(await refusal(stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
  });

  it('lists are newest first, in a window of creation times', async () => {
    const older = await create();
    const newer = await create();
    const { data } = await stripe.paymentIntents.list({ created: { gte: older.created }, limit: 100 });
    const ids = data.map(({ id }) => id);
    expect(ids.indexOf(newer.id)).toBeLessThan(ids.indexOf(older.id));
  });

  it('the account behind the key is known', async () => {
    expect((await stripe.accounts.retrieveCurrent()).id).toMatch(/^acct_/);
  });
});
