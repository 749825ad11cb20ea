import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../../server-stub/fake-stripe/faults.ts';
import { routes } from '../../../server-stub/fake-stripe/resources/index.ts';
import { browserRoutes } from '../../../server-stub/fake-stripe/web/routes.ts';
import { axeFindings } from '../../helpers/axe.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { freePort } from '../../helpers/ports.ts';
import { hold, refusal, startFake, type Fake } from '../harness.ts';

let browser: Browser;
let fake: Fake;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  fake = await startFake();
  fake.app.route('/', browserRoutes({ baseUrl: () => fake.base }));
  complaints.length = 0;
});
afterEach(async () => {
  await page.context().close();
  await fake.stop();
  expect(complaints).toEqual([]);
});

async function open(path = '/?lang=en', options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  // A refusal that the visitor is told of is the browser's line too; everything else must not be there.
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${fake.base}${path}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const agree = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const statusOf = async (id: string) => (await fake.stripe.paymentIntents.retrieve(id)).status;

describe('the dashboard', () => {
  it('shows a payment that is made while it is open', async () => {
    await open();
    await page.getByText('No payments yet').waitFor();
    const { id } = await hold(fake);
    await page.getByRole('link', { name: id }).click();
    await page.getByText('requires_capture', { exact: true }).waitFor();
    await page.getByText('payment_intent.amount_capturable_updated', { exact: true }).waitFor();
  });

  it('captures less than was held, as Stripe’s own does', async () => {
    const { id } = await hold(fake);
    await open(`/?lang=en#/payments/${id}`);
    await button('Capture').click();
    await page.getByLabel('Amount').fill('9999');
    await agree('Capture');
    await page.getByText('Give a number from 1 to 1200.').waitFor();
    expect(await statusOf(id)).toBe('requires_capture');
    await page.getByLabel('Amount').fill('1000');
    await agree('Capture');
    await page.getByRole('status').getByText('Done.').waitFor();
    expect(await fake.stripe.paymentIntents.retrieve(id)).toMatchObject({ amount_received: 1000 });
  });

  it('cancels only after it was asked, and Escape is a no', async () => {
    const { id } = await hold(fake);
    await open(`/?lang=en#/payments/${id}`);
    await button('Cancel').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await statusOf(id)).toBe('requires_capture');
    await button('Cancel').click();
    await agree('Cancel');
    await page.getByRole('status').getByText('Done.').waitFor();
    expect(await statusOf(id)).toBe('canceled');
  });

  it('refunds and disputes what was captured', async () => {
    const { id } = await hold(fake);
    await fake.stripe.paymentIntents.capture(id);
    await open(`/?lang=en#/payments/${id}`);
    await button('Refund').click();
    await page.getByLabel('Amount').fill('200');
    await agree('Refund');
    await page.getByRole('heading', { name: 'Refunds' }).waitFor();
    await button('Dispute').click();
    await agree('Dispute');
    await button('End it as won').click();
    await page.getByText('won', { exact: true }).waitFor();
    expect((await fake.stripe.refunds.list({ payment_intent: id })).data).toMatchObject([{ amount: 200 }]);
  });

  it('says what Stripe says when an action is refused', async () => {
    const { id } = await hold(fake);
    await open(`/?lang=en#/payments/${id}`);
    await button('Cancel').click();
    await fake.stripe.paymentIntents.capture(id);
    await agree('Cancel');
    await page.getByRole('status').getByText('Refused: You cannot cancel').waitFor();
  });

  it('finds payments by what the shop wrote on them', async () => {
    const wanted = await hold(fake, 'pm_card_visa', { metadata: { order_id: 'A-1001' } });
    await hold(fake);
    await open();
    await page.getByRole('searchbox').fill('a-1001');
    await page.getByText('1 of 2').waitFor();
    await page.getByRole('link', { name: wanted.id }).waitFor();
    await page.getByLabel('Status').selectOption('succeeded');
    await page.getByText('No payment is like that.').waitFor();
  });

  it('breaks the call that was chosen, and shows how often', async () => {
    await open('/?lang=en#/faults');
    await page.getByLabel('What happens').selectOption('error');
    await page.getByLabel('To which request').selectOption({ label: 'Create a payment' });
    await page.getByLabel('How often').fill('0');
    await button('Add the fault').click();
    await page.getByText('0 matched, 0 struck').waitFor();
    await expect(hold(fake)).rejects.toMatchObject({ statusCode: 500 });
    await page.getByText('1 matched, 1 struck').waitFor();
    await button('Remove').click();
    await page.getByText('No fault is set.').waitFor();
    await hold(fake);
  });

  it('can switch on every fault that there is, at every call that it names', async () => {
    await open('/?lang=en#/faults');
    const choices = (label: string) =>
      page
        .getByLabel(label)
        .locator('option')
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    expect(await choices('What happens')).toEqual([...FAULT_KINDS]);
    const calls = await choices('To which request');
    for (let at = 0; at < Math.max(FAULT_KINDS.length, calls.length); at++) {
      await page.getByLabel('What happens').selectOption(FAULT_KINDS[at % FAULT_KINDS.length]!);
      await page.getByLabel('To which request').selectOption(calls[at % calls.length]!);
      await page.getByLabel('Chance (%)').fill(at % 2 === 0 ? '100' : '25');
      await button('Add the fault').click();
      await expect.poll(() => fake.faults.list().length).toBe(at + 1);
    }
    const set = fake.faults.list();
    expect(new Set(set.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
    expect(set.find(({ kind }) => kind === 'delay')).toMatchObject({ delay_ms: 3000 });
    expect(set[1]).toMatchObject({ probability: 0.25 });
    // Each names an endpoint that there is: a fault at another would never strike.
    const known = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, '*')}`);
    for (const { method, path } of set) if (path) expect(known).toContain(`${method} ${path}`);
  });

  it('lets the bank take its time', async () => {
    await open('/?lang=en#/faults');
    await page.getByLabel('How many confirmations').fill('1');
    await page.getByLabel('Seconds to wait').fill('3600');
    await page.locator('section', { hasText: 'A slow bank' }).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').getByText('Done.').waitFor();
    const { id, status } = await hold(fake);
    expect(status).toBe('processing');
    await button('1 hour on').click();
    await expect.poll(() => statusOf(id)).toBe('requires_capture');
  });

  it('names what hears of connected accounts, and why a webhook was not taken', async () => {
    const shop = await startFake({ webhookUrl: `http://127.0.0.1:${await freePort()}/` });
    shop.app.route('/', browserRoutes({ baseUrl: () => shop.base }));
    await shop.stripe.customers.create();
    await shop.webhooks.idle();
    await open('/?lang=en#/events');
    await page.goto(`${shop.base}/?lang=en#/events`);
    await page.getByText(/failed \d times?: ECONNREFUSED/).waitFor();
    expect(await page.getByText('of connected accounts').count()).toBe(1);
    complaints.length = 0;
    await shop.stop();
  });

  it.each([
    ['payments', 'まだ支払いはありません。'],
    ['events', 'まだイベントはありません。'],
    ['customers', 'まだ顧客はいません。'],
    ['requests', 'まだリクエストはありません。'],
    ['faults', '起こしている障害はありません。'],
  ])('says on its page %s that there is nothing yet: %s', async (view, sentence) => {
    await open(`/?lang=ja#/${view}`);
    await page.getByText(sentence).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('moves the clock until a hold has expired, and back', async () => {
    const { id } = await hold(fake);
    await open('/?lang=en#/faults');
    await button('30 days on').click();
    await button('1 day on').click();
    await page.getByText('31 days ahead of the real time').waitFor();
    await expect.poll(() => statusOf(id)).toBe('canceled');
    await button('Back to the real time').click();
    await page.getByText('ahead of the real time').waitFor({ state: 'hidden' });
  });

  it('keeps what is being typed while payments come in', async () => {
    await open('/?lang=en#/faults');
    await page.getByLabel('Lose').fill('3');
    await hold(fake);
    await page.getByRole('link', { name: 'Payments 1' }).waitFor();
    expect(await page.getByLabel('Lose').inputValue()).toBe('3');
    await page
      .locator('section', { hasText: 'Webhook faults' })
      .getByRole('button', { name: 'Save' })
      .click();
    await expect.poll(() => fake.webhooks.switches.lose).toBe(3);
  });

  it('forgets everything only after it was asked', async () => {
    await hold(fake);
    await open('/?lang=en#/faults');
    await button('Forget everything').click();
    await agree('Not now');
    expect((await fake.stripe.paymentIntents.list()).data).toHaveLength(1);
    await button('Forget everything').click();
    await agree('Forget everything');
    await page.getByRole('status').getByText('Done.').waitFor();
    expect((await fake.stripe.paymentIntents.list()).data).toHaveLength(0);
  });

  it('says so while the fake can’t be reached, and goes on by itself', async () => {
    await open();
    await page.route('**/_control/**', (route) => route.abort());
    await page.getByRole('alert').getByText('can’t be reached').waitFor();
    await page.unroute('**/_control/**');
    await page.getByRole('alert').getByText('can’t be reached').waitFor({ state: 'hidden' });
    // What the browser itself wrote about the requests that were cut.
    complaints.length = 0;
  });

  it('asks for no address but its own', async () => {
    const answer = await fetch(fake.base);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).not.toMatch(/https?:|style=|onclick/);
  });

  // Every language on every width, and every width in either scheme.
  it.each([
    ['ja', 320, 'light'],
    ['ja', 1280, 'dark'],
    ['en', 320, 'dark'],
    ['en', 1280, 'light'],
  ] as const)(
    'axe finds nothing on any page in %s at %i px, %s, and none scrolls sideways',
    async (lang, width, colorScheme) => {
      expect((await refusal(hold(fake, 'pm_card_visa_chargeDeclined'))).statusCode).toBe(402);
      const customer = await fake.stripe.customers.create({ name: '山田花子', email: 'hanako@example.com' });
      const { id } = await hold(fake, 'pm_card_visa', {
        customer: customer.id,
        setup_future_usage: 'on_session',
      });
      fake.faults.add({ kind: 'delay', path: '/v1/refunds' });
      await open(`/?lang=${lang}`, { viewport: { width, height: 800 }, colorScheme });
      for (const view of ['payments', `payments/${id}`, 'events', 'customers', 'requests', 'faults']) {
        await page.goto(`${fake.base}/?lang=${lang}#/${view}`);
        await page.locator('main > *').nth(1).waitFor();
        expect([view, ...(await axeFindings(page))]).toEqual([view]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    },
  );
});
