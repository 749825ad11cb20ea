/** A shop's page of another origin, with Stripe's own loader on it and the fake where the network would be. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Browser, ConsoleMessage, FrameLocator, Page } from 'playwright-core';
import { browserRoutes } from '../../../server-stub/fake-stripe/web/routes.ts';
import { startFake, type Fake } from '../harness.ts';

export const stripeJsAddress = 'https://js.stripe.com/endive/stripe.js';

export interface StripePage {
  page: Page;
  fake: Fake;
  card: FrameLocator;
  /** What was warned about in the console. */
  warnings: string[];
  /** Scripts that the loader asked for. */
  asked: string[];
  /**
   * Mounts a Payment Element and waits until it can be typed into, or until it could not be loaded; `window` keeps
   * `stripe`, `elements`, `payment`, `events`.
   */
  mount(group?: object, payment?: object, end?: 'ready' | 'loaderror'): Promise<void>;
  typeCard(number: string): Promise<void>;
  /** The message of what this throws or rejects with, with its name. */
  failure(code: string): Promise<string>;
  close(): Promise<void>;
}

export async function openStripePage(
  browser: Browser,
  locale = 'ja',
  stripeAccount?: string,
): Promise<StripePage> {
  const fake = await startFake();
  fake.app.route('/', browserRoutes({ baseUrl: () => fake.base }));
  const { outputFiles } = await build({
    stdin: {
      contents: `import { loadStripe } from '@stripe/stripe-js/pure'; Object.assign(window, { loadStripe });`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'iife',
  });
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>Shop</title><div id="card"></div><script>${outputFiles[0]?.text}</script>`,
    );
  });
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext({ locale: locale === 'ja' ? 'ja-JP' : 'en-US' });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const [asked, warnings]: [string[], string[]] = [[], []];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await page.route('https://js.stripe.com/**', async (route) => {
    asked.push(route.request().url());
    const script = await fetch(`${fake.base}/endive/stripe.js`);
    await route.fulfill({ contentType: 'text/javascript', body: await script.text() });
  });
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  await page.evaluate(
    `loadStripe('pk_test_fake_secure_checkout', ${JSON.stringify({ locale, stripeAccount })}).then((it) => { window.stripe = it; })`,
  );
  const card = page.frameLocator('iframe[src*="/elements/payment"]');

  return {
    page,
    fake,
    card,
    warnings,
    asked,
    async mount(group = {}, payment = {}, end = 'ready') {
      const options = {
        mode: 'payment',
        amount: 5400,
        currency: 'jpy',
        captureMethod: 'manual',
        paymentMethodCreation: 'manual',
        allowedPaymentMethodTypes: ['card'],
        ...group,
      };
      await page.evaluate(`(async () => {
        const elements = stripe.elements(${JSON.stringify(options)});
        const payment = elements.create('payment', ${JSON.stringify(payment)});
        const events = [];
        const names = ['loaderstart', 'ready', 'loaderror', 'change', 'focus', 'blur', 'escape', 'savedpaymentmethodremove'];
        for (const name of names) payment.on(name, (event) => events.push({ name, ...event }));
        Object.assign(window, { elements, payment, events });
        const ready = new Promise((resolve) => payment.once('${end}', resolve));
        payment.mount('#card');
        await ready;
      })()`);
    },
    async typeCard(number) {
      await card.locator('[name="number"]').fill(number);
      await card.locator('[name="expiry"]').fill('12 / 34');
      await card.locator('[name="cvc"]').fill('123');
    },
    failure: (code) =>
      page.evaluate(
        `(async () => { try { await (${code}); return 'nothing was thrown'; } catch (e) { return e.name + ': ' + e.message; } })()`,
      ),
    async close() {
      await context.close();
      site.closeAllConnections();
      site.close();
      await fake.stop();
    },
  };
}
