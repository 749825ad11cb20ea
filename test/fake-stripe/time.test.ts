import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { eventTypes, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeEach(async () => {
  fake = await startFake();
});
afterEach(() => fake.stop());

const DAY = 24 * 60 * 60;

describe('a hold', () => {
  it('expires when nobody captured it in time: the money is free and the intent canceled', async () => {
    const { id } = await hold(fake);
    await fake.control('/clock', { offset_seconds: 30 * DAY });
    const intent = await fake.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'expired',
      amount_capturable: 0,
    });
    expect(intent.latest_charge).toMatchObject({ captured: false, refunded: true });
    const { data } = await fake.stripe.refunds.list({ payment_intent: id });
    expect(data[0]).toMatchObject({ reason: 'expired_uncaptured_charge', amount: 1200 });
    expect((await eventTypes(fake)).slice(-3)).toEqual([
      'refund.created',
      'charge.expired',
      'payment_intent.canceled',
    ]);
  });

  it.each([
    ['visa', 'jpy', 30],
    ['mastercard', 'jpy', 30],
    ['jcb', 'jpy', 30],
    ['diners', 'jpy', 30],
    ['discover', 'jpy', 30],
    ['amex', 'jpy', 7],
    ['unionpay', 'jpy', 7],
    ['visa', 'usd', 7],
    ['mastercard', 'eur', 7],
    ['amex', 'usd', 7],
  ])('on %s in %s lasts %i days, to the second', async (brand, currency, days) => {
    const { id, latest_charge } = await hold(fake, `pm_card_${brand}`, { currency });
    const { created, payment_method_details } = await fake.stripe.charges.retrieve(latest_charge as string);
    const until = payment_method_details?.card?.capture_before ?? 0;
    expect((until - created) / DAY).toBe(days);
    await fake.control('/clock', { offset_seconds: days * DAY - 60 });
    expect((await fake.stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
    await fake.control('/clock', { advance_seconds: 60 });
    expect(await fake.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'expired',
    });
  });

  it('that was taken at once has no such moment', async () => {
    const { latest_charge } = await hold(fake, 'pm_card_visa', { capture_method: 'automatic' });
    const { payment_method_details } = await fake.stripe.charges.retrieve(latest_charge as string);
    expect(payment_method_details?.card).not.toHaveProperty('capture_before');
  });

  it('that was captured or canceled does not expire', async () => {
    const [captured, canceled] = [await hold(fake), await hold(fake)];
    await fake.stripe.paymentIntents.capture(captured.id);
    await fake.stripe.paymentIntents.cancel(canceled.id);
    await fake.control('/clock', { offset_seconds: 31 * DAY });
    expect((await fake.stripe.paymentIntents.retrieve(captured.id)).status).toBe('succeeded');
    expect((await fake.stripe.paymentIntents.retrieve(canceled.id)).cancellation_reason).toBeNull();
    expect(await eventTypes(fake)).not.toContain('charge.expired');
  });

  it('can be captured in its last second', async () => {
    const { id, latest_charge } = await hold(fake);
    const charge = await fake.stripe.charges.retrieve(latest_charge as string);
    const left = charge.payment_method_details!.card!.capture_before! - fake.clock.now();
    fake.clock.setOffset(left - 2);
    expect((await fake.stripe.paymentIntents.capture(id)).status).toBe('succeeded');
  });
});

describe('the list of events', () => {
  it('reaches back thirty days', async () => {
    await fake.stripe.customers.create();
    fake.clock.setOffset(31 * DAY);
    expect((await fake.stripe.events.list()).data).toEqual([]);
  });

  it('can be narrowed to types', async () => {
    const { id } = await hold(fake);
    await fake.stripe.paymentIntents.capture(id);
    const types = async (params: Stripe.EventListParams) =>
      (await fake.stripe.events.list(params)).data.map(({ type }) => type);
    expect(await types({ type: 'charge.captured' })).toEqual(['charge.captured']);
    expect(await types({ types: ['charge.captured', 'charge.succeeded'] })).toEqual([
      'charge.captured',
      'charge.succeeded',
    ]);
    const [event] = (await fake.stripe.events.list({ type: 'charge.captured' })).data;
    expect((await fake.stripe.events.retrieve(event!.id)).type).toBe('charge.captured');
    expect((await refusal(fake.stripe.events.retrieve('evt_x'))).statusCode).toBe(404);
  });
});
