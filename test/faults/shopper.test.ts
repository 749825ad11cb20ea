import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CheckoutView } from '../../src/shared/contract.ts';
import { openPage, refused } from '../server/harness.ts';
import { declined, good, needs3ds, openScene, screenOf, type Scene } from './scene.ts';

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
const left = { attempts: ['closed'], orders: 0, stripe: ['canceled'] };

it('fault 1: closed before paying leaves nothing anywhere, and the form is open again', async () => {
  const page = await openPage(scene, cart);
  await page.call('POST', '/v1/view', {});
  const again = (await (await page.call('POST', '/v1/view', { locale: 'ja' })).json()) as CheckoutView;
  expect(again.attempt).toBeUndefined();
  expect(again.wordings.payButton.text).toContain('注文を確定する');
  expect(await scene.attemptsOf(cart)).toEqual([]);
  expect(await scene.intentsOf(cart)).toEqual([]);
});

it('fault 2: closed during 3-D Secure waits to be resumed, and is cancelled after its time', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.expectFacts(cart, await page.look(view.id), {
    ...waiting,
    screen: ['action-required', '認証を続ける'],
  });
  await scene.passAndSweep(31);
  await scene.expectFacts(cart, await page.look(view.id), { ...left, screen: ['failed', '取り消され'] });
});

it('fault 3: closed after 3-D Secure ends in the order by itself', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.look(view.id), { ...paid, screen: ['succeeded', 'ご注文番号'] });
});

it('fault 4: a renderer crash during 3-D Secure: a page without any memory is told what waits, and resumes it', async () => {
  await (await openPage(scene, cart)).pay(needs3ds);
  const page = await openPage(scene, cart);
  const { attempt } = (await (await page.call('POST', '/v1/view', {})).json()) as CheckoutView;
  if (!attempt) throw new Error('nothing waits');
  await scene.expectFacts(cart, attempt, { ...waiting, screen: ['action-required', '認証を続ける'] });
  const resumed = await page.resume(attempt);
  await scene.authenticate(resumed, 'complete');
  await scene.expectFacts(cart, await page.resume(resumed), { ...paid, screen: ['succeeded'] });
});

it('fault 5: a double click is one payment, and both get the same order', async () => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  const answers = await Promise.allSettled([page.send(request), page.send(request)]);
  expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
  await scene.passAndSweep();
  await scene.expectFacts(cart, await page.send(request), { ...paid, screen: ['succeeded'] });
});

it('fault 6: a reload while the server works follows the payment under way', async () => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  const sent = page.send(request);
  const reloaded = await openPage(scene, cart);
  const seen = await reloaded.call('POST', '/v1/view', {});
  const view = await sent;
  expect([200, 409]).toContain(seen.status);
  await scene.expectFacts(cart, await reloaded.look(view.id), { ...paid, screen: ['succeeded'] });
});

it('fault 7: a stale form that pays again is led to the order that stands', async () => {
  const page = await openPage(scene, cart);
  await page.pay(good);
  const problem = await refused(page.pay(good));
  await scene.expectFacts(cart, problem, { ...paid, screen: ['succeeded', 'ご注文番号'] });
});

it('fault 9: of two tabs the second at 3-D Secure is never asked while the first is', async () => {
  const first = await openPage(scene, cart);
  const second = await openPage(scene, cart, { sub: 'visitor-2' });
  const view = await first.pay(needs3ds);
  const problem = await refused(second.pay(needs3ds));
  await scene.expectFacts(cart, problem, { ...waiting, screen: ['conflict', '別の画面'] });
  await scene.authenticate(view, 'complete');
  await first.resume(view);
  await scene.expectFacts(cart, await second.look(view.id), {
    ...paid,
    screen: ['succeeded', '完了しました'],
  });
});

it('fault 10: a takeover while the first’s approval lands ends in one of the two, never both', async () => {
  const first = await openPage(scene, cart);
  const second = await openPage(scene, cart, { sub: 'visitor-2' });
  const view = await first.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  const [taken] = await Promise.all([second.takeOver(view), first.resume(view).catch(() => undefined)]);
  await scene.passAndSweep();
  const won = (await scene.ordersOf(cart)).length === 1;
  await scene.expectFacts(cart, await first.look(taken.id), {
    ...(won ? paid : left),
    screen: won ? ['succeeded'] : ['conflict', '別の画面でお支払いを続けた'],
  });
});

