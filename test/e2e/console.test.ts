import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { axeFindings } from '../helpers/axe.ts';
import { numbers, pictures, type Picture } from '../../server-stub/admin/web/places.ts';
import { describePicture } from '../../server-stub/admin/web/words/wordings.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { defaultWords } from '../picture/default-words.ts';
import { atCheckout, landingsOn, merchantOf, savingOf } from '../picture/scenes.ts';
import { readQrCode } from './read-qr-code.ts';
import { cards, visitShop } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;
let password: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
  password = (await readFile(join(stack.dataDir, 'admin-password'), 'utf8')).trim();
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function openConsole(lang = 'en', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin/?lang=${lang}`);
  return page;
}

async function signIn(page: Page, word = password, name = 'owner'): Promise<void> {
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(word);
  await page.locator('form button').click();
}

async function enter(view: string, lang = 'en', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openConsole(lang, options);
  await signIn(page);
  await page.getByRole('navigation').waitFor();
  await page.goto(`${stack.url}/admin?lang=${lang}#/${view}`);
  await page.locator(`nav a[href="#/${view}"][aria-current="page"]`).waitFor({ state: 'attached' });
  return page;
}

const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
};

it('the demo says its password at the start, and only that one opens the console', async () => {
  expect(stack.logs.join('\n')).toContain(`console ${stack.url}/admin  name owner  password ${password}`);
  const page = await openConsole();
  await signIn(page, 'not the password');
  await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Getting started' }).waitFor();
});

it('an owner adds a member, who sees less, and sets up a second factor of their own', async () => {
  const page = await enter('staff');
  await page.getByLabel('Name').fill('taro');
  await page.getByRole('radio', { name: /^Staff/ }).check();
  await page.getByRole('button', { name: 'Add' }).click();
  const told = page.getByRole('status').filter({ hasText: 'Password of taro' });
  const given = (await told.locator('code').textContent()) ?? '';

  const theirs = await openConsole();
  await signIn(theirs, given, 'taro');
  await theirs.getByRole('navigation').waitFor();
  expect(await theirs.getByRole('link', { name: 'Staff' }).count()).toBe(0);
  await theirs.getByRole('link', { name: 'Your access' }).click();
  await theirs.getByRole('button', { name: 'Set it up' }).click();
  const secret = ((await theirs.locator('dd code').first().textContent()) ?? '').replaceAll(' ', '');
  const totp = new TOTP({ secret });
  const code = theirs.getByRole('img', { name: 'QR code for the authenticator app' });
  expect(await readQrCode(code)).toBe(
    await theirs.getByRole('link', { name: 'Open in the app' }).getAttribute('href'),
  );
  await theirs.getByLabel('Code', { exact: true }).fill(totp.generate());
  await theirs.getByRole('button', { name: 'Finish' }).click();
  const recovery = (await theirs.locator('.codes code').first().textContent()) ?? '';
  await theirs.getByRole('button', { name: 'I have kept them' }).click();
  await theirs.getByText('It is set up.').waitFor();
  await theirs.getByRole('button', { name: 'Sign out' }).click();

  await signIn(theirs, given, 'taro');
  await theirs.getByLabel('Code').fill(recovery);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByRole('navigation').waitFor();

  await page.goto(`${stack.url}/admin?lang=en#/history`);
  await page.getByText('Signed in with a recovery code').waitFor();
  await page.goto(`${stack.url}/admin?lang=en#/staff`);
  await page.getByRole('button', { name: 'Remove: taro' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('taro', { exact: true }).waitFor({ state: 'detached' });
  await theirs.getByRole('navigation').getByRole('link', { name: 'Wordings' }).click();
  await theirs.reload();
  await theirs.locator('#password').waitFor();
});

it('keys are replaced, told by their end, and refused with the reason at their field', async () => {
  const page = await enter('basic');
  const secret = page.locator('#f-keys-test-secretKey');
  await secret.click();
  await secret.fill('pk_test_fake_secure_checkout');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^Test keys: Secret or restricted key/ })
    .click();
  await page.locator('#f-keys-test-secretKey-wrong').getByText('This is a publishable key').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('f-keys-test-secretKey');
  await page.getByLabel('Restricted key (recommended)').check();
  await secret.fill('rk_test_fake_secure_checkout');
  await save(page);
  await page.getByRole('region', { name: 'Test keys' }).getByText('••••••••kout').first().waitFor();
  expect(await page.content()).not.toContain('rk_test_');
  await page.goto(`${stack.url}/admin?lang=en#/history`);
  await page.getByText('Test keys: Secret or restricted key').waitFor();
});

it('switching to live asks first, and the shop pays with the live keys from then on', async () => {
  const page = await enter('basic');
  await page.locator('#f-keys-live-publishableKey').fill('pk_live_fake_secure_checkout');
  await page.locator('#f-keys-live-secretKey').fill('rk_live_fake_secure_checkout');
  await page.getByLabel('Live', { exact: true }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByText('Switch to live mode?').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('3 unsaved changes').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch and save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();

  const { context, shopper } = await visitShop(browser, stack.url);
  onTestFinished(() => context.close());
  await shopper.goToCheckout();
  await shopper.payWith(cards.accepted);
  expect(await shopper.orderNumber()).not.toBe('');

  await page.getByLabel('Test', { exact: true }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch and save' }).click();
  await page.getByRole('status').getByText('Saved.').waitFor();
});

it('its first load is at most 120 kB over the wire', async () => {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => void bodies.push(response.body()));
  await page.goto(`${stack.url}/admin`);
  await page.locator('#password').waitFor();
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120_000);
});

