import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { sceneNames, type SceneName } from '../../demo/web/playground/model.ts';
import { axeFindings } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { holdsMoney } from '../helpers/invariants.ts';
import { checkBothSides, stripeOf, withDatabase } from './both-sides.ts';

let stack: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

interface Visit extends BrowserContextOptions {
  lang?: string;
  /** ms between the steps. */
  pace?: number;
}

async function open({ lang = 'en', pace = 0, ...options }: Visit = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(20_000);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${stack.url}/playground?lang=${lang}&pace=${pace}`);
  return page;
}

const press = (page: Page, scene: SceneName) =>
  page.locator(`.scene:has(#scene-${scene})`).getByRole('button').click();

async function countMoneyAndOrders() {
  const { data } = await stripeOf(stack).paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] });
  const orders = await withDatabase(stack, (db) => db.selectFrom('orders').select('order_no').execute());
  return { payments: data.filter(holdsMoney).length, orders: orders.length };
}

const ends: Record<SceneName, { healed: RegExp; orders: number }> = {
  'close-tab': { healed: /made order \d+.*No page was needed/, orders: 1 },
  'last-item': { healed: /made no order and had cancelled the hold/, orders: 0 },
  'second-tab': {
    healed: /first cancelled the first payment at Stripe.*one payment and one order/,
    orders: 1,
  },
  'lost-webhook': { healed: /Not one webhook came.*made order \d+/, orders: 1 },
  'killed-server': { healed: /came back \(process \d+ → \d+\).*made order \d+, once/, orders: 1 },
};

it.each(sceneNames)('one press plays "%s", it heals, and both sides agree', async (scene) => {
  const { healed, orders } = ends[scene];
  const before = await countMoneyAndOrders();
  const page = await open();
  await press(page, scene);
  await page
    .locator('#playground:not([data-phase="idle"], [data-phase="running"])')
    .waitFor({ timeout: 60_000 });
  const outcome = await page.locator('#outcome').textContent();
  expect(outcome).toMatch(healed);
  expect(outcome).toContain('every invariant holds');
  expect(await countMoneyAndOrders()).toEqual({
    payments: before.payments + orders,
    orders: before.orders + orders,
  });
  await checkBothSides(stack, { settled: true });
});

const control = async <T>(path: string) =>
  (await (await fetch(`${stack.fakeUrl}/_control${path}`)).json()) as T;
const lostWebhooks = async () => (await control<{ lose: number }>('/webhooks')).lose;

it('a step that does not work is named, and what the scene had changed is put back', async () => {
  const page = await open();
  await page.route('**/playground/kill', (route) => route.fulfill({ status: 409, body: '{}' }));
  await press(page, 'killed-server');
  await page.locator('#playground[data-phase="missing"]').waitFor({ timeout: 60_000 });
  expect(await page.locator('#outcome').textContent()).toContain(
    'This did not work: The server’s process is killed.',
  );
  expect((await control<{ faults: unknown[] }>('/faults')).faults).toEqual([]);
  // Nothing was killed, so the shopper is served all the same.
  await page.frameLocator('.tab iframe').locator('#order-number').waitFor();
});

it('whoever leaves in the middle of a scene is the visitor again, and webhooks come again', async () => {
  const page = await open({ pace: 500 });
  await page.locator('.scene:has(#scene-lost-webhook)').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect.poll(lostWebhooks).toBe(-1);
  await page.goto(`${stack.url}/cart`);
  await expect.poll(lostWebhooks).toBe(0);
  await expect
    .poll(async () => (await page.context().cookies()).map(({ name }) => name))
    .not.toContain('playground');
});

it.each([
  ['ja', 375],
  ['en', 1280],
])(
  'axe finds nothing before, during and after a scene in %s at %i px, and nothing scrolls sideways',
  async (lang, width) => {
    const page = await open({ lang, pace: 200, viewport: { width, height: 900 } });
    const look = async (name: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([name, ...(await axeFindings(page))]).toEqual([name]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const shots = process.env['SHOTS'];
        if (shots)
          await page.screenshot({
            path: `${shots}/playground-${name}-${lang}-${width}-${colorScheme}.png`,
            fullPage: true,
          });
      }
    };
    await look('idle');
    await press(page, 'second-tab');
    await page.locator('.tab + .tab').waitFor();
    await look('running');
    await page.locator('#playground[data-phase="healed"]').waitFor({ timeout: 60_000 });
    await look('healed');
  },
);