it('fault 11: the same member on two devices pays once, and the other device is told', async () => {
  const member = { shopper: 'member', member: 'm-11', sub: 'm-11' } as const;
  const phone = await openPage(scene, cart, member);
  const desk = await openPage(scene, cart, member);
  const view = await phone.pay(needs3ds);
  const problem = await refused(desk.pay(good));
  await scene.expectFacts(cart, problem, { ...waiting, screen: ['conflict', '別の画面または端末'] });
  await scene.authenticate(view, 'complete');
  await scene.expectFacts(cart, await phone.resume(view), { ...paid, screen: ['succeeded'] });
});

const ownerOf = async () =>
  (await scene.db.selectFrom('cart').select('visitor').where('id', '=', cart.id).executeTakeFirstOrThrow())
    .visitor;

it('fault 12: a cart that is edited during 3-D Secure is ordered as it was paid, and keeps what was added', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  const owner = await ownerOf();
  const [other] = (await scene.shop.products()).filter(({ stock }) => stock > 50).slice(1);
  await scene.shop.addToCart(owner, { sku: other?.sku ?? '', quantity: 1, locale: 'ja' });
  await scene.authenticate(view, 'complete');
  const after = await page.resume(view);
  await scene.expectFacts(cart, after, { ...paid, screen: ['succeeded'] });
  expect((await scene.shop.cartOf(owner))?.lines.map(({ sku }) => sku)).toEqual([other?.sku]);
  expect((await scene.ordersOf(cart))[0]?.amount).toBe(view.amount);
});

it('fault 13: a price that changed before the press is refused, and nothing is asked of Stripe', async () => {
  const page = await openPage(scene, cart);
  const request = await page.payRequest(good);
  const owner = await ownerOf();
  const [line] = (await scene.shop.cartOf(owner))?.lines ?? [];
  await scene.shop.setQuantity(owner, line?.sku ?? '', 2);
  const problem = await refused(page.send(request));
  await scene.expectFacts(cart, problem, {
    attempts: [],
    orders: 0,
    stripe: [],
    screen: ['conflict', 'カートの内容が変わりました'],
  });
});

it('fault 15: after the limit of declines the shopper is told to wait, and nothing is held', async () => {
  const page = await openPage(scene, cart);
  for (let i = 0; i < 5; i++) await page.pay(declined);
  const problem = await refused(page.pay(good));
  await scene.expectFacts(cart, problem, {
    attempts: ['active'],
    orders: 0,
    stripe: ['requires_payment_method'],
    screen: ['failed', 'しばらくお待ち'],
  });
});

it('fault 17: 3-D Secure that outlasts everything is cancelled, and its late approval charges nothing', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.passAndSweep(121);
  await expect(scene.authenticate(view, 'complete')).rejects.toThrow();
  await scene.expectFacts(cart, await page.look(view.id), { ...left, screen: ['failed', '取り消され'] });
});

it('fault 18: a frozen tab whose payment was taken over meanwhile says so when it wakes', async () => {
  const frozen = await openPage(scene, cart);
  const view = await frozen.pay(needs3ds);
  const other = await openPage(scene, cart, { sub: 'visitor-2' });
  await other.takeOver(view);
  await other.pay(good);
  await scene.expectFacts(cart, await frozen.look(view.id), {
    attempts: ['closed', 'committed'],
    orders: 1,
    stripe: ['canceled', 'requires_capture'],
    screen: ['conflict', '別の画面でお支払いを続けた'],
  });
});

it('fault 20: a login that expires during 3-D Secure still resumes what it started, and starts nothing', async () => {
  const page = await openPage(scene, cart);
  const view = await page.pay(needs3ds);
  await scene.authenticate(view, 'complete');
  const expired = await openPage(scene, cart, { exp: Math.floor(Date.now() / 1000) - 60 });
  await scene.expectFacts(cart, await expired.resume(view), { ...paid, screen: ['succeeded'] });
  const next = await scene.newCart();
  const late = await openPage(scene, next, { exp: Math.floor(Date.now() / 1000) - 60 });
  const problem = await refused(late.pay(good));
  expect(screenOf(problem)).toMatchObject({ status: 'loading', text: expect.stringContaining('有効期限') });
  expect(await scene.intentsOf(next)).toEqual([]);
});