it('the preview is the real element with what is not saved yet', async () => {
  const page = await enter('wordings');
  await page.getByRole('group', { name: '1 Payment name' }).getByLabel('English').fill('Unsaved name');
  await page.getByRole('link', { name: 'Preview' }).click();
  await page.getByLabel('Card saving').selectOption('optional');
  await page.getByLabel('Shopper').selectOption('member');
  const frame = page.frameLocator('iframe');
  await frame.getByText('Unsaved name').waitFor();
  await frame.getByRole('checkbox', { checked: false }).waitFor();
  await page.getByText('If the consent is ticked').waitFor();
  const card = frame.frameLocator('iframe[src*="/elements/payment"]');
  await card.locator('[name="number"]').fill(cards.accepted);
  await card.locator('[name="expiry"]').fill('12 / 34');
  await card.locator('[name="cvc"]').fill('123');
  await frame.getByRole('button', { name: /Place order/ }).click();
  await frame.getByText('This is a preview: nothing is paid.').waitFor();
});

it('the order mail follows what is typed, as HTML that can do nothing and as text', async () => {
  const page = await enter('wordings');
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const mail = page.frameLocator('iframe[title="Order mail preview"]');
  await mail.getByText('Card, one-time payment.').waitFor();
  const before = await page.evaluate(() => history.length);
  const text = page.getByRole('group', { name: '3 Order mail text' });
  await text.getByLabel('English').fill('Not saved <b>yet</b>');
  await mail.getByText('Not saved <b>yet</b>').waitFor();
  expect(
    await mail
      .locator('h2')
      .first()
      .evaluate((title) => getComputedStyle(title).color),
  ).toBe('rgb(92, 106, 98)');
  expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.locator('pre').getByText('Not saved <b>yet</b>').waitFor();
  await page.getByRole('group', { name: 'Language' }).getByRole('button', { name: 'Japanese' }).click();
  await page.locator('pre').getByText('■ お支払い方法').waitFor();
  await page.getByRole('button', { name: 'HTML', exact: true }).click();
  await mail.getByText('お支払い方法').waitFor();
  expect(await page.evaluate(() => history.length)).toBe(before);
  expect(complaints).toEqual([]);
});

it('an import shows what it would change before it changes anything', async () => {
  const page = await enter('transfer');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export the settings' }).click(),
  ]);
  const settings = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, unknown>;
  const choose = (content: string) =>
    page
      .getByLabel('Choose a file')
      .setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose('not json');
  await page.getByText('This is not JSON').waitFor();
  await choose(JSON.stringify({ ...settings, capture: 'automatic' }));
  await page.getByRole('row', { name: 'Capture Manual (recommended) Automatic' }).waitFor();
  await page.getByRole('button', { name: 'Apply to what is being edited' }).click();
  await page.getByText('1 unsaved change').waitFor();
});

it('each wording stands on the real page and in the mail where the picture beside its field has its number', async () => {
  const merchant = await merchantOf(stack);
  const expectAsPictured = async (shown: Parameters<typeof landingsOn>[0], picture: Picture) => {
    const landings = await landingsOn(shown, picture, 'en');
    expect(landings.map(({ number }) => number)).toEqual(pictures[picture].map((place) => numbers[place]));
    for (const place of pictures[picture]) {
      const { words } = landings.find(({ number }) => number === numbers[place]) ?? {};
      expect(words).toContain(defaultWords(place, 'en'));
    }
  };
  await merchant.save({ cardSaving: savingOf.checkout });
  const shopper = await atCheckout(browser, stack.url, 'en');
  onTestFinished(() => shopper.page.context().close());
  await expectAsPictured(shopper.page, 'checkout');
  await merchant.save({ cardSaving: savingOf.notice });
  await shopper.openCheckout();
  await shopper.untilStatus('ready');
  await expectAsPictured(shopper.page, 'notice');
  const page = await enter('wordings', 'en', { viewport: { width: 1280, height: 900 } });
  const mail = page.frameLocator('iframe');
  await mail.getByText('Payment', { exact: true }).waitFor();
  await expectAsPictured(mail, 'mail');
  const image = page.getByRole('img', { name: describePicture('en', 'checkout') });
  await image.scrollIntoViewIfNeeded();
  await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  await page.getByRole('button', { name: '4 Consent' }).click();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-wordings-consent-en');
});

const views = [
  'start',
  'orders',
  'board',
  'webhooks',
  'consents',
  'methods',
  'basic',
  'wordings',
  'preview',
  'connection',
  'staff',
  'me',
  'transfer',
  'history',
];

it.each([
  ['ja', 320, 'light'],
  ['en', 1280, 'dark'],
] as const)(
  'axe finds nothing in the console in %s at %i px, %s, and nothing scrolls sideways',
  async (lang, width, colorScheme) => {
    const page = await openConsole(lang, { viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    // The console, the previews and the shop stand on one origin.
    page.on('console', (message) => /agent cluster/i.test(message.text()) && complaints.push(message.text()));
    expect(await axeFindings(page)).toEqual([]);
    await signIn(page);
    await page.getByRole('navigation').waitFor();
    for (const view of views) {
      await page.goto(`${stack.url}/admin?lang=${lang}#/${view}`);
      await page.locator(`nav a[href="#/${view}"][aria-current="page"]`).waitFor({ state: 'attached' });
      if (view === 'start' && width < 800) await page.getByText('メニュー：はじめに').click();
      if (view === 'connection') {
        await page.locator('main button.main').click();
        await page.locator('.success').waitFor();
      }
      expect([view, ...(await axeFindings(page))]).toEqual([view]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
  },
);
