import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  FrameLocator,
  Locator,
  Page,
} from 'playwright-core';

export const cards = {
  accepted: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  challenged: '4000 0027 6000 3184',
} as const;

const words = {
  ja: { pay: /注文を確定する/ },
  en: { pay: /Place order/ },
};

export type ShopLocale = keyof typeof words;

/** One tab of a shopper: what a person does on the storefront, by what a person sees. */
export class ShopVisit {
  readonly page: Page;
  readonly #url: string;
  readonly #locale: ShopLocale;
  #isMember = false;

  constructor(page: Page, url: string, locale: ShopLocale) {
    this.page = page;
    this.#url = url;
    this.#locale = locale;
  }

  /** As one of the demo's members, of whom the first is the one at 0. */
  async signIn(which = 0): Promise<void> {
    await this.page.goto(`${this.#url}/login?lang=${this.#locale}`);
    await this.page.locator('button[name="member"]').nth(which).click();
    await this.page.waitForURL((url) => url.pathname !== '/login');
    this.#isMember = true;
  }

  /** From the catalog over cart and address to check & shipping, where the card form stands. */
  async goToCheckout(sku = 'sencha'): Promise<void> {
    await this.walkToCheckout(sku);
    await this.untilStatus('ready');
  }

  /** Up to the page with the element, whatever becomes of that. */
  async walkToCheckout(sku = 'sencha'): Promise<void> {
    await this.page.goto(`${this.#url}/?lang=${this.#locale}`);
    await this.page.locator(`form:has(input[name="sku"][value="${sku}"]) button`).click();
    await this.page.locator('a[href="/checkout"]').click();
    // A member's address is known.
    if (!this.#isMember) await this.page.locator('form[action="/checkout/contact"] button').click();
  }

  async openCheckout(): Promise<void> {
    await this.page.goto(`${this.#url}/checkout`);
  }

  get element(): Locator {
    return this.page.locator('secure-checkout');
  }

  get payButton(): Locator {
    return this.element.getByRole('button', { name: words[this.#locale].pay });
  }

  get cardForm(): FrameLocator {
    return this.page.frameLocator('iframe[src*="/elements/payment"]');
  }

  get challenge(): FrameLocator {
    return this.page.frameLocator('iframe[src*="/3ds/"]');
  }

  async untilStatus(status: string): Promise<void> {
    await this.page.locator(`secure-checkout[status="${status}"]`).waitFor();
  }

  async typeCard(number: string): Promise<void> {
    await this.cardForm.locator('[name="number"]').fill(number);
    await this.cardForm.locator('[name="expiry"]').fill('12 / 34');
    await this.cardForm.locator('[name="cvc"]').fill('123');
  }

  async payWith(number: string): Promise<void> {
    await this.typeCard(number);
    await this.payButton.click();
  }

  async answerChallenge(answer: 'complete' | 'fail' | 'close'): Promise<void> {
    // The frame has to be there before it can be closed, as for a person.
    await this.challenge.locator('#test-source-authorize-3ds').waitFor();
    if (answer === 'close') await this.page.getByTestId('three-ds-close').click();
    else
      await this.challenge
        .locator(answer === 'complete' ? '#test-source-authorize-3ds' : '#test-source-fail-3ds')
        .click();
  }

  /** Waits for the last page of a purchase. */
  async orderNumber(): Promise<string> {
    return (await this.page.locator('#order-number').textContent()) ?? '';
  }
}

export async function visitShop(
  browser: Browser,
  url: string,
  options: { locale?: ShopLocale } & BrowserContextOptions = {},
): Promise<{ context: BrowserContext; shopper: ShopVisit; openTab: () => Promise<ShopVisit> }> {
  const { locale = 'ja', ...contextOptions } = options;
  const context = await browser.newContext({
    locale: locale === 'ja' ? 'ja-JP' : 'en-US',
    ...contextOptions,
  });
  context.setDefaultTimeout(20_000);
  const openTab = async () => new ShopVisit(await context.newPage(), url, locale);
  return { context, shopper: await openTab(), openTab };
}
