import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { cards, visitShop } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;
let source: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** What axe finds wrong with the page, and on which elements. Evaluated, not added as a script, which the CSP forbids. */
async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

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
      expect(await findingsOn(shopper.page)).toEqual([]);
      await shopper.payWith(cards.declined);
      await shopper.untilStatus('failed');
      expect(await findingsOn(shopper.page)).toEqual([]);
      await shopper.payWith(cards.accepted);
      await shopper.orderNumber();
      expect(await findingsOn(shopper.page)).toEqual([]);
    },
  );

  it('axe finds nothing in the dark scheme, and the card form stands on the page’s own ground', async () => {
    const { context, shopper } = await visitShop(browser, stack.url, { colorScheme: 'dark', viewport });
    onTestFinished(() => context.close());
    await shopper.goToCheckout();
    expect(await findingsOn(shopper.page)).toEqual([]);
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
