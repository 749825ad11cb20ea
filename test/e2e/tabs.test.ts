import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { holdsMoney } from '../helpers/invariants.ts';
import { checkBothSides, stripeOf, withDatabase } from './both-sides.ts';
import { cards, visitShop, type ShopVisit } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Two tabs of one shopper, both at check & shipping with the same cart. */
async function twoTabs() {
  const { context, shopper: first, openTab } = await visitShop(browser, stack.url);
  onTestFinished(() => context.close());
  await first.goToCheckout();
  const second = await openTab();
  await second.openCheckout();
  await second.untilStatus('ready');
  return { first, second };
}

async function countMoneyAndOrders() {
  const { data } = await stripeOf(stack).paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] });
  const orders = await withDatabase(stack, (db) => db.selectFrom('orders').selectAll().execute());
  return { payments: data.filter(holdsMoney).length, orders: orders.length };
}

/** Exactly one payment and one order more than before, whatever the tabs did. */
async function expectOnePurchase(act: () => Promise<void>): Promise<void> {
  const before = await countMoneyAndOrders();
  await act();
  expect(await countMoneyAndOrders()).toEqual({ payments: before.payments + 1, orders: before.orders + 1 });
  await checkBothSides(stack, { settled: true });
}

it('a second tab is told that the first is paying, follows the first and ends on the same order', async () => {
  const { first, second } = await twoTabs();
  await expectOnePurchase(async () => {
    await first.payWith(cards.challenged);
    await first.challenge.locator('#test-source-authorize-3ds').waitFor();
    // It learns so by itself: nothing was pressed here.
    await second.untilStatus('conflict');
    expect(await second.element.locator('[part~="conflict"]').textContent()).toContain('別の画面または端末');
    await first.answerChallenge('complete');
    expect(await second.orderNumber()).toBe(await first.orderNumber());
  });
});

it('a member’s private window shares nothing with the first but the account, is told all the same, and ends on the same order', async () => {
  const visits = await Promise.all([visitShop(browser, stack.url), visitShop(browser, stack.url)]);
  for (const { context } of visits) onTestFinished(() => context.close());
  const [first, second] = visits.map(({ shopper }) => shopper) as [ShopVisit, ShopVisit];
  await first.signIn();
  await first.goToCheckout();
  await second.signIn();
  await second.openCheckout();
  await second.untilStatus('ready');
  await expectOnePurchase(async () => {
    await first.payWith(cards.challenged);
    await first.challenge.locator('#test-source-authorize-3ds').waitFor();
    await second.payWith(cards.accepted);
    await second.untilStatus('conflict');
    await first.answerChallenge('complete');
    expect(await second.orderNumber()).toBe(await first.orderNumber());
  });
});

it('fault 8: two tabs that pay at the same moment make one payment and one order', async () => {
  const { first, second } = await twoTabs();
  await expectOnePurchase(async () => {
    await Promise.all([first.typeCard(cards.accepted), second.typeCard(cards.accepted)]);
    await Promise.all([first.payButton.click(), second.payButton.click()]);
    expect(await second.orderNumber()).toBe(await first.orderNumber());
  });
});

it('a tab that takes over cancels the first before it pays', async () => {
  const { first, second } = await twoTabs();
  await expectOnePurchase(async () => {
    await first.payWith(cards.challenged);
    await first.challenge.locator('#test-source-authorize-3ds').waitFor();
    await second.untilStatus('conflict');
    await second.element.getByRole('button', { name: 'この画面で支払う' }).click();
    await second.untilStatus('ready');
    await second.payWith(cards.accepted);
    expect(await second.orderNumber()).not.toBe('');
  });
});
