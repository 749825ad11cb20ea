import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Browser, BrowserContext } from 'playwright-core';
import { readCheckoutResult } from '../../../demo/templates/token/checkout-token.mjs';
import { launchBrowser } from '../../helpers/browser.ts';
import { checkBothSides } from '../both-sides.ts';
import { cards, ShopVisit } from '../shop-visit.ts';
import { html } from './host-server.ts';
import { startOutsideShop, tokenSecret, type OutsideShop } from './outside-shop.ts';

let shop: OutsideShop;
let browser: Browser;

beforeAll(async () => {
  [shop, browser] = await Promise.all([
    startOutsideShop(),
    // As on people's machines: Playwright switches the back-forward cache off.
    launchBrowser({ ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

it('a page that is gone back to, out of the back-forward cache where there is one, learns that its cart was ordered on another device, and goes on to the order', async () => {
  // News from another tab of the same browser would throw the page out of its cache: then it is loaded anew anyway.
  const [context, otherDevice] = await Promise.all([openContext(), openContext()]);
  await context.addInitScript(() => {
    addEventListener(
      'pageshow',
      ({ persisted }) => persisted && sessionStorage.setItem('persisted', location.pathname),
    );
  });
  // A page that forbids caches is not kept, so this shop forgot to. Nothing is intercepted, which would keep it out too.
  await shop.page(
    (markup) =>
      markup.replace('<script', `<script src="${shop.stack.fakeUrl}/endive/stripe.js"></script><script`),
    { 'Cache-Control': 'no-cache', 'Content-Security-Policy': "object-src 'none'" },
  );
  const openTab = async (on: BrowserContext) => {
    const page = await on.newPage();
    await page.goto(`${shop.host.origin}/checkout`);
    const shopper = new ShopVisit(page, shop.stack.url, 'ja');
    await shopper.untilStatus('ready');
    return shopper;
  };
  const kept = await openTab(context);
  await kept.page.goto(`${shop.host.origin}/complete`);
  const other = await openTab(otherDevice);
  await other.payWith(cards.accepted);
  await other.page.waitForURL('**/complete?**');

  await kept.page.goBack({ waitUntil: 'commit' });
  await kept.page.waitForURL('**/complete?**');
  if (await keepsPages())
    expect(await kept.page.evaluate(() => sessionStorage.getItem('persisted'))).toBe('/checkout');
  else
    console.log(
      'not run here: this browser (a headless shell, say) has no back-forward cache, so the page was loaded anew',
    );
  const result = readCheckoutResult(
    new URL(kept.page.url()).searchParams.get('checkout_result'),
    tokenSecret,
  );
  expect(result).toMatchObject({ outcome: 'paid', order: expect.any(String) as string });
  await checkBothSides(shop.stack, { settled: true });
});

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'ja-JP' });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
  return context;
}

/** Whether the browser has such a cache at all, by a page that nothing keeps out of it. */
async function keepsPages(): Promise<boolean> {
  shop.host.pages.set('/kept', {
    body: '<!doctype html><script>addEventListener("pageshow", (event) => (window.kept = event.persisted))</script>',
    headers: html,
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${shop.host.origin}/kept`);
  await page.goto(`${shop.host.origin}/complete`);
  await page.goBack({ waitUntil: 'commit' });
  const kept = await page.waitForFunction(() => 'kept' in window && { persisted: window.kept === true });
  const { persisted } = await kept.evaluate((it) => it as { persisted: boolean });
  await context.close();
  return persisted;
}
