import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { cards, visitShop } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

it('one id leads from the page through the log to Stripe’s own id of each call', async () => {
  const { context, shopper } = await visitShop(browser, stack.url);
  await shopper.goToCheckout();
  const [answer] = await Promise.all([
    shopper.page.waitForResponse((response) => response.url().endsWith('/v1/attempts')),
    shopper.payWith(cards.accepted),
  ]);
  const id = (await answer.request().allHeaders())['x-request-id'];
  expect(id).toMatch(/^[\w-]{36}$/);
  expect((await answer.allHeaders())['x-request-id']).toBe(id);
  await shopper.orderNumber();
  await context.close();

  const lines = stack.logs
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ request }) => request === id);
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'request', path: '/v1/attempts', status: 200 }),
  );
  const calls = lines.filter(({ msg }) => msg === 'stripe call').map(({ stripeRequest }) => stripeRequest);
  expect(calls.length).toBeGreaterThan(1);
  const atStripe = (await (await fetch(`${stack.fakeUrl}/_control/requests`)).json()) as {
    requests: { id: string }[];
  };
  expect(atStripe.requests.map(({ id: own }) => own)).toEqual(expect.arrayContaining(calls));
});
