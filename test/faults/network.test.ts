import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPage, refused } from '../server/harness.ts';
import { good, needs3ds, openScene, type Scene } from './scene.ts';

let scene: Scene;
let cart: { id: string; version: number };
beforeAll(async () => {
  scene = await openScene({ capture: 'automatic' });
});
afterAll(() => scene.stop());
beforeEach(async () => {
  scene.fake.faults.clear();
  cart = await scene.newCart();
});

const held = { attempts: ['committed'], orders: 1, stripe: ['requires_capture'] };
const captured = { attempts: ['committed'], orders: 1, stripe: ['succeeded'] };
const confirm = '/v1/payment_intents/*/confirm';

it('fault 21: a pay request that was lost is the same payment when it is sent again', async () => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  expect(await scene.attemptsOf(cart)).toEqual([]);
  await scene.expectFacts(cart, await page.send(request), { ...held, screen: ['succeeded'] });
});

it('fault 22: a pay reply that was lost is given again for the same press', async () => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  await page.send(request);
  await scene.expectFacts(cart, await page.send(request), { ...held, screen: ['succeeded', 'ご注文番号'] });
});

it('fault 23: a page that was offline in the middle of 3-D Secure finds the order when it is back', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
});

it.each([
  [
    'fault 24: the create’s reply is lost: the same press gets the same intent',
    '/v1/payment_intents',
    'drop_after',
  ],
  [
    'fault 29: Stripe is down at the start: nothing begins, and the same press pays when it is up',
    '/v1/payment_intents',
    'drop_before',
  ],
] as const)('%s', async (_name, path, kind) => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  scene.break(kind, path, { method: 'POST' });
  const problem = await refused(page.send(request));
  expect(problem.status).toBe(503); // the element calls it unknown, and asks again
  await scene.expectFacts(cart, await page.send(request), { ...held, screen: ['succeeded'] });
});

it.each([
  [
    'fault 25: the confirm’s reply is lost: the intent itself says that it is held',
    'drop_after',
    'succeeded',
  ],
  ['fault 26: a 500 on the confirm is unknown, and asked again under its own key', 'error', 'pending'],
  ['fault 27: 409, the key is in use: unknown, and asked again', 'conflict', 'pending'],
  ['fault 28: 429 on the confirm is not a decline, and asked again', 'rate_limit', 'pending'],
  ['fault 33: a reply cut half way is no answer: the intent is asked', 'cut', 'succeeded'],
] as const)('%s', async (_name, kind, first) => {
  const page = await openPage(scene, cart);
  scene.break(kind, confirm);
  const view = await page.pay(good);
  await scene.expectFacts(cart, view, {
    ...held,
    ...(first === 'pending' && { attempts: ['active'], orders: 0, stripe: ['requires_payment_method'] }),
    screen: [first, first === 'pending' ? 'もう一度お支払いいただく必要はありません' : ''],
  });
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
});

it('fault 30: the capture’s reply is lost: Stripe is asked, and the order says captured', async () => {
  const page = await openPage(scene, cart);
  scene.break('drop_after', '/v1/payment_intents/*/capture');
  const view = await page.pay(good);
  await scene.passAndSweep();
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
  expect((await scene.ordersOf(cart))[0]?.money).toBe('captured');
});

it('fault 31: the cancel’s reply is lost: the attempt closes only when Stripe says cancelled', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  scene.break('drop_after', '/v1/payment_intents/*/cancel');
  const after = await page.cancel(view);
  expect(['cancelling', 'closed']).toContain(after.status);
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), {
    attempts: ['closed'],
    orders: 0,
    stripe: ['canceled'],
    screen: ['failed', '取り消され'],
  });
});

it('fault 32: a Stripe that hangs is given up waiting for, not believed to have refused', async () => {
  const page = await openPage(scene, cart);
  scene.break('delay', confirm, { times: 1, delay_ms: 13_500 });
  const view = await page.pay(good);
  expect(['pending', 'succeeded']).toContain(view.status);
  await scene.passAndSweep();
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...captured, screen: ['succeeded'] });
});
