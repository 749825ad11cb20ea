import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { cardToken, held, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

async function pay(number: string): Promise<Stripe.PaymentIntent> {
  const { id } = await fake.stripe.paymentIntents.create(held());
  return fake.stripe.paymentIntents.confirm(id, {
    confirmation_token: await cardToken(fake, number),
    expand: ['latest_charge'],
  });
}

const typed = (card: Record<string, string>) =>
  fake.browser('POST', '/v1/confirmation_tokens', {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': '4242424242424242',
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': '123',
    ...Object.fromEntries(
      Object.entries(card).map(([name, value]) => [`payment_method_data[card][${name}]`, value]),
    ),
  });

describe('a declined card', () => {
  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000009987', 'card_declined', 'lost_card'],
    ['4000000000009979', 'card_declined', 'stolen_card'],
    ['4000000000006975', 'card_declined', 'card_velocity_exceeded'],
    ['4100000000000019', 'card_declined', 'fraudulent'],
    ['4000000000000069', 'expired_card', ''],
    ['4000000000000127', 'incorrect_cvc', ''],
    ['4000000000000119', 'processing_error', ''],
  ])('%s answers 402 with %s %s', async (number, code, declineCode) => {
    const error = await refusal(pay(number));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, rawType: 'card_error', code });
    expect(error.decline_code ?? '').toBe(declineCode);
    expect(error.charge).toMatch(/^ch_/);
    expect(error.payment_method?.card?.last4).toBe(number.slice(-4));
  });

  it('leaves the intent open for another card, with the error and without the method', async () => {
    const error = await refusal(pay('4000000000009995'));
    const intent = await fake.stripe.paymentIntents.retrieve(error.payment_intent!.id, {
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
      latest_charge: { status: 'failed', paid: false, failure_code: 'card_declined' },
    });
    const paid = await fake.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  });

  it('that Stripe itself blocked never reached the bank', async () => {
    const error = await refusal(pay('4100000000000019'));
    const charge = await fake.stripe.charges.retrieve(error.charge!);
    expect(charge.outcome).toMatchObject({ type: 'blocked', network_status: 'not_sent_to_network' });
  });
});

describe('an accepted card', () => {
  it.each([
    ['4242424242424242', 'visa', 'credit'],
    ['4000056655665556', 'visa', 'debit'],
    ['5555555555554444', 'mastercard', 'credit'],
    ['5105105105105100', 'mastercard', 'prepaid'],
    ['3566002020360505', 'jcb', 'credit'],
  ])('%s is %s, %s', async (number, brand, funding) => {
    const intent = await pay(number);
    expect(intent.latest_charge).toMatchObject({
      payment_method_details: {
        card: { brand, funding, last4: number.slice(-4), checks: { cvc_check: 'pass' } },
      },
    });
  });

  it('may fail a check and be accepted all the same', async () => {
    const intent = await pay('4000000000000101');
    expect(intent.latest_charge).toMatchObject({
      payment_method_details: { card: { checks: { cvc_check: 'fail' } } },
    });
  });

  it('has the same fingerprint each time', async () => {
    const [one, other] = [await pay('4242424242424242'), await pay('4242424242424242')];
    const print = ({ latest_charge }: Stripe.PaymentIntent) =>
      (latest_charge as Stripe.Charge).payment_method_details?.card?.fingerprint;
    expect(print(one)).toBe(print(other));
    expect(one.payment_method).not.toBe(other.payment_method);
  });
});

describe('a card that was typed wrong', () => {
  it.each([
    [{ number: '4242424242424241' }, 'incorrect_number'],
    [{ exp_month: '13' }, 'invalid_expiry_month'],
    [{ exp_year: '2019' }, 'invalid_expiry_year'],
    [{ cvc: '99' }, 'invalid_cvc'],
  ])('%o is refused with %s before any bank is asked', async (card, code) => {
    const { status, body } = await typed(card as Record<string, string>);
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ type: 'card_error', code });
  });

  it('or that is nobody’s test card is refused as a real one', async () => {
    const { body } = await typed({ number: '4539578763621486' });
    expect(body.error).toMatchObject({ code: 'card_declined', decline_code: 'test_mode_live_card' });
  });

  it('never shows its number in the request log', async () => {
    await typed({ number: '4242424242424241' });
    expect(JSON.stringify(await fake.control('/requests'))).not.toContain('4242424242424241');
  });
});
