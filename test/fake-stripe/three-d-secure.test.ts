import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { cardToken, eventTypes, held, hold, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

type Request = 'automatic' | 'any' | 'challenge';
const asking = (request_three_d_secure: Request) => ({
  payment_method_options: { card: { request_three_d_secure } },
});

async function begin(number: string, request: Request = 'automatic'): Promise<Stripe.PaymentIntent> {
  const { id } = await fake.stripe.paymentIntents.create(held(asking(request)));
  return fake.stripe.paymentIntents.confirm(id, { confirmation_token: await cardToken(fake, number) });
}

const answer = ({ id, client_secret }: Stripe.PaymentIntent, outcome: 'complete' | 'fail') =>
  fake.browser('POST', '/v1/3ds2/authenticate', {
    payment_intent: id,
    client_secret: client_secret!,
    outcome,
  });

async function resultOf({ id }: { id: string }) {
  const intent = await fake.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  return (intent.latest_charge as Stripe.Charge).payment_method_details?.card?.three_d_secure;
}

describe('3-D Secure', () => {
  it('that the bank requires leaves the intent waiting for an action of Stripe.js', async () => {
    const intent = await begin('4000002760003184');
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
      latest_charge: null,
    });
    expect(JSON.stringify(intent.next_action?.use_stripe_sdk)).toContain(`${fake.base}/3ds/${intent.id}`);
  });

  it('that is completed lets the payment go on and is on the charge', async () => {
    const intent = await begin('4000000000003220');
    const { status, body } = await answer(intent, 'complete');
    expect([status, body.status]).toEqual([200, 'requires_capture']);
    expect(await resultOf(intent)).toMatchObject({
      result: 'authenticated',
      authentication_flow: 'challenge',
      electronic_commerce_indicator: '05',
      version: '2.2.0',
    });
  });

  it('that fails takes the method away and says why', async () => {
    const intent = await begin('4000000000003220');
    const { status, body } = await answer(intent, 'fail');
    expect([status, body.status]).toEqual([200, 'requires_payment_method']);
    expect(await fake.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      payment_method: null,
      latest_charge: null,
      next_action: null,
      last_payment_error: { code: 'payment_intent_authentication_failure', type: 'invalid_request_error' },
    });
  });

  it.each([
    ['4000008260003178', 'insufficient_funds'],
    ['4000008400001629', 'generic_decline'],
  ])('may be completed and the card %s declined after it: %s', async (number, decline) => {
    const intent = await begin(number);
    const { body } = await answer(intent, 'complete');
    expect(body).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: decline },
    });
  });

  it('is not asked of a card that is not enrolled, and is acknowledged when it was requested', async () => {
    const plain = await begin('4242424242424242');
    expect([plain.status, await resultOf(plain)]).toEqual(['requires_capture', null]);
    expect(await resultOf(await begin('4242424242424242', 'any'))).toMatchObject({
      result: 'attempt_acknowledged',
    });
  });

  it('is asked of a card that supports it only when it is requested', async () => {
    expect((await begin('4000000000003055')).status).toBe('requires_capture');
    expect((await begin('4000000000003055', 'any')).status).toBe('requires_action');
    expect((await begin('4000000000003055', 'challenge')).status).toBe('requires_action');
  });

  it.each([
    ['378282246310005', 'not_supported'],
    ['5105105105105100', 'not_supported'],
    ['4000000000003097', 'processing_error'],
  ])('that card %s cannot do lets the payment proceed: %s', async (number, result) => {
    const intent = await begin(number, 'any');
    expect(intent.status).toBe('requires_capture');
    expect(await resultOf(intent)).toMatchObject({ result });
  });

  it('exempts a saved card that was authenticated when it was saved', async () => {
    const customer = await fake.stripe.customers.create();
    const saving = held({ customer: customer.id, setup_future_usage: 'on_session' });
    const { id } = await fake.stripe.paymentIntents.create(saving);
    const confirmation_token = await cardToken(fake, '4000002500003155', {
      setup_future_usage: 'on_session',
    });
    const first = await fake.stripe.paymentIntents.confirm(id, { confirmation_token });
    expect(first.status).toBe('requires_action');
    await answer(first, 'complete');
    const [card] = (await fake.stripe.customers.listPaymentMethods(customer.id)).data;
    const again = await hold(fake, card!.id, { customer: customer.id, ...asking('any') });
    expect(again.status).toBe('requires_capture');
    expect(await resultOf(again)).toMatchObject({ result: 'exempted', exemption_indicator: 'low_risk' });
  });

  it('is refused where no shopper can answer', async () => {
    const { id } = await fake.stripe.paymentIntents.create(held());
    const params = { payment_method: 'pm_card_authenticationRequired', error_on_requires_action: true };
    expect(await refusal(fake.stripe.paymentIntents.confirm(id, params))).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
    });
  });

  it('goes over a redirect for a client that brings a return_url and no Stripe.js', async () => {
    const { id } = await fake.stripe.paymentIntents.create(held());
    const intent = await fake.stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'https://shop.example/back',
    });
    expect(intent.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://shop.example/back' },
    });
  });

  it('is answered once: a second answer meets a wrong state', async () => {
    const intent = await begin('4000000000003220');
    await answer(intent, 'complete');
    const { status, body } = await answer(intent, 'fail');
    expect([status, body.error?.code]).toEqual([400, 'payment_intent_unexpected_state']);
  });

  it('is not answered without the client secret', async () => {
    const intent = await begin('4000000000003220');
    const { status } = await answer({ ...intent, client_secret: `${intent.id}_secret_guess` }, 'complete');
    expect(status).toBe(400);
  });

  it('can be left for another card', async () => {
    const intent = await begin('4000000000003220');
    const paid = await fake.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid.status).toBe('requires_capture');
  });

  it('can be given up: the intent is canceled', async () => {
    const intent = await begin('4000000000003220');
    expect((await fake.stripe.paymentIntents.cancel(intent.id)).status).toBe('canceled');
  });

  it('reports that an action is required', async () => {
    expect(await eventTypes(fake)).toContain('payment_intent.requires_action');
  });
});
