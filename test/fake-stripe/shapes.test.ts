import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { cardToken, held, hold, refusal, startFake, type Fake } from './harness.ts';
import { SdkShapes } from './shape.ts';

let fake: Fake;
let shapes: SdkShapes;
beforeAll(async () => {
  fake = await startFake();
  shapes = new SdkShapes();
});
afterAll(() => fake.stop());

/** One of everything, in every state. */
async function live({ stripe }: Fake): Promise<{ object: string }[]> {
  const address = { country: 'JP', postal_code: '100-0001', line1: '1-1' };
  const customer = await stripe.customers.create({
    name: '山田 花子',
    email: 'a@example.com',
    address,
    shipping: { name: '山田', address },
    preferred_locales: ['ja'],
    metadata: { member: '1' },
  });
  const saving = { customer: customer.id, setup_future_usage: 'on_session' } as const;
  const { id } = await stripe.paymentIntents.create(held({ ...saving, shipping: { name: 'A', address } }));
  const used = await cardToken(fake, '4242424242424242', { setup_future_usage: 'on_session' });
  await stripe.paymentIntents.confirm(id, { confirmation_token: used });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 900 });
  const challenged = await hold(fake, 'pm_card_threeDSecure2Required');
  await refusal(hold(fake, 'pm_card_chargeDeclinedFraudulent'));
  const redirected = await stripe.paymentIntents.create(held());
  const back = { payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://shop.example' };
  const refunded = await hold(fake, 'pm_card_refundFail', { capture_method: 'automatic' });
  const refund = await stripe.refunds.create({ payment_intent: refunded.id, amount: 300 });
  await hold(fake, 'pm_card_createDispute', { capture_method: 'automatic' });
  const exempt = { payment_method_options: { card: { request_three_d_secure: 'any' } } } as const;
  await hold(fake, 'pm_card_amex', exempt);
  await stripe.paymentIntents.cancel((await hold(fake)).id);
  const gone = await stripe.customers.create();
  return [
    await stripe.confirmationTokens.retrieve(used),
    await stripe.paymentIntents.confirm(redirected.id, back),
    await stripe.paymentIntents.retrieve(challenged.id),
    await stripe.customers.del(gone.id),
    await stripe.accounts.retrieveCurrent(),
    await stripe.webhookEndpoints.create({
      url: 'https://shop.example/hook',
      enabled_events: ['charge.refunded'],
    }),
    await stripe.customerSessions.create({
      customer: customer.id,
      components: { payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled' } } },
    }),
    await stripe.refunds.retrieve(refund.id),
    ...(
      await stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge', 'data.payment_method'] })
    ).data,
    ...(await stripe.charges.list({ limit: 100, expand: ['data.refunds'] })).data,
    ...(await stripe.disputes.list()).data,
    ...(await stripe.refunds.list()).data,
    ...(await stripe.customers.list()).data,
    ...(await stripe.paymentMethods.list({ customer: customer.id })).data,
    ...(await stripe.webhookEndpoints.list()).data,
  ];
}

describe('every answer', () => {
  it('has exactly the shape that the SDK’s types promise, and so has every event', async () => {
    const objects = await live(fake);
    fake.clock.setOffset(8 * 24 * 60 * 60);
    const events = (await fake.stripe.events.list({ limit: 100 })).data;
    const inside = events.map(({ data }) => data.object as Stripe.Charge);
    const all = [...objects, ...events, ...inside].map((answer) => ({ ...answer }));
    expect(new Set(all.map(({ object }) => object)).size).toBeGreaterThanOrEqual(11);
    expect(events.length).toBeGreaterThan(30);
    expect(all.flatMap((answer) => shapes.faultsOf(answer))).toEqual([]);
  });

  it('is really looked at: a wrong one is found out', async () => {
    const intent = await fake.stripe.paymentIntents.create(held());
    const { amount: _, ...lacking } = intent;
    expect(shapes.faultsOf({ ...lacking, colour: 'red', currency: 7 } as never)).toEqual([
      'payment_intent.amount is missing',
      'payment_intent.currency: 7 is no string',
      "payment_intent.colour is not in the SDK's type",
    ]);
  });
});
