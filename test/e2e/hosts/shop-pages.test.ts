import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { readCheckoutResult } from '../../../demo/templates/token/checkout-token.mjs';
import { launchBrowser } from '../../helpers/browser.ts';
import { cards, ShopVisit } from '../shop-visit.ts';
import { script } from './host-server.ts';
import { answerAsStripe, startOutsideShop, tokenSecret, type OutsideShop } from './outside-shop.ts';

const load = createRequire(import.meta.url);
const { encode } = load('iconv-lite') as { encode(text: string, encoding: string): Uint8Array };

let shop: OutsideShop;
let browser: Browser;

beforeAll(async () => {
  [shop, browser] = await Promise.all([startOutsideShop(), launchBrowser()]);
  shop.host.pages.set('/jquery.js', { body: await readFile(load.resolve('jquery')), headers: script });
  shop.host.pages.set('/hostile.css', { body: hostile, headers: { 'Content-Type': 'text/css' } });
});
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
});

/** What shops' own style sheets do to everything on their pages. */
const hostile = `
  * { box-sizing: content-box; }
  body { margin: 0; font-size: 11px; line-height: 1; letter-spacing: 0.4em; white-space: nowrap; text-indent: 3em;
    text-transform: uppercase; text-align: center; word-break: keep-all; }
  iframe { max-width: 120px; border: 4px solid red; }
  label { float: left; width: 120px; font-weight: 900; }
  div, section { padding: 0 7px; }
  section div { padding: 20px; border: 2px dotted red; height: 30px; overflow: hidden; }
  button, input { width: 40px; height: 14px; font-size: 9px; padding: 0; appearance: none; }
  p, h1, h2 { margin: 40px 0; }
  a { pointer-events: none; }
`;
const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 667 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

