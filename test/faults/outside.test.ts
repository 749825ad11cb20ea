import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { PLATFORM_ACCOUNT, PUBLISHABLE_KEY, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { createGateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import type { CheckoutView } from '../../src/shared/contract.ts';
import { openPage, refused } from '../server/harness.ts';
import { good, needs3ds, openScene, type Scene } from './scene.ts';

let scene: Scene;
let cart: { id: string; version: number };
beforeAll(async () => {
  scene = await openScene({ capture: 'automatic' });
});
afterAll(() => scene.stop());
beforeEach(async () => {
  cart = await scene.newCart();
});

const held = { attempts: ['committed'], orders: 1, stripe: ['requires_capture'] };
const captured = { attempts: ['committed'], orders: 1, stripe: ['succeeded'] };
const lost = { attempts: ['committed'], orders: 1, stripe: ['canceled'] };
const moneyOf = async () => (await scene.ordersOf(cart))[0]?.money;
const intent = async () => (await scene.intentsOf(cart))[0]?.id ?? '';
const poll = async () => {
  await scene.passMinutes(1);
  await pollEvents({ ...scene.deps, gateway: scene.gateway });
  await scene.sweep();
};

it('fault 58: a hold that expires before the capture leaves an order that needs attention, visibly', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(good);
  scene.fake.clock.setOffset(31 * 86_400);
  scene.fake.runDue();
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...lost, screen: ['succeeded'] });
  expect(await moneyOf()).toBe('needs_attention');
  scene.fake.clock.setOffset(0);
});

it('fault 59: a payment that the merchant cancels in the Dashboard is over, and the shopper may pay again', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.stripe.paymentIntents.cancel(await intent());
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), {
    attempts: ['closed'],
    orders: 0,
    stripe: ['canceled'],
    screen: ['failed', '取り消され'],
  });
});

it('fault 59: a payment that the merchant captures in the Dashboard gets its order', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  await scene.stripe.paymentIntents.capture(await intent());
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
  expect(await moneyOf()).toBe('captured');
});

it('fault 60: the capture of a cancelled payment is never shown as paid: the order needs attention', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(good);
  await scene.stripe.paymentIntents.cancel(await intent());
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...lost, screen: ['succeeded'] });
  expect(await moneyOf()).toBe('needs_attention');
});

const keysOf = (account: string, secretKey: string) =>
  singleGateway(
    createGateway({
      secretKey,
      publishableKey: PUBLISHABLE_KEY,
      webhookSecrets: [WEBHOOK_SECRET],
      account,
      mode: 'test',
      httpClient: scene.httpClient,
    }),
  );

it('fault 61: a key that is rotated in the middle finishes what the old one began', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  const { gateways } = scene.deps;
  scene.deps.gateways = keysOf(PLATFORM_ACCOUNT, 'rk_test_fake_secure_checkout');
  await scene.authenticate(view, 'complete');
  await scene.expectFacts(cart, await page.resume(view), { ...held, screen: ['succeeded'] });
  await scene.passAndSweep();
  expect(await moneyOf()).toBe('captured');
  scene.deps.gateways = gateways;
});

it('fault 62: keys of another account touch nothing of this one, and the shopper is kept waiting, not refused', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  const { gateways } = scene.deps;
  scene.deps.gateways = keysOf('acct_another', 'rk_test_fake_secure_checkout');
  await scene.authenticate(view, 'complete');
  await scene.passAndSweep(5);
  await scene.expectFacts(cart, await page.look(view.id), {
    attempts: ['active'],
    orders: 0,
    stripe: ['requires_capture'],
    screen: ['action-required'],
  });
  scene.deps.gateways = gateways;
  await scene.passAndSweep(2);
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
});

it('fault 64: yen have no decimals, at Stripe, in the order and on the button', async () => {
  const page = await openPage(scene, cart);
  const shown = (await (await page.call('POST', '/v1/view', {})).json()) as CheckoutView;
  const view = await page.pay(good);
  await scene.expectFacts(cart, view, { ...held, screen: ['succeeded'] });
  const { amount } = shown.cart;
  expect((await scene.intentsOf(cart))[0]).toMatchObject({ amount, currency: 'jpy' });
  expect((await scene.ordersOf(cart))[0]).toMatchObject({ amount, currency: 'jpy' });
  expect(shown.wordings.payButton.text).toContain(`${amount.toLocaleString('en')}円`);
});

it.each([0, 49])('fault 65: a total of %i yen is refused before anything begins', async (amount) => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  const reading = await scene.deps.shop.readCart(cart.id);
  if (reading.kind !== 'open') throw new Error('the cart is gone');
  vi.spyOn(scene.deps.shop, 'readCart').mockResolvedValueOnce({
    kind: 'open',
    cart: { ...reading.cart, amount },
  });
  const problem = await refused(page.send(request));
  expect(problem.code).toBe('amount-not-payable');
  await scene.expectFacts(cart, problem, {
    attempts: [],
    orders: 0,
    stripe: [],
    screen: ['loading', '別の'],
  });
});

it('fault 66: a partial refund in the Dashboard is followed, and the order stands', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(good);
  await scene.passAndSweep();
  await scene.stripe.refunds.create({ payment_intent: await intent(), amount: 100 });
  await poll();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
  expect(await moneyOf()).toBe('partly_refunded');
});

it('fault 66: a dispute is followed, and the order stands', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay('4000000000000259');
  await scene.passAndSweep();
  await poll();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
  expect(await moneyOf()).toBe('disputed');
});

// Last: the cursor of the list of events does not go back with a clock.
it.each([600, -600])('fault 63: Stripe’s clock %i seconds off ours changes nothing', async (seconds) => {
  scene.fake.clock.setOffset(seconds);
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  await poll();
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
  scene.fake.clock.setOffset(0);
});
