import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../helpers/browser.ts';
import { freePort } from '../../helpers/ports.ts';
import { html, startHostServer, type HostPage, type HostServer } from './host-server.ts';
import { startOutsideShop, type OutsideShop } from './outside-shop.ts';

let shop: OutsideShop;
/** The same pages on an origin that the checkout server was not told of. */
let stranger: HostServer;
let browser: Browser;

beforeAll(async () => {
  [shop, stranger, browser] = await Promise.all([startOutsideShop(), startHostServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stranger?.stop();
  await shop?.stop();
});

async function open(
  origin: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'ja-JP', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${origin}/checkout`);
  return { page, complaints };
}

describe('an endpoint that cannot be reached', () => {
  it.each([
    [
      'is not running',
      async () => {
        const port = await freePort();
        await shop.page((markup) => markup.replace(shop.stack.url, `http://localhost:${port}`), {
          'Content-Security-Policy': '',
        });
        return shop.host.origin;
      },
    ],
    [
      'was not told of this origin',
      async () => {
        await shop.page(undefined, { 'Content-Security-Policy': '' });
        stranger.pages.set('/checkout', shop.host.pages.get('/checkout') as HostPage);
        return stranger.origin;
      },
    ],
    [
      'is missing from the page’s policy',
      async () => {
        await shop.page(undefined, { 'Content-Security-Policy': "script-src 'self'; connect-src 'self'" });
        return shop.host.origin;
      },
    ],
  ])(
    'because it %s: the shopper may try again, and the developer reads all three causes once',
    async (_, prepare) => {
      const { page, complaints } = await open(await prepare());
      await page.locator('secure-checkout').getByRole('button', { name: 'もう一度読み込む' }).click();
      await page.locator('secure-checkout').getByText('お支払い画面を読み込めませんでした。').waitFor();
      const ours = complaints.filter((text) => text.includes('SC003'));
      expect(ours).toHaveLength(1);
      for (const cause of ['not running', 'ALLOWED_ORIGINS', 'connect-src']) expect(ours[0]).toContain(cause);
    },
  );
});

it('where scripts do not run the template’s own words stand in the element’s place', async () => {
  shop.host.pages.set('/checkout', {
    body: `<!doctype html><meta charset="utf-8"><script type="module" src="/assets/secure-checkout.min.js"></script>
      <secure-checkout payment-name="カード"><p>代わりの説明</p></secure-checkout>`,
    headers: html,
  });
  const plain = await open(shop.host.origin, { javaScriptEnabled: false });
  expect(await plain.page.getByText('代わりの説明').isVisible()).toBe(true);
  const { page } = await open(shop.host.origin);
  await page.getByText('カード', { exact: true }).waitFor();
  expect(await page.getByText('代わりの説明').isVisible()).toBe(false);
});
