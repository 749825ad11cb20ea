import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { CONNECTED_ACCOUNT, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import type { ControlState } from '../../server-stub/fake-stripe/state.ts';
import { hold, refusal, startFake, startReceiver, type Fake } from './harness.ts';

let fake: Fake;
let shop: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  shop = await startReceiver();
  fake = await startFake({ webhookUrl: shop.url });
});
afterEach(async () => {
  await fake.stop();
  await shop.stop();
});

const HELD = ['payment_intent.created', 'charge.succeeded', 'payment_intent.amount_capturable_updated'];

describe('webhooks', () => {
  it('arrive signed as the SDK verifies them, in order', async () => {
    const { id } = await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(HELD);
    const [first] = shop.received;
    expect(first?.event).toMatchObject({
      object: 'event',
      api_version: '2026-10-28.endive',
      data: { object: { id } },
    });
    expect(first?.headers['user-agent']).toContain('Stripe/1.0');
  });

  it('are signed with the real time though the clock was moved', async () => {
    fake.clock.setOffset(40 * 24 * 60 * 60);
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(HELD);
  });

  it('are tried again until the shop takes them', async () => {
    shop.state.status = 500;
    await fake.stripe.customers.create();
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(['customer.created']);
    const { data } = await fake.stripe.events.list();
    expect(data[0]?.pending_webhooks).toBe(1);
    shop.state.status = 200;
    fake.clock.setOffset(3);
    await expect.poll(() => shop.types()).toEqual(['customer.created', 'customer.created']);
    await expect.poll(async () => (await fake.stripe.events.list()).data[0]?.pending_webhooks).toBe(0);
    expect(shop.received[0]?.event.id).toBe(shop.received[1]?.event.id);
  });

  it('are given up after three days', async () => {
    shop.state.status = 500;
    await fake.stripe.customers.create();
    await fake.webhooks.idle();
    for (let hours = 1; hours < 90; hours += 6) {
      fake.clock.setOffset(hours * 60 * 60);
      await new Promise(setImmediate);
      await fake.webhooks.idle();
    }
    const tries = shop.received.length;
    fake.clock.setOffset(200 * 60 * 60);
    await new Promise(setImmediate);
    await fake.webhooks.idle();
    expect(shop.received.length).toBe(tries);
    expect((await fake.stripe.events.list()).data[0]?.pending_webhooks).toBe(0);
  });

  it('can be lost', async () => {
    await fake.control('/webhooks', { lose: 1 });
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(HELD.slice(1));
  });

  it('can come twice', async () => {
    await fake.control('/webhooks', { duplicate: 1 });
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual([HELD[0], ...HELD]);
  });

  it('can come in the wrong order', async () => {
    await fake.control('/webhooks', { reorder: 3 });
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(HELD.toReversed());
  });

  it('can come late', async () => {
    await fake.control('/webhooks', { delay_ms: 60_000 });
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual([]);
    fake.clock.setOffset(61);
    await expect.poll(() => shop.types()).toEqual(HELD);
  });

  it('can be held back and released', async () => {
    await fake.control('/webhooks', { paused: true });
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual([]);
    await fake.control('/webhooks', { paused: false });
    await fake.webhooks.idle();
    expect(shop.types()).toEqual(HELD);
  });
});

