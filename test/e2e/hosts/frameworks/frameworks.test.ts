import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../helpers/browser.ts';
import { script, startHostServer, type HostServer } from '../host-server.ts';
import { bundleFramework, bundleStage, frameworks, snippetOf } from './snippets.ts';

let browser: Browser;
let server: HostServer;
let stage: string;

beforeAll(async () => {
  [browser, server, stage] = await Promise.all([launchBrowser(), startHostServer(), bundleStage()]);
  server.pages.set('/stage.js', { body: stage, headers: script });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Host {
  show(props: object): Promise<void> | void;
  leave(): void;
}
/** What the element on the page has and does, as its test sees it. */
interface Probe {
  endpoint: string;
  token: string;
  billingDetails: object;
  status: string;
  marked?: boolean;
}

/** The framework's component as a host would draw it first: with a token that has expired. */
async function open(name: string): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on(
    'console',
    (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()),
  );
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.origin}/${name}`);
  await show(page, 'first@shop.example');
  return { page, complaints };
}

/** Draws the component, or draws it again. */
const show = (page: Page, email: string) =>
  page.evaluate(
    (email) =>
      (window as unknown as Host).show({
        endpoint: 'https://pay.shop.example',
        token: 'expired',
        email,
        renewToken: () => Promise.resolve('fresh'),
        onpaid: (order: string) => window.stage.orders.push(order),
      }),
    email,
  );
const move = (page: Page) =>
  page.evaluate(() => document.querySelector('#elsewhere')?.append(document.querySelector('#app')!));
const probe = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector<HTMLElement>('secure-checkout')! as unknown as Probe;
    const { endpoint, token, billingDetails, status, marked } = element;
    return { endpoint, token, billingDetails, status, marked };
  });
const untilStatus = (page: Page, status: string) =>
  page.locator(`secure-checkout[status="${status}"]`).waitFor({ state: 'attached' });
const counts = (page: Page) =>
  page.evaluate(() => {
    const { fake, orders, payments } = window.stage;
    return {
      opened: fake.opened.length,
      mounted: fake.mounted,
      tokens: fake.tokens.length,
      payments,
      orders,
    };
  });

describe.each(frameworks)('the documented component for $name', (framework) => {
  const { name, heading } = framework;
  beforeAll(async () => {
    server.pages.set(`/${name}.js`, { body: await bundleFramework(framework), headers: script });
    server.pages.set(`/${name}`, {
      body: `<!doctype html><html lang="ja"><meta charset="utf-8"><title>${name}</title>
        <div id="app"></div><div id="elsewhere"></div>
        <script src="/stage.js" type="module"></script><script src="/${name}.js" type="module"></script>`,
    });
  });

  it('stands alike in both languages', async () => {
    expect(await snippetOf('docs/integration.ja.md', heading)).toBe(
      await snippetOf('docs/integration.md', heading),
    );
  });

  it('shows the element, hands properties in and events out, and keeps it while it draws again', async () => {
    const { page, complaints } = await open(name);
    await untilStatus(page, 'ready');
    // The event for a token reached the host, and its answer the element.
    expect(await page.evaluate(() => window.stage.tokens)).toEqual(['expired', 'fresh']);
    expect(await probe(page)).toMatchObject({
      endpoint: 'https://pay.shop.example',
      billingDetails: { email: 'first@shop.example' },
    });
    await page.evaluate(
      () => void Object.assign(document.querySelector('secure-checkout')!, { marked: true }),
    );
    await show(page, 'second@shop.example');
    await expect
      .poll(() => probe(page))
      .toMatchObject({
        marked: true,
        status: 'ready',
        billingDetails: { email: 'second@shop.example' },
      });
    // What was typed would be lost with another form.
    expect(await counts(page)).toMatchObject({ opened: 1, mounted: 1 });
    expect(complaints).toEqual([]);
  });

  it('pays once for one press, though it is drawn again and moved meanwhile, and leaves nothing behind', async () => {
    const { page, complaints } = await open(name);
    await untilStatus(page, 'ready');
    await page.evaluate(() => window.stage.fake.fillCard());
    await page
      .locator('secure-checkout')
      .getByRole('button', { name: /注文を確定する/ })
      .click();
    await expect.poll(() => counts(page)).toMatchObject({ payments: 1 });
    await expect.poll(() => page.locator('section').getAttribute('aria-busy')).toBe('true');
    for (const email of ['third@shop.example', 'fourth@shop.example']) {
      await show(page, email);
      await move(page);
    }
    await page.evaluate(() => window.stage.answerPayment());
    await untilStatus(page, 'succeeded');
    expect(await counts(page)).toMatchObject({ payments: 1, tokens: 1, opened: 1, orders: ['K-10482'] });
    // The host prevented the way to the destination.
    expect(page.url()).toBe(`${server.origin}/${name}`);
    await page.evaluate(() => (window as unknown as Host).leave());
    expect(await page.locator('secure-checkout').count()).toBe(0);
    await expect.poll(() => counts(page)).toMatchObject({ mounted: 0, payments: 1 });
    expect(complaints).toEqual([]);
  });
});
