import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import { openPage } from '../server/harness.ts';
import { good, needs3ds, openScene, type Scene } from './scene.ts';

let scene: Scene;
let cart: { id: string; version: number };
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.stop());
beforeEach(async () => {
  cart = await scene.newCart();
});

const paid = { attempts: ['committed'], orders: 1, stripe: ['requires_capture'] };
const waiting = { attempts: ['active'], orders: 0, stripe: ['requires_action'] };

/** Stripe's own event about the cart's intent, as it would be delivered. */
async function eventOf(type: string): Promise<string> {
  const [intent] = await scene.intentsOf(cart);
  const { data } = await scene.stripe.events.list({ limit: 100 });
  const event = data.find((e) => e.type === type && 'id' in e.data.object && e.data.object.id === intent?.id);
  if (!event) throw new Error(`no ${type}`);
  return JSON.stringify(event);
}

function deliver(payload: string, options: { secret?: string; timestamp?: number; body?: string } = {}) {
  const { secret = WEBHOOK_SECRET, timestamp, body = payload } = options;
  const signature = scene.stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    ...(timestamp && { timestamp }),
  });
  return Promise.resolve(
    scene.app.request('/webhooks/stripe', {
      method: 'POST',
      body,
      headers: { 'Stripe-Signature': signature },
    }),
  );
}

/** The shopper has authenticated and is gone. */
async function approved(): Promise<{ page: Awaited<ReturnType<typeof openPage>>; view: AttemptView }> {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  return { page, view };
}
const capturable = 'payment_intent.amount_capturable_updated';
const altered = (payload: string, change: object) => JSON.stringify({ ...JSON.parse(payload), ...change });

it('fault 44: a webhook before the local commit brings the order', async () => {
  const { page, view } = await approved();
  expect((await deliver(await eventOf(capturable))).status).toBe(200);
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 45: a webhook together with the return makes one order', async () => {
  const { page, view } = await approved();
  const event = await eventOf(capturable);
  await Promise.all([deliver(event), page.resume(view), scene.sweep()]);
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 46: the same webhook three times is one', async () => {
  const { page, view } = await approved();
  const event = await eventOf(capturable);
  await Promise.all([deliver(event), deliver(event), deliver(event)]);
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
  const { id } = JSON.parse(event) as { id: string };
  expect(await scene.db.selectFrom('webhook_event').selectAll().where('id', '=', id).execute()).toHaveLength(
    1,
  );
});

it('fault 47: payment_failed after the success changes nothing', async () => {
  const { page, view } = await approved();
  const event = await eventOf(capturable);
  await page.resume(view);
  await deliver(altered(event, { id: 'evt_late_failure', type: 'payment_intent.payment_failed' }));
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 48: webhooks that never come are found in the list of events', async () => {
  const { page, view } = await approved();
  await scene.passMinutes(1);
  await pollEvents({ ...scene.deps, gateway: scene.gateway });
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 49: a bad, old or re-serialised signature is refused, and nothing moves', async () => {
  const { page, view } = await approved();
  const event = await eventOf(capturable);
  const old = Math.floor(Date.now() / 1000) - 301;
  expect((await deliver(event, { secret: 'whsec_wrong' })).status).toBe(400);
  expect((await deliver(event, { timestamp: old })).status).toBe(400);
  expect((await deliver(event, { body: JSON.stringify(JSON.parse(event), null, 1) })).status).toBe(400);
  await scene.expectFacts(cart, await page.look(view.id), {
    ...waiting,
    stripe: ['requires_capture'],
    screen: ['action-required'],
  });
});

it('fault 50: an event of the other mode is answered and ignored', async () => {
  const { page, view } = await approved();
  const event = altered(await eventOf(capturable), { id: 'evt_live', livemode: true });
  expect(await (await deliver(event)).json()).toEqual({ received: 'ignored' });
  await scene.expectFacts(cart, await page.look(view.id), {
    ...waiting,
    stripe: ['requires_capture'],
    screen: ['action-required'],
  });
});

it('fault 51: an event of a foreign intent is answered and ignored, and the intent is left alone', async () => {
  const foreign = await scene.stripe.paymentIntents.create({ amount: 500, currency: 'jpy' });
  const page = await openPage(scene, cart);
  const view = await page.pay(good);
  const event = altered(await eventOf(capturable), { id: 'evt_foreign_1', data: { object: foreign } });
  expect(await (await deliver(event)).json()).toEqual({ received: 'ignored' });
  expect((await scene.stripe.paymentIntents.retrieve(foreign.id)).status).toBe('requires_payment_method');
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 52: a webhook that we fail to keep is a 500, and counts when Stripe sends it again', async () => {
  const { page, view } = await approved();
  const event = await eventOf(capturable);
  await scene.db.schema.alterTable('webhook_event').renameTo('webhook_event_gone').execute();
  try {
    expect((await deliver(event)).status).toBe(500);
  } finally {
    await scene.db.schema.alterTable('webhook_event_gone').renameTo('webhook_event').execute();
  }
  expect(await (await deliver(event)).json()).toEqual({ received: 'new' });
  await scene.sweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});