async function open(
  options: BrowserContextOptions = {},
): Promise<{ page: Page; shopper: ShopVisit; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'ja-JP', ...options });
  onTestFinished(() => context.close());
  await answerAsStripe(context, shop.stack.fakeUrl);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${shop.host.origin}/checkout`);
  return { page, shopper: new ShopVisit(page, shop.stack.url, 'ja'), complaints };
}

/** What came back to the shop's page, once its signature is checked. */
async function resultAt(page: Page): Promise<unknown> {
  await page.waitForURL('**/complete?**');
  return readCheckoutResult(new URL(page.url()).searchParams.get('checkout_result'), tokenSecret);
}

describe.each([
  { encoding: 'EUC-JP', on: 'a wide screen', options: {} },
  { encoding: 'Shift_JIS', on: 'a phone of 375 × 667', options: phone },
])('a page in $encoding beside jQuery, on $on', ({ encoding, options }) => {
  const encoded = (markup: string) =>
    encode(
      markup
        .replace('charset="utf-8"', `charset="${encoding.toLowerCase()}"`)
        .replace('<script', '<script src="/jquery.js"></script><script')
        .replace('lang="ja"\n', 'lang="ja" payment-name="カード決済（表示能力）"\n'),
      encoding,
    );

  it('pays under the policy of the documents, and the shop can believe the result', async () => {
    await shop.page(encoded, { 'Content-Type': 'text/html' });
    const { page, shopper, complaints } = await open(options);
    await shopper.untilStatus('ready');
    expect(await page.evaluate(() => document.characterSet)).toBe(encoding);
    expect(await page.locator('h1').textContent()).toBe('ご注文内容の確認');
    // An attribute of the page, in its encoding, beside words of the server's.
    await page.getByText('カード決済（表示能力）').waitFor();
    await page.getByText('カード番号は当店を経由せず').waitFor();
    expect(await page.evaluate(() => typeof (window as unknown as { jQuery: unknown }).jQuery)).toBe(
      'function',
    );
    await shopper.typeCard(cards.challenged);
    await (options === phone ? shopper.payButton.tap() : shopper.payButton.click());
    await shopper.answerChallenge('complete');
    expect(await resultAt(page)).toMatchObject({ outcome: 'paid', order: expect.any(String) as string });
    expect(complaints).toEqual([]);
  });
});

describe.each([
  { on: 'a phone of 375 × 667', options: phone },
  { on: 'a wide screen', options: { viewport: { width: 1280, height: 900 } } },
])('under hostile shop CSS, on $on', ({ options }) => {
  it('everything keeps its size, nothing is cut off, and the payment goes through', async () => {
    await shop.page((markup) =>
      markup.replace('<script', '<link rel="stylesheet" href="/hostile.css"><script'),
    );
    const { page, shopper } = await open(options);
    await shopper.untilStatus('ready');
    await shopper.cardForm.locator('[name="cvc"]').waitFor();
    const sizes = await page.locator('secure-checkout').evaluate((element) => {
      const root = element.shadowRoot!;
      const box = (node: Element | null | undefined) => node?.getBoundingClientRect() ?? new DOMRect();
      const text = getComputedStyle(root.querySelector('[part~="base"]')!);
      return {
        host: box(element).width,
        frame: box(element.querySelector('iframe')),
        card: box(root.querySelector('[part~="card"]')),
        button: box(root.querySelector('[part~="submit"]')),
        sideways: document.documentElement.scrollWidth - innerWidth,
        text: [
          text.fontSize,
          text.letterSpacing,
          text.textTransform,
          text.textAlign,
          text.textIndent,
          text.whiteSpace,
        ],
      };
    });
    expect(sizes.frame.width).toBeGreaterThanOrEqual(sizes.card.width - 1);
    expect(sizes.frame.width).toBeLessThanOrEqual(sizes.host + 1);
    expect(sizes.frame.height).toBeGreaterThan(150);
    expect(sizes.card.height).toBeGreaterThanOrEqual(sizes.frame.height);
    expect(sizes.button.height).toBeGreaterThanOrEqual(44);
    expect(sizes.button.top).toBeGreaterThanOrEqual(sizes.frame.bottom);
    expect(sizes.sideways).toBeLessThanOrEqual(0);
    expect(sizes.text).toEqual(['16px', 'normal', 'none', 'start', '0px', 'normal']);
    await shopper.payWith(cards.accepted);
    expect(await resultAt(page)).toMatchObject({ outcome: 'paid' });
  });
});

describe('a page that allows next to nothing', () => {
  const preview = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>preview</title>
    <link rel="preload" as="script" href="https://js.stripe.com/endive/stripe.js">
    <script type="module" src="/assets/secure-checkout.min.js"></script>
    <secure-checkout payment-name="カード" description="お支払いは1回払いです。" card-saving="optional" shopper="member"
      consent-text="カードの保存に同意します（任意）。" save-notice="保存されます。" publishable-key="pk_test_1"></secure-checkout>`;
  const policy = `script-src 'self' https://js.stripe.com; style-src 'self'; require-trusted-types-for 'script'`;

  it.each([
    ['', 'reached'],
    ['; trusted-types secure-checkout lit-html', 'reached'],
    ['', 'out of reach'],
  ])(
    'shows the static preview from the one file, with Trusted Types%s and Stripe.js %s',
    async (more, stripe) => {
      shop.host.pages.set('/preview', {
        body: preview,
        headers: { 'Content-Type': 'text/html', 'Content-Security-Policy': policy + more },
      });
      const context = await browser.newContext();
      onTestFinished(() => context.close());
      await answerAsStripe(context, shop.stack.fakeUrl);
      if (stripe !== 'reached') await context.route('https://js.stripe.com/**', (route) => route.abort());
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${shop.host.origin}/preview`);
      for (const text of ['カード', 'お支払いは1回払いです。', 'テスト環境'])
        await page.getByText(text, { exact: true }).waitFor();
      expect(
        await page.getByRole('checkbox', { name: 'カードの保存に同意します（任意）。' }).isChecked(),
      ).toBe(false);
      expect(await page.getByText('保存されます。').count()).toBe(0);
      if (stripe === 'reached') await page.frameLocator('iframe').locator('[name="number"]').waitFor();
      else {
        await expect.poll(() => complaints.length).toBeGreaterThan(0);
        expect(await page.locator('secure-checkout [slot="card"] iframe').count()).toBe(0);
      }
      // What could not be fetched is said by the browser itself; nothing was blocked by the policy.
      expect(complaints.filter((text) => !text.includes('net::ERR_FAILED'))).toEqual([]);
    },
  );

  it('pays with Trusted Types enforced, and names its policies', async () => {
    await shop.page();
    const { headers, ...page } = shop.host.pages.get('/checkout') as {
      body: string;
      headers: Record<string, string>;
    };
    const strict = `${headers['Content-Security-Policy']}; require-trusted-types-for 'script'; trusted-types secure-checkout lit-html`;
    shop.host.pages.set('/checkout', { ...page, headers: { ...headers, 'Content-Security-Policy': strict } });
    const { page: tab, shopper, complaints } = await open();
    await shopper.untilStatus('ready');
    await shopper.payWith(cards.accepted);
    expect(await resultAt(tab)).toMatchObject({ outcome: 'paid' });
    expect(complaints).toEqual([]);
  });
});
