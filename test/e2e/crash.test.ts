import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack } from '../helpers/checkout-stack.ts';
import { holdsMoney } from '../helpers/invariants.ts';
import { checkBothSides, stripeOf, withDatabase } from './both-sides.ts';
import { cards, visitShop } from './shop-visit.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it('a server killed while the bank is asked finds the answer when it is back', async () => {
  const stack = await startStack();
  onTestFinished(stack.stop);
  const { context, shopper } = await visitShop(browser, stack.url);
  onTestFinished(() => context.close());
  const confirm = { kind: 'delay', method: 'POST', path: '/v1/payment_intents/*/confirm', delay_ms: 1500 };
  await fetch(`${stack.fakeUrl}/_control/faults`, { method: 'POST', body: JSON.stringify({ add: confirm }) });

  await shopper.goToCheckout();
  await shopper.payWith(cards.accepted);
  await expect
    .poll(async () => {
      const answer = await fetch(`${stack.fakeUrl}/_control/faults`);
      return ((await answer.json()) as { faults: unknown[] }).faults.length;
    })
    .toBe(0);
  await stack.restartServer();

  const order = await shopper.orderNumber();
  const orders = await withDatabase(stack, (db) => db.selectFrom('orders').select('order_no').execute());
  expect(orders).toEqual([{ order_no: order }]);
  const { data } = await stripeOf(stack).paymentIntents.list({ expand: ['data.latest_charge'] });
  expect(data.filter(holdsMoney)).toHaveLength(1);
  await checkBothSides(stack, { settled: true });
});
