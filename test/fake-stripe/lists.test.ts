import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { held, refusal, startFake, type Fake } from './harness.ts';

let fake: Fake;
let stripe: Stripe;
const made: string[] = [];
const DAY = 24 * 60 * 60;

beforeAll(async () => {
  fake = await startFake();
  ({ stripe } = fake);
  for (let day = 0; day < 25; day++) {
    fake.clock.setOffset(day * DAY);
    made.unshift((await stripe.paymentIntents.create(held())).id);
  }
});
afterAll(() => fake.stop());

const ids = ({ data }: { data: { id: string }[] }): string[] => data.map(({ id }) => id);

describe('a list', () => {
  it('shows the ten newest, newest first', async () => {
    const page = await stripe.paymentIntents.list();
    expect(page).toMatchObject({ object: 'list', url: '/v1/payment_intents', has_more: true });
    expect(ids(page)).toEqual(made.slice(0, 10));
  });

  it('goes on after the last one seen, to the end', async () => {
    const page = await stripe.paymentIntents.list({ limit: 5, starting_after: made[19]! });
    expect([ids(page), page.has_more]).toEqual([made.slice(20), false]);
  });

  it('goes back before the first one seen', async () => {
    const page = await stripe.paymentIntents.list({ limit: 3, ending_before: made[5]! });
    expect([ids(page), page.has_more]).toEqual([made.slice(2, 5), true]);
  });

  it('is walked to its end by the SDK', async () => {
    const seen: string[] = [];
    for await (const { id } of stripe.paymentIntents.list({ limit: 4 })) seen.push(id);
    expect(seen).toEqual(made);
  });

  it('keeps to a window of creation times, its ends included or not', async () => {
    const start = (await stripe.paymentIntents.retrieve(made[10]!)).created;
    const end = (await stripe.paymentIntents.retrieve(made[8]!)).created;
    expect(ids(await stripe.paymentIntents.list({ created: { gte: start, lte: end } }))).toEqual(
      made.slice(8, 11),
    );
    expect(ids(await stripe.paymentIntents.list({ created: { gt: start, lt: end } }))).toEqual(
      made.slice(9, 10),
    );
    expect(ids(await stripe.paymentIntents.list({ created: start }))).toEqual([made[10]]);
  });

  it('walks a window page by page without leaving it', async () => {
    const start = (await stripe.paymentIntents.retrieve(made[10]!)).created;
    const seen: string[] = [];
    for await (const { id } of stripe.paymentIntents.list({ created: { gte: start }, limit: 4 }))
      seen.push(id);
    expect(seen).toEqual(made.slice(0, 11));
  });

  it('refuses more than a hundred, and both directions at once', async () => {
    expect(await refusal(stripe.paymentIntents.list({ limit: 101 }))).toMatchObject({
      statusCode: 400,
      param: 'limit',
    });
    const both = stripe.paymentIntents.list({ starting_after: made[3]!, ending_before: made[4]! });
    expect(await refusal(both)).toMatchObject({ code: 'parameters_exclusive' });
  });

  it('can be narrowed to one customer', async () => {
    const customer = await stripe.customers.create();
    const { id } = await stripe.paymentIntents.create(held({ customer: customer.id }));
    await stripe.paymentIntents.create(held());
    expect(ids(await stripe.paymentIntents.list({ customer: customer.id }))).toEqual([id]);
    const late = await stripe.paymentIntents.create(held());
    await stripe.paymentIntents.update(late.id, { customer: customer.id });
    expect(ids(await stripe.paymentIntents.list({ customer: customer.id }))).toEqual([late.id, id]);
  });

  it('keeps its order when the clock was moved back', async () => {
    fake.clock.setOffset(-DAY);
    const early = await stripe.paymentIntents.create(held());
    const last = await stripe.paymentIntents.list({ limit: 1, starting_after: made.at(-1)! });
    expect(ids(last)).toEqual([early.id]);
  });
});
