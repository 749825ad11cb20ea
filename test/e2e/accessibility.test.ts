import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { axeFindings } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { cards, visitShop } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const screens = [
  { name: 'on a phone', viewport: { width: 320, height: 640 } },
  { name: 'on a wide screen', viewport: { width: 1280, height: 900 } },
];

describe.each(screens)('$name', ({ viewport }) => {
  it.each(['ja', 'en'] as const)(
    'axe finds nothing on the way through the checkout in %s',
    async (locale) => {
      const { context, shopper } = await visitShop(browser, stack.url, { locale, viewport });
      onTestFinished(() => context.close());
      await shopper.goToCheckout();
      expect(await axeFindings(shopper.page)).toEqual([]);
      await shopper.payWith(cards.declined);
      await shopper.untilStatus('failed');
      expect(await axeFindings(shopper.page)).toEqual([]);
      await shopper.payWith(cards.accepted);
      await shopper.orderNumber();
      expect(await axeFindings(shopper.page)).toEqual([]);
    },
  );

  it('axe finds nothing in the dark scheme, and the card form stands on the page’s own ground', async () => {
    const { context, shopper } = await visitShop(browser, stack.url, { colorScheme: 'dark', viewport });
    onTestFinished(() => context.close());
    await shopper.goToCheckout();
    expect(await axeFindings(shopper.page)).toEqual([]);
    const frame = shopper.page.locator('iframe[src*="/elements/payment"]');
    // A frame whose scheme differs from its document's is painted white, whatever the document says.
    expect(await frame.evaluate((it) => getComputedStyle(it).colorScheme)).toBe('light');
  });

  it('no page of the shop scrolls sideways', async () => {
    const { context, shopper } = await visitShop(browser, stack.url, { viewport });
    onTestFinished(() => context.close());
    await shopper.goToCheckout();
    for (const path of ['/checkout', '/cart', '/']) {
      await shopper.page.goto(`${stack.url}${path}`);
      expect(await shopper.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
    }
  });
});

it('the keyboard alone reaches every field in their order, and pays', async () => {
  const { context, shopper } = await visitShop(browser, stack.url);
  onTestFinished(() => context.close());
  const { page } = shopper;
  const { keyboard } = page;
  await shopper.goToCheckout();
  /** The part of the element that has the focus, or `frame`. */
  const focusedPart = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement instanceof HTMLIFrameElement) return 'frame';
      return activeElement?.shadowRoot?.activeElement?.getAttribute('part') ?? '';
    });
  /** That, or the field in Stripe’s frame, which takes or gives up the focus a moment after the page has. */
  const focused = async () => {
    const part = await focusedPart();
    if (part !== 'frame') return part;
    const field = shopper.cardForm.locator(':focus');
    return (await field.getAttribute('name', { timeout: 3000 }).catch(focusedPart)) ?? '';
  };
  const tabTo = async (place: string) => {
    const passed: string[] = [];
    do {
      await keyboard.press('Tab');
      passed.push(await focused());
    } while (!passed.includes(place) && passed.length < 40);
    return passed.filter(Boolean);
  };
  expect(await tabTo('number')).toEqual(['number']);
  await keyboard.type('4242424242424242');
  expect(await tabTo('expiry')).toEqual(['expiry']);
  await keyboard.type('1234');
  expect(await tabTo('cvc')).toEqual(['cvc']);
  await keyboard.type('123');
  expect(await tabTo('submit')).toEqual(['submit']);
  await keyboard.press('Enter');
  expect(await shopper.orderNumber()).toMatch(/\d/);
});
