import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { eventTypes, held, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
let stripe: Stripe;
beforeAll(async () => {
  fake = await startFake();
  ({ stripe } = fake);
});
afterAll(() => fake.stop());

const chargeOf = (intent: Stripe.PaymentIntent): Stripe.Charge => intent.latest_charge as Stripe.Charge;

describe('a PaymentIntent', () => {
  it('waits for a payment method when it is made', async () => {
    const intent = await stripe.paymentIntents.create(held({ metadata: { order: '17' } }));
    expect(intent).toMatchObject({
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 1200,
      currency: 'jpy',
      capture_method: 'manual',
      metadata: { order: '17' },
      payment_method_types: ['card'],
      latest_charge: null,
      livemode: false,
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`));
  });

  it('waits for a confirmation when it is made with a payment method', async () => {
    const intent = await stripe.paymentIntents.create(held({ payment_method: 'pm_card_visa' }));
    expect(intent.status).toBe('requires_confirmation');
  });

  it('takes the money asynchronously unless it is told otherwise', async () => {
    const { capture_method: _, ...unsaid } = held();
    expect((await stripe.paymentIntents.create(unsaid)).capture_method).toBe('automatic_async');
  });

  it('holds the money of a manual capture and says until when', async () => {
    const intent = await hold(fake);
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1200, amount_received: 0 });
    const charge = await stripe.charges.retrieve(intent.latest_charge as string);
    expect(charge).toMatchObject({ captured: false, paid: true, status: 'succeeded', amount_captured: 0 });
    expect(charge.payment_method_details?.card?.capture_before).toBeGreaterThan(charge.created);
  });

  it('succeeds at once with automatic capture', async () => {
    const intent = await hold(fake, 'pm_card_visa', { capture_method: 'automatic' });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1200, amount_capturable: 0 });
  });

  it('can be made and confirmed in one call', async () => {
    const intent = await stripe.paymentIntents.create(
      held({ payment_method: 'pm_card_visa', confirm: true }),
    );
    expect(intent.status).toBe('requires_capture');
  });

  it('takes what it held when it is captured', async () => {
    const { id } = await hold(fake);
    const intent = await stripe.paymentIntents.capture(id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 1200, amount_capturable: 0 });
    expect(chargeOf(intent)).toMatchObject({ captured: true, amount_captured: 1200, amount_refunded: 0 });
  });

  it('gives back what a partial capture leaves', async () => {
    const { id } = await hold(fake);
    const intent = await stripe.paymentIntents.capture(id, {
      amount_to_capture: 1000,
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount: 1200, amount_received: 1000 });
    expect(chargeOf(intent)).toMatchObject({ amount_captured: 1000, amount_refunded: 200, refunded: false });
  });

  it('refuses to capture more than it holds', async () => {
    const { id } = await hold(fake);
    const error = await refusal(stripe.paymentIntents.capture(id, { amount_to_capture: 1201 }));
    expect(error).toMatchObject({ statusCode: 400, code: 'amount_too_large', param: 'amount_to_capture' });
  });

  it('gives a hold back when it is canceled, with the reason', async () => {
    const { id } = await hold(fake);
    const intent = await stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'abandoned',
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
      amount_capturable: 0,
    });
    expect(intent.canceled_at).toBeGreaterThan(0);
    expect(chargeOf(intent)).toMatchObject({ refunded: true, amount_refunded: 1200, captured: false });
  });

  it('says of a wrong state which states are right, carries the intent and asks for no retry', async () => {
    const { id } = await hold(fake);
    await stripe.paymentIntents.capture(id);
    const error = await refusal(stripe.paymentIntents.cancel(id));
    expect(error).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      message: expect.stringContaining(
        'cannot cancel this PaymentIntent because it has a status of succeeded',
      ),
    });
    expect(error.payment_intent?.status).toBe('succeeded');
    expect(error.headers?.['stripe-should-retry']).toBe('false');
  });

  it('refuses to be captured before it holds anything', async () => {
    const { id } = await stripe.paymentIntents.create(held());
    const error = await refusal(stripe.paymentIntents.capture(id));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(error.message).toContain(
      'could not be captured because it has a status of requires_payment_method',
    );
  });

  it('refuses a second confirmation once it has succeeded', async () => {
    const { id } = await hold(fake, 'pm_card_visa', { capture_method: 'automatic' });
    const error = await refusal(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }));
    expect(error.message).toBe(
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
    );
  });

  it('refuses a confirmation without any payment method', async () => {
    const { id } = await stripe.paymentIntents.create(held());
    const error = await refusal(stripe.paymentIntents.confirm(id));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(error.message).toContain("it's missing a payment method");
  });

  it('changes while nothing is held, and keeps its amount afterwards', async () => {
    const { id } = await stripe.paymentIntents.create(held({ metadata: { a: '1', b: '2' } }));
    const changed = await stripe.paymentIntents.update(id, { amount: 900, metadata: { a: '', c: '3' } });
    expect(changed).toMatchObject({ amount: 900, metadata: { b: '2', c: '3' } });
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(await refusal(stripe.paymentIntents.update(id, { amount: 800 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    expect((await stripe.paymentIntents.update(id, { metadata: '' })).metadata).toEqual({});
  });

  it('is unknown with 404 and `resource_missing`', async () => {
    expect(await refusal(stripe.paymentIntents.retrieve('pi_nobody'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
      message: "No such payment_intent: 'pi_nobody'",
    });
  });

  it('is canceled by Stripe when no attempts are left', async () => {
    const strict = await startFake({ attemptLimit: 2 });
    const { id } = await strict.stripe.paymentIntents.create(held());
    const decline = () =>
      refusal(strict.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
    expect((await decline()).payment_intent?.status).toBe('requires_payment_method');
    expect((await decline()).payment_intent).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    await strict.stop();
  });

  it('may be processing for a while when the control API asks for it', async () => {
    fake.processing.seconds = 60;
    fake.processing.times = 1;
    const waiting = await hold(fake);
    expect(waiting).toMatchObject({ status: 'processing', processing: { type: 'card' } });
    expect(await refusal(stripe.paymentIntents.cancel(waiting.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    fake.clock.setOffset(61);
    expect((await stripe.paymentIntents.retrieve(waiting.id)).status).toBe('requires_capture');
    fake.clock.setOffset(0);
  });
});

describe('events', () => {
  it('tell the life of a captured payment in order', async () => {
    const quiet = await startFake();
    const { id } = await hold(quiet);
    await quiet.stripe.paymentIntents.capture(id);
    expect(await eventTypes(quiet)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    await quiet.stop();
  });

  it('tell a decline in order', async () => {
    const quiet = await startFake();
    await refusal(hold(quiet, 'pm_card_chargeDeclined'));
    expect(await eventTypes(quiet)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
    await quiet.stop();
  });

  it('show the object as it was, not as it became', async () => {
    const quiet = await startFake();
    const { id } = await hold(quiet);
    await quiet.stripe.paymentIntents.capture(id);
    const { data } = await quiet.stripe.events.list({ type: 'payment_intent.created' });
    expect(data[0]?.data.object).toMatchObject({ id, status: 'requires_payment_method' });
    expect(data[0]?.request?.id).toMatch(/^req_/);
    await quiet.stop();
  });
});
