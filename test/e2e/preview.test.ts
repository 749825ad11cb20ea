import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { en } from '../../src/locales/en.ts';
import { ja } from '../../src/locales/ja.ts';
import { lateWords } from '../../src/locales/late-words.ts';
import { pageWords } from '../../src/locales/page-words.ts';
import { axeFindings } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** A preview page, and what its console complained of. */
async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(stack.url + path);
  return { page, complaints };
}

const settled = (page: Page) => page.locator('html[data-settled="true"]').waitFor();

describe('the gallery', () => {
  it.each(['ja', 'en'] as const)(
    'brings every cell to rest in its state, and axe finds nothing, in %s',
    async (lang) => {
      const { page, complaints } = await open(`/preview?lang=${lang}`);
      await settled(page);
      expect(await page.locator('.cell').count()).toBe(39);
      expect(await page.locator('.stage[inert]').count()).toBe(0);
      // Three of the cells are broken on purpose, and say so to the developer once.
      expect(complaints.map((text) => /SC\d+/.exec(text)?.[0] ?? text).toSorted()).toEqual([
        'SC003',
        'SC004',
        'SC009',
      ]);
      const says = async (cell: string) =>
        await page
          .locator(`#cell-${cell} secure-checkout`)
          .evaluate(
            ({ shadowRoot }) =>
              shadowRoot?.querySelector('[part~="conflict"], [part~="error"]')?.textContent ?? '',
          );
      const { offlineNow } = lang === 'ja' ? ja : en;
      expect(await says('no-net')).toContain(offlineNow);
      expect(await says('timeout')).toContain(lateWords[lang].timedOut);
      expect(await says('other-tab-gone')).toContain(pageWords[lang].otherTabGone);
      expect(await axeFindings(page)).toEqual([]);
    },
  );

  it('asks, tells or keeps silent about saving as the matrix has it', async () => {
    const { page } = await open('/preview?lang=en');
    await settled(page);
    const shown = await page.locator('#matrix .cell').evaluateAll((cells) =>
      cells.map((cell) => {
        const root = cell.querySelector('secure-checkout')?.shadowRoot;
        const text = root?.textContent ?? '';
        return [
          cell.id.slice('cell-'.length),
          root?.querySelector<HTMLInputElement>('[part~="consent-checkbox"]')?.checked ?? 'no checkbox',
          text.includes('will be stored') ? 'notice' : 'no notice',
        ];
      }),
    );
    const neither = ['no checkbox', 'no notice'];
    expect(shown).toEqual([
      ['off-guest', ...neither],
      ['off-member', ...neither],
      ['off-saved', ...neither],
      ['optional-guest', ...neither],
      ['optional-member', false, 'no notice'],
      ['optional-saved', ...neither],
      ['required-guest', 'no checkbox', 'notice'],
      ['required-member', 'no checkbox', 'notice'],
      ['required-saved', ...neither],
    ]);
  });

  it('keeps its controls in the address, so that a look can be sent to somebody', async () => {
    const { page } = await open('/preview?lang=en');
    await settled(page);
    await page.getByLabel('Colours').selectOption('dark');
    await page.getByLabel('Reason of the decline').selectOption('expired_card');
    await settled(page);
    expect(new URL(page.url()).searchParams.get('theme')).toBe('dark');
    await page.reload();
    await settled(page);
    expect(await page.locator('#cell-declined secure-checkout').getAttribute('theme')).toBe('dark');
    await page.locator('#cell-declined').getByText('This card has expired.').waitFor();
    await page.getByLabel('Language').selectOption('ja');
    await page.locator('#cell-declined').getByText('カードの有効期限が切れています。').waitFor();
  });
});

it('the theming page hands a colour to the element and to Stripe’s form', async () => {
  const { page, complaints } = await open('/preview/theming?lang=en');
  await page.locator('secure-checkout[status="ready"]').waitFor();
  await page.locator('[name="--checkout-color-primary"]').fill('#aa3366');
  await expect
    .poll(() => page.locator('#theming-css').textContent())
    .toContain('--checkout-color-primary: #aa3366;');
  const button = page.locator('secure-checkout').getByRole('button', { name: 'Place order' });
  expect(await button.evaluate((it) => getComputedStyle(it).backgroundColor)).toBe('rgb(170, 51, 102)');
  expect(complaints).toEqual([]);
});

it('the nested page shows Stripe’s form through one, two and three shadow roots', async () => {
  const { page, complaints } = await open('/preview/nested?lang=en');
  for (const depth of [1, 2, 3]) {
    const article = page.locator(`[data-depth="${depth}"]`);
    await article.locator('secure-checkout[status="ready"]').waitFor();
    // A form that no slot leads to would have no box.
    await article.getByLabel('Card number').fill('4242');
    expect(await article.locator('secure-checkout').evaluate((it) => it.getRootNode() === document)).toBe(
      false,
    );
  }
  expect(complaints).toEqual([]);
});

it('in the shop’s form a coupon and another method go at once, and a card is paid before the form goes', async () => {
  const { page, complaints } = await open('/preview/form?lang=en');
  const received = async (...pairs: string[]) => {
    await page.locator('.notice code', { hasText: pairs.join('&') }).waitFor();
    expect((await page.locator('.notice code').textContent())?.trim()).toBe(pairs.join('&'));
    await page.locator('secure-checkout[status="ready"]').waitFor();
  };
  const order = page.getByRole('button', { name: 'Place order' });
  await page.locator('secure-checkout[status="ready"]').waitFor();
  await page.getByLabel('Coupon').fill('SPRING');
  await page.getByRole('button', { name: 'Apply' }).click();
  await received('method=card', 'coupon=SPRING');
  await page.getByLabel('Cash on delivery').check();
  await order.click();
  await received('method=cod');
  await order.click();
  await received('method=card', 'order=K-10482');
  expect(complaints).toEqual([]);
});
