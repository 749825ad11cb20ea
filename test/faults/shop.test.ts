import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { reconcile } from '../../server-stub/checkout/reconcile.ts';
import { openPage, refused, Refusal } from '../server/harness.ts';
import { good, needs3ds, openScene, screenOf, type Scene } from './scene.ts';

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
const released = { attempts: ['closed'], orders: 0, stripe: ['canceled'] };

it('fault 42: a handler that wakes up minutes later finds itself taken over, and leaves no intent alive', async () => {
  const { createIntent } = scene.gateway;
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const began = new Promise<void>((resolve) => {
    vi.spyOn(scene.gateway, 'createIntent').mockImplementationOnce(async (...args) => {
      resolve();
      await asleep;
      return createIntent(...args);
    });
  });
  const page = await openPage(scene, cart);
  const zombie = page.pay(good);
  await began;
  const [attempt] = await scene.attemptsOf(cart);
  const other = await openPage(scene, cart, { sub: 'visitor-2' });
  await other.takeOver(await other.look(attempt?.id ?? ''));
  const second = await other.pay(good);
  wake();
  await scene.expectFacts(cart, await zombie, {
    attempts: ['closed', 'committed'],
    orders: 1,
    stripe: expect.arrayContaining(['canceled', 'requires_capture']) as unknown as string[],
    screen: ['conflict', '別の画面でお支払いを続けた'],
  });
  expect(second.status).toBe('succeeded');
});

it('fault 43: two sweepers at once make one order', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  await scene.passMinutes(1);
  await Promise.all([scene.sweep(), scene.sweep(), scene.sweep()]);
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 53: of eight shoppers for the last unit one pays, and no loser reaches Stripe', async () => {
  const carts = await Promise.all(Array.from({ length: 8 }, () => scene.newCart()));
  const [{ sku } = { sku: '' }] = await scene.shop.products();
  await scene.shop.setStock(sku, 1);
  const pages = await Promise.all(carts.map((each, i) => openPage(scene, each, { sub: `last-${i}` })));
  const answers = await Promise.allSettled(pages.map((page) => page.pay(good)));
  const problems = answers.flatMap((answer) =>
    answer.status === 'rejected' && answer.reason instanceof Refusal ? [answer.reason.problem] : [],
  );
  expect(problems).toHaveLength(7);
  for (const problem of problems)
    expect(screenOf(problem)).toMatchObject({ status: 'conflict', text: expect.stringContaining('在庫') });
  const [winner] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(winner && screenOf(winner).status).toBe('succeeded');
  const intents = await Promise.all(carts.map((each) => scene.intentsOf(each)));
  const orders = await Promise.all(carts.map((each) => scene.ordersOf(each)));
  expect([intents.flat().length, orders.flat().length]).toEqual([1, 1]);
  await scene.shop.setStock(sku, 1000);
  await scene.invariants();
});

it('fault 55: an order that could not be written is written later, and nobody is told that it failed', async () => {
  vi.spyOn(scene.deps.shop, 'placeOrder').mockRejectedValueOnce(new Error('disk full'));
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  expect(await refused(page.send(request))).toMatchObject({ status: 500 }); // unknown to the element: it asks again
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.send(request), { ...paid, screen: ['succeeded'] });
});

it('fault 56: a mail that fails is sent later, and the order stands meanwhile', async () => {
  const mail = vi
    .spyOn(scene.deps.shop, 'sendOrderMail')
    .mockRejectedValueOnce(new Error('mail server down'));
  const page = await openPage(scene, cart);
  const view = await page.pay(good);
  await scene.sweep();
  await scene.expectFacts(cart, view, { ...paid, screen: ['succeeded'] });
  await scene.passAndSweep();
  expect(mail.mock.calls.filter(([id]) => id === view.id)).toHaveLength(2);
  mail.mockRestore();
});

it('fault 57: a database restored from before the payment finds it in Stripe’s list and makes the order', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  for (const table of ['reservation', 'data_consent', 'confirmation', 'outbox', 'audit'] as const)
    await scene.db.deleteFrom(table).where('attempt_id', '=', view.id).execute();
  await scene.db.deleteFrom('attempt').where('id', '=', view.id).execute();
  await reconcile({ ...scene.deps, gateway: scene.gateway }, new Date(Date.now() - 3_600_000));
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded'] });
});

it.each(['before', 'after'] as const)(
  'fault 67: the cart ordered by another method %s the card’s approval is one order',
  async (when) => {
    const { visitor: owner } = await scene.db
      .selectFrom('cart')
      .select('visitor')
      .where('id', '=', cart.id)
      .executeTakeFirstOrThrow();
    await scene.shop.setContact(owner, {
      name: '山田 花子',
      email: 'hanako@example.com',
      phone: '0312345678',
      country: 'JP',
      postal: '1000001',
      address: '東京都千代田区千代田1-1',
    });
    cart = { id: cart.id, version: (await scene.shop.cartOf(owner))?.version ?? 0 };
    const direct = () => scene.shop.placeDirectOrder(owner, { version: cart.version, method: 'cod' });
    const page = await openPage(scene, cart);
    const view = await page.pay(needs3ds);
    if (when === 'before') await direct();
    await scene.authenticate(view, 'complete');
    const after = await page.resume(view);
    if (when === 'after') expect(await direct()).toMatchObject({ kind: 'already-ordered' });
    await scene.passAndSweep();
    await scene.expectFacts(
      cart,
      after,
      when === 'after'
        ? { ...paid, screen: ['succeeded'] }
        : { ...released, screen: ['conflict', '完了しています'] },
    );
  },
);
