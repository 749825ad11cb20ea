import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold, startFake, startReceiver, type Fake } from './harness.ts';

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
  it('gets the events it asked for, and shows its secret once', async () => {
    const endpoint = await fake.stripe.webhookEndpoints.create({
      url: shop.url.replace('/webhooks', '/other'),
      enabled_events: ['charge.succeeded'],
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect((await fake.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
    await fake.control('/webhooks', { paused: true });
    await hold(fake);
    const [world] = (await fake.control('/state'))['worlds'] as { deliveries: { endpoint: string }[] }[];
    expect(world?.deliveries.filter((delivery) => delivery.endpoint === endpoint.id)).toHaveLength(1);
  });

  it('that is disabled or deleted gets nothing', async () => {
    const [endpoint] = (await fake.stripe.webhookEndpoints.list()).data;
    await fake.stripe.webhookEndpoints.update(endpoint!.id, { disabled: true });
    await hold(fake);
    await fake.stripe.webhookEndpoints.del(endpoint!.id);
    await hold(fake);
    await fake.webhooks.idle();
    expect(shop.types()).toEqual([]);
  });
});
