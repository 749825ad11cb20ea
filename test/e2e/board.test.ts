import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { axeFindings } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { checkInvariants } from '../helpers/invariants.ts';
import { stripeOf } from './both-sides.ts';
import { cards, visitShop } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;
let db: Database;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
  db = await openDatabase({ url: stack.databaseUrl, dataDir: '' });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await db?.destroy();
  await stack?.stop();
});

async function enter(view: string, lang = 'en', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin?lang=${lang}#/${view}`);
  await page
    .locator('#password')
    .fill((await readFile(join(stack.dataDir, 'admin-password'), 'utf8')).trim());
  await page.locator('form button').click();
  await page.locator(`nav a[href="#/${view}"][aria-current="page"]`).waitFor({ state: 'attached' });
  return page;
}

async function atChallenge() {
  const { context, shopper, openTab } = await visitShop(browser, stack.url);
  onTestFinished(() => context.close());
  await shopper.goToCheckout();
  await shopper.payWith(cards.challenged);
  await shopper.challenge.locator('#test-source-authorize-3ds').waitFor();
  return { context, shopper, openTab };
}

const latest = () =>
  db.selectFrom('attempt').selectAll().orderBy('created_at', 'desc').executeTakeFirstOrThrow();
const passMinutes = (minutes: number) =>
  db
    .updateTable('clock')
    .set((eb) => ({ offset_ms: eb('offset_ms', '+', minutes * 60_000) }))
    .execute();

/** What the merchant reads on the board about one payment, once it says so. */
async function untilBoardSays(board: Page, query: string, name: string, says: RegExp): Promise<void> {
  await board.goto(`${stack.url}/admin?lang=en#/board?${query}`);
  const row = board.getByRole('row').filter({ hasText: name }).filter({ hasText: says });
  await expect
    .poll(async () => {
      await board.reload();
      await board.getByRole('heading', { name: 'The last 30 days' }).waitFor();
      return row.count();
    })
    .toBe(1);
}

it('left during authentication: the board has it in hand, and then it is cancelled', async () => {
  const { context } = await atChallenge();
  await context.close();
  const { reference } = await latest();
  const board = await enter('board');
  await untilBoardSays(board, '', reference, /In progress.*Incomplete, no order.*Will be cancelled/s);
  await passMinutes(31);
  await untilBoardSays(board, 'status=healed', reference, /Resolved.*Incomplete, no order.*Cancelled/s);
  await checkInvariants(db, stripeOf(stack));
});

it('several tabs: what the first held is cancelled before the second pays, and the board says so', async () => {
  const { openTab } = await atChallenge();
  const { reference } = await latest();
  const second = await openTab();
  await second.openCheckout();
  await second.untilStatus('conflict');
  await second.element.getByRole('button', { name: 'この画面で支払う' }).click();
  await second.untilStatus('ready');
  await second.payWith(cards.accepted);
  expect(await second.orderNumber()).not.toBe('');
  await untilBoardSays(await enter('board'), 'status=healed', reference, /Resolved.*Cancelled/s);
  await checkInvariants(db, stripeOf(stack));
});

it('sold out during authentication: cancelled at Stripe under its order number, and the board shows that number', async () => {
  const { shopper } = await atChallenge();
  await db.updateTable('product').set({ stock: 0 }).where('sku', '=', 'sencha').execute();
  await shopper.answerChallenge('complete');
  await shopper.page.waitForURL(/\/cart/);
  await db.updateTable('product').set({ stock: 100 }).where('sku', '=', 'sencha').execute();
  const { order_no } = await latest();
  expect(order_no).not.toBeNull();
  await untilBoardSays(
    await enter('board'),
    'status=healed',
    order_no ?? '',
    /Resolved.*Cancelled with a number, no order.*Cancelled/s,
  );
  await checkInvariants(db, stripeOf(stack));
});

