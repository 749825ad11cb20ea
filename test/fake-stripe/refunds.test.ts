import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { eventTypes, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
let stripe: Stripe;
beforeEach(async () => {
  fake = await startFake();
  ({ stripe } = fake);
});
afterEach(() => fake.stop());

async function paid(card = 'pm_card_visa'): Promise<{ payment_intent: string; charge: string }> {
  const { id, latest_charge } = await hold(fake, card);
  await stripe.paymentIntents.capture(id);
  return { payment_intent: id, charge: latest_charge as string };
}

describe('a refund', () => {
  it('of a whole payment gives all back and says so on the charge', async () => {
    const { payment_intent, charge } = await paid();
    const refund = await stripe.refunds.create({
      payment_intent,
      reason: 'requested_by_customer',
      metadata: { a: 'b' },
    });
    expect(refund).toMatchObject({
      amount: 1200,
      charge,
      payment_intent,
      status: 'succeeded',
      metadata: { a: 'b' },
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 1200 });
    expect((await eventTypes(fake)).slice(-2)).toEqual(['refund.created', 'charge.refunded']);
    expect((await stripe.refunds.retrieve(refund.id)).id).toBe(refund.id);
  });

  it('may be made in parts, up to what was taken', async () => {
    const { charge } = await paid();
    await stripe.refunds.create({ charge, amount: 500 });
    const error = await refusal(stripe.refunds.create({ charge, amount: 701 }));
    expect(error.message).toBe('Refund amount (¥701) is greater than unrefunded amount on charge (¥700)');
    await stripe.refunds.create({ charge, amount: 700 });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ charge })).data.map(({ amount }) => amount)).toEqual([700, 500]);
  });

  it('after a partial capture gives back only what was captured', async () => {
    const { id, latest_charge } = await hold(fake);
    await stripe.paymentIntents.capture(id, { amount_to_capture: 1000 });
    expect((await stripe.refunds.create({ payment_intent: id })).amount).toBe(1000);
    expect(await stripe.charges.retrieve(latest_charge as string)).toMatchObject({ refunded: true });
  });

  it('of a hold is refused: a hold is canceled', async () => {
    const { id } = await hold(fake);
    expect((await refusal(stripe.refunds.create({ payment_intent: id }))).message).toContain(
      'does not have a successful charge to refund',
    );
  });

  it('may be pending and succeed later', async () => {
    const { payment_intent } = await paid('pm_card_pendingRefund');
    const { id, status } = await stripe.refunds.create({ payment_intent });
    expect(status).toBe('pending');
    fake.clock.setOffset(60);
    expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');
    expect(await eventTypes(fake)).toContain('refund.updated');
  });

  it('may fail after it seemed to succeed, and the money is the merchant’s again', async () => {
    const { payment_intent, charge } = await paid('pm_card_refundFail');
    const { id } = await stripe.refunds.create({ payment_intent });
    fake.clock.setOffset(60);
    expect(await stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(0);
    expect(await eventTypes(fake)).toContain('refund.failed');
  });

  it('needs to be told of what', async () => {
    expect(await refusal(stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
    expect(await refusal(stripe.refunds.create({ charge: 'ch_x' }))).toMatchObject({
      code: 'resource_missing',
    });
  });
});

describe('a dispute', () => {
  it('is opened by the bank after a capture, and blocks refunds', async () => {
    const { payment_intent, charge } = await paid('pm_card_createDispute');
    const [dispute] = (await stripe.disputes.list({ payment_intent })).data;
    expect(dispute).toMatchObject({ charge, amount: 1200, reason: 'fraudulent', status: 'needs_response' });
    expect((await stripe.charges.retrieve(charge)).disputed).toBe(true);
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_disputed' });
    expect(await eventTypes(fake)).toContain('charge.dispute.created');
  });

  it('is lost when the merchant closes it', async () => {
    const { charge } = await paid('pm_card_createDispute');
    const [dispute] = (await stripe.disputes.list({ charge })).data;
    expect((await stripe.disputes.close(dispute!.id)).status).toBe('lost');
    expect((await stripe.disputes.retrieve(dispute!.id)).status).toBe('lost');
  });

  it('can be opened and won by the control API', async () => {
    const { charge } = await paid();
    const dispute = await fake.control('/disputes', { charge });
    await fake.control('/disputes', { dispute: dispute.id, outcome: 'won' });
    expect((await stripe.disputes.retrieve(dispute.id!)).status).toBe('won');
    expect((await eventTypes(fake)).slice(-2)).toEqual([
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ]);
  });
});

describe('a charge', () => {
  it('is listed by intent, with its failures', async () => {
    const { id } = await stripe.paymentIntents.create({
      amount: 900,
      currency: 'jpy',
      metadata: { order: '5' },
    });
    await refusal(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    const { data } = await stripe.charges.list({ payment_intent: id });
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(data[0]?.metadata).toEqual({ order: '5' });
  });

  it('takes notes of its own', async () => {
    const { charge } = await paid();
    expect((await stripe.charges.update(charge, { metadata: { note: 'x' } })).metadata).toEqual({
      note: 'x',
    });
  });
});
