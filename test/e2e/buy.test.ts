import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { checkBothSides, stripeOf } from './both-sides.ts';
import { cards, visitShop, type ShopLocale } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function newShopper(locale: ShopLocale = 'ja') {
  const { context, shopper } = await visitShop(browser, stack.url, { locale });
  onTestFinished(() => context.close());
  return shopper;
}

/** The payment behind an order, as Stripe has it. */
async function paymentOf(orderNumber: string) {
  const { data } = await stripeOf(stack).paymentIntents.list({ limit: 100 });
  const found = data.filter(({ description }) => description?.includes(orderNumber));
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function newIntentsDuring(act: () => Promise<unknown>): Promise<number> {
  const count = async () => (await stripeOf(stack).paymentIntents.list({ limit: 100 })).data.length;
  const before = await count();
  await act();
  return (await count()) - before;
}

describe.each(['ja', 'en'] as const)('in %s', (locale) => {
  it('a card that is accepted ends in an order, with its number on the payment', async () => {
    const shopper = await newShopper(locale);
    await shopper.goToCheckout();
    await shopper.payWith(cards.accepted);
    const order = await shopper.orderNumber();
    expect(order).not.toBe('');
    expect(new URL(shopper.page.url()).pathname).toBe('/complete');
    await expect.poll(async () => (await paymentOf(order)).metadata['order_id']).toBe(order);
    expect((await paymentOf(order)).status).toBe('requires_capture');
    await checkBothSides(stack, { settled: true });
  });
});

it('3-D Secure that is completed ends in an order', async () => {
  const shopper = await newShopper();
  await shopper.goToCheckout();
  await shopper.payWith(cards.challenged);
  await shopper.answerChallenge('complete');
  expect(await shopper.orderNumber()).not.toBe('');
  await checkBothSides(stack, { settled: true });
});

it.each(['fail', 'close'] as const)(
  'fault 16: 3-D Secure that ends in "%s" is no order, and the same payment takes another card',
  async (answer) => {
    const shopper = await newShopper();
    await shopper.goToCheckout();
    const intents = await newIntentsDuring(async () => {
      await shopper.payWith(cards.challenged);
      await shopper.answerChallenge(answer);
      await shopper.untilStatus('failed');
      expect(await shopper.element.getByRole('alert').first().textContent()).toContain('3Dセキュア');
      await checkBothSides(stack, { settled: true });
      await shopper.payWith(cards.accepted);
      expect(await shopper.orderNumber()).not.toBe('');
    });
    expect(intents).toBe(1);
    await checkBothSides(stack, { settled: true });
  },
);

it('fault 14: a declined card says so, and another card pays with the same PaymentIntent', async () => {
  const shopper = await newShopper();
  await shopper.goToCheckout();
  const intents = await newIntentsDuring(async () => {
    await shopper.payWith(cards.declined);
    await shopper.untilStatus('failed');
    expect(await shopper.element.getByRole('alert').first().textContent()).toContain('カード会社');
    await checkBothSides(stack, { settled: true });
    await shopper.payWith(cards.accepted);
    expect(await shopper.orderNumber()).not.toBe('');
  });
  expect(intents).toBe(1);
  await checkBothSides(stack, { settled: true });
});

it("Stripe.js under Stripe's own address pays as well", async () => {
  const shopper = await newShopper();
  const address = 'https://js.stripe.com/endive/stripe.js';
  const script = await fetch(`${stack.fakeUrl}/endive/stripe.js`).then((answer) => answer.text());
  const asked: string[] = [];
  // The page's own early script is withheld, so that the element's loader has to ask Stripe.
  await shopper.page.route(`${stack.fakeUrl}/endive/stripe.js`, (route) => route.abort());
  await shopper.page.route('https://js.stripe.com/**', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: 'text/javascript', body: script });
  });
  await shopper.goToCheckout();
  await shopper.payWith(cards.accepted);
  expect(await shopper.orderNumber()).not.toBe('');
  expect(asked).toEqual([address]);
  await checkBothSides(stack, { settled: true });
});

it('fault 54: an item that sells out during 3-D Secure leads back to the cart, which names it, and nothing is held', async () => {
  const shopper = await newShopper();
  await shopper.goToCheckout('hojicha');
  await shopper.payWith(cards.challenged);
  await shopper.challenge.locator('#test-source-authorize-3ds').waitFor();
  const setStock = (stock: string) =>
    shopper.page.request.post(`${stack.url}/demo/stock`, {
      form: { sku: 'hojicha', stock },
      headers: { Origin: stack.url },
    });
  await setStock('0');
  await shopper.answerChallenge('complete');
  await shopper.page.waitForURL('**/cart?**');
  expect(await shopper.page.getByRole('alert').textContent()).toContain('ほうじ茶');
  await checkBothSides(stack, { settled: true });
  await setStock('100');
});

it('a checkout asks for its second file when Stripe’s form is begun; without it says so, and pays once it was loaded again', async () => {
  const shopper = await newShopper();
  const second = '**/secure-checkout.late-*';
  const begun: number[] = [];
  await shopper.page.route(second, async (route) => {
    begun.push(await shopper.element.locator('[slot="card"] iframe').count());
    await route.abort();
  });
  await shopper.walkToCheckout();
  const again = shopper.element.getByRole('button', { name: 'もう一度読み込む' });
  await again.waitFor();
  expect(begun[0]).toBe(1);
  await shopper.page.unroute(second);
  await again.click();
  await shopper.untilStatus('ready');
  await shopper.payWith(cards.accepted);
  expect(await shopper.orderNumber()).not.toBe('');
  await checkBothSides(stack, { settled: true });
});

it('a second file that is not the one that was built does not run', async () => {
  const shopper = await newShopper();
  await shopper.page.route('**/secure-checkout.late-*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()};globalThis.meddled=true` });
  });
  await shopper.walkToCheckout();
  await shopper.element.getByRole('button', { name: 'もう一度読み込む' }).waitFor();
  expect(await shopper.page.evaluate(() => 'meddled' in globalThis)).toBe(false);
});