it('an order is captured from its page, once, with its reason in its story', async () => {
  const page = await enter('orders');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Capture' }).click();
  await page.getByRole('button', { name: 'Capture' }).last().click();
  await page.getByText('Please give a reason.').waitFor();
  await page.getByLabel('Amount').fill('1000');
  await page.getByLabel('Reason').fill('One piece broke');
  await page.getByRole('button', { name: 'Capture' }).last().click();
  await page.getByRole('dialog').getByText('¥1,000').waitFor();
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByRole('status').getByText('Done.').waitFor();
  await page.getByText('Reason: One piece broke').waitFor();
  await page.getByRole('button', { name: 'Refund' }).waitFor();
});

it('a dry run changes nothing and says so, and the CSV has a row for each order', async () => {
  const board = await enter('board');
  await board.getByRole('button', { name: 'Dry run' }).click();
  await board.getByText('Dry run: Complete').waitFor();
  await board.getByText('A run would change nothing.').waitFor();
  await board.goto(`${stack.url}/admin?lang=en#/orders`);
  const [download] = await Promise.all([
    board.waitForEvent('download'),
    board.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  const { count } = await db
    .selectFrom('orders')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(lines).toHaveLength(Number(count) + 1);
});

it('the last thirty days are a table as well as a picture', async () => {
  const board = await enter('board');
  await board.getByText('As a table').click();
  const rows = board.getByRole('table', { name: 'Numbers by day' }).getByRole('row');
  const shown = await rows.evaluateAll((all) =>
    all.slice(1).map(({ children }) => [...children].map(({ textContent }) => textContent)),
  );
  const counted = await board.evaluate(async () => {
    const { days } = (await (await fetch('/admin/api/board')).json()) as {
      days: { day: string; healed: number; open: number }[];
    };
    const sums = new Map<string, [number, number]>();
    for (const { day, healed, open } of days) {
      const [before, left] = sums.get(day) ?? [0, 0];
      sums.set(day, [before + Number(healed), left + Number(open)]);
    }
    return [...sums];
  });
  expect(shown).toHaveLength(30);
  expect(counted.length).toBeGreaterThan(0);
  const name = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  for (const [day, numbers] of counted)
    expect(shown).toContainEqual([name.format(new Date(day)), ...numbers.map(String)]);
});

it('a CSV that is on its way says so and can be stopped', async () => {
  const page = await enter('orders');
  await page.route('**/admin/api/orders.csv**', () => {});
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  await page.getByRole('progressbar', { name: 'Save as CSV' }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('status').getByText('Saving as CSV was stopped.').waitFor();
  await page.getByRole('button', { name: 'Save as CSV' }).waitFor();
});

const shots = process.env['SHOTS'];

it.each([
  ['ja', 375, 'dark'],
  ['en', 1280, 'light'],
] as const)(
  'axe finds nothing here in %s at %i px, %s, and nothing scrolls sideways',
  async (lang, width, scheme) => {
    const page = await enter('orders', lang, { viewport: { width, height: 800 } });
    const { id } = await db
      .selectFrom('attempt')
      .select('id')
      .where('state', '=', 'committed')
      .executeTakeFirstOrThrow();
    for (const colorScheme of shots ? (['light', 'dark'] as const) : [scheme]) {
      await page.emulateMedia({ colorScheme });
      for (const view of ['orders', `orders/${id}`, 'board?status=healed', 'webhooks', 'consents']) {
        await page.goto(`${stack.url}/admin?lang=${lang}#/${view}`);
        await page.locator('main table, main .timeline, main .row, main .empty').first().waitFor();
        expect([view, ...(await axeFindings(page))]).toEqual([view]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const name = view.replaceAll(/\W+/g, '-').replace(id, '1');
        if (shots)
          await page.screenshot({
            path: `${shots}/${name}-${lang}-${width}-${colorScheme}.png`,
            fullPage: true,
          });
      }
    }
  },
);