describe('a webhook endpoint', () => {
  const other = () => shop.url.replace('/webhooks', '/other');
  const register = (enabled_events: string[], more: Partial<Stripe.WebhookEndpointCreateParams> = {}) =>
    fake.stripe.webhookEndpoints.create({
      url: other(),
      enabled_events: enabled_events as Stripe.WebhookEndpointCreateParams.EnabledEvent[],
      ...more,
    });
  /** What waits for this endpoint; the shop's own secret does not fit it, so nothing is sent. */
  async function waitingFor({ id }: { id: string }): Promise<string[]> {
    const { worlds } = (await fake.control('/state')) as unknown as ControlState;
    return worlds.flatMap(({ deliveries, events }) =>
      deliveries
        .filter(({ endpoint }) => endpoint === id)
        .map(({ event }) => events.find((found) => found.id === event)!.type)
        .toReversed(),
    );
  }

  it('shows its secret once', async () => {
    const { id, secret } = await register(['*']);
    expect(secret).toMatch(/^whsec_/);
    expect((await fake.stripe.webhookEndpoints.retrieve(id)).secret).toBeUndefined();
  });

  it('gets the events it asked for, and others once it asks for others', async () => {
    await fake.control('/webhooks', { paused: true });
    const endpoint = await register(['charge.succeeded', 'payment_intent.created', 'charge.succeeded']);
    expect(endpoint.enabled_events).toEqual(['charge.succeeded', 'payment_intent.created']);
    await hold(fake);
    expect(await waitingFor(endpoint)).toEqual(['payment_intent.created', 'charge.succeeded']);
    await fake.stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ['customer.created'] });
    await hold(fake);
    await fake.stripe.customers.create();
    expect((await waitingFor(endpoint)).slice(2)).toEqual(['customer.created']);
  });

  it.each([
    ['an event that Stripe does not have', ['charge.refunded', 'charge.eaten'], 'enabled_events[1]'],
    ['a pattern', ['charge.*'], 'enabled_events[0]'],
    ['everything and something', ['*', 'charge.refunded'], 'enabled_events'],
    ['nothing', [], 'enabled_events'],
    ['an empty name', [''], 'enabled_events[0]'],
  ])('may not ask for %s', async (_what, enabled_events, param) => {
    const before = (await fake.stripe.webhookEndpoints.list()).data.length;
    expect(await refusal(register(enabled_events))).toMatchObject({ statusCode: 400, param });
    expect((await fake.stripe.webhookEndpoints.list()).data).toHaveLength(before);
  });

  it('that is disabled or deleted gets nothing', async () => {
    const { data } = await fake.stripe.webhookEndpoints.list();
    for (const { id } of data) await fake.stripe.webhookEndpoints.update(id, { disabled: true });
    await hold(fake);
    for (const { id } of data) await fake.stripe.webhookEndpoints.del(id);
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual([]);
  });

  describe('of a platform with connected accounts', () => {
    const connected = () => fake.connect(SECRET_KEY, { stripeAccount: CONNECTED_ACCOUNT });

    it('hears of theirs by the account that every event names, and of its own without', async () => {
      await connected().customers.create();
      await fake.stripe.customers.create();
      await fake.webhooks.idle();
      expect(shop.received.map(({ event }) => event.account)).toEqual([CONNECTED_ACCOUNT, undefined]);
    });

    it('hears only of theirs when it is made for Connect, and only of its own when it is not', async () => {
      await fake.control('/webhooks', { paused: true });
      const forConnect = await register(['customer.created', 'charge.succeeded'], { connect: true });
      const own = await register(['customer.created', 'charge.succeeded']);
      await connected().customers.create();
      await hold(fake);
      expect(await waitingFor(forConnect)).toEqual(['customer.created']);
      expect(await waitingFor(own)).toEqual(['charge.succeeded']);
    });

    it('is not heard by the account itself, whose own endpoint gets its events without the account', async () => {
      for (const { id } of (await fake.stripe.webhookEndpoints.list()).data)
        await fake.stripe.webhookEndpoints.del(id);
      const { secret } = await connected().webhookEndpoints.create({
        url: shop.url,
        enabled_events: ['customer.created'],
      });
      shop.state.secret = secret!;
      await fake.stripe.customers.create();
      await connected().customers.create();
      await fake.webhooks.idle();
      expect(shop.received.map(({ event }) => [event.type, event.account])).toEqual([
        ['customer.created', undefined],
      ]);
    });

    it('is tried again for them, too', async () => {
      shop.state.status = 500;
      await connected().customers.create();
      await fake.webhooks.idle();
      shop.state.status = 200;
      fake.clock.setOffset(3);
      await expect
        .poll(() => shop.received.map(({ event }) => event.account))
        .toEqual([CONNECTED_ACCOUNT, CONNECTED_ACCOUNT]);
      await expect.poll(async () => (await connected().events.list()).data[0]?.pending_webhooks).toBe(0);
    });
  });
});
