/** A merchant with a Stripe account, from an empty data directory to a purchase made with what was set up. */
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashPassword } from '../../server-stub/admin/password.ts';
import { neededRights } from '../../server-stub/admin/web/words/rights.ts';
import type { Right } from '../../server-stub/fake-stripe/http/auth.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import { browserRoutes } from '../../server-stub/fake-stripe/web/routes.ts';
import { startFake, type Fake } from '../fake-stripe/harness.ts';
import { axeFindings } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { cards, ShopVisit } from './shop-visit.ts';

const password = 'correct horse battery staple';
const keysOf = (mode: 'test' | 'live') => ({
  publishable: `pk_${mode}_51merchant`,
  restricted: `rk_${mode}_51merchant`,
});

let stripe: Fake;
let shop: CheckoutStack;
let browser: Browser;

beforeAll(async () => {
  stripe = await startFake();
  // Stripe's own hosts, which the pages' policies name: one for scripts and frames, one for calls.
  stripe.app.route(
    '/',
    browserRoutes({ baseUrl: () => 'https://js.stripe.com', apiUrl: () => 'https://api.stripe.com' }),
  );
  const secret = () => randomBytes(32).toString('hex');
  [shop, browser] = await Promise.all([
    startStack({
      env: {
        STRIPE: 'real',
        STRIPE_API_BASE: stripe.base,
        CHECKOUT_TOKEN_SECRET: secret(),
        SECRETS_KEY: secret(),
        ADMIN_PASSWORD_HASH: await hashPassword(password),
      },
    }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await shop?.stop();
  await stripe?.stop();
});

/** What a person does in Stripe's dashboard: makes keys, with the rights of the checklist and no more. */
function makeKeys(mode: 'test' | 'live') {
  const keys = keysOf(mode);
  const live = mode === 'live';
  const rights = neededRights.map(
    ({ resource, right }) =>
      `${resource
        .replace(/s$/, '')
        .replaceAll(/(?<=[a-z]) ?(?=[A-Z])/g, '_')
        .toLowerCase()}_${right}` as Right,
  );
  stripe.keys.add({ key: keys.publishable, live, access: { kind: 'publishable' } });
  stripe.keys.add({ key: keys.restricted, live, access: { kind: 'restricted', rights } });
  return keys;
}

/** And registers the shop's endpoint there, which is told its secret once. */
async function registerEndpoint(url: string): Promise<string> {
  const { secret = '' } = await stripe.stripe.webhookEndpoints.create({
    url,
    enabled_events: ['payment_intent.succeeded', 'payment_intent.amount_capturable_updated'],
  });
  return secret;
}

/** What the browser asks of Stripe goes to the fake. */
async function reachStripe(context: BrowserContext): Promise<void> {
  await context.route(/^https:\/\/(js|api)\.stripe\.com\//, async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const body = request.postDataBuffer();
    const answer = await fetch(`${stripe.base}${pathname}${search}`, {
      method: request.method(),
      headers: { ...(await request.allHeaders()), host: new URL(stripe.base).host },
      ...(body && { body: new Uint8Array(body) }),
    });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
}

async function signIn(page: Page, lang: 'ja' | 'en', name: string, word: string): Promise<void> {
  await page.goto(`${shop.url}/admin?lang=${lang}`);
  await page.locator('#name').fill(name);
  await page.locator('#password').fill(word);
  await page.locator('form button').click();
}

it('from the first login over every setting to a purchase that shows them, at the shop and at Stripe', async () => {
  const context = await browser.newContext({ locale: 'ja-JP' });
  context.setDefaultTimeout(15_000);
  await reachStripe(context);
  const page = await context.newPage();
  const open = (view: string) => page.locator(`nav a[href="#/${view}"]`).click();
  const save = async () => {
    await page.getByRole('button', { name: '保存する', exact: true }).click();
    await page.getByRole('status').getByText('保存しました').waitFor();
    await page.getByRole('region', { name: '保存する' }).waitFor({ state: 'detached' });
  };
  const steps = () =>
    page.locator('ol.steps > li').evaluateAll((all) => all.map((li) => li.getAttribute('data-done')));

  // First login: nothing is done, and nobody is offered a way to pay that does not work yet.
  await signIn(page, 'ja', 'owner', password);
  await page.getByRole('heading', { name: 'はじめに' }).waitFor();
  await page.getByText(`${shop.url}/webhooks/stripe`).waitFor();
  expect(await steps()).toEqual(Array(6).fill('false'));
  await open('methods');
  await page.getByRole('switch', { name: '使用する', exact: true }).uncheck();
  await save();
  await open('connection');
  await page.getByRole('button', { name: '接続をテストする' }).click();
  await page.getByText('キーが、まだ保存されていません').waitFor();

  // Keys, without the account that a restricted key may not name itself.
  const keys = makeKeys('test');
  await page.getByRole('status').getByRole('link', { name: '基本設定' }).click();
  await page.getByLabel('制限付きキー（推奨）').check();
  await page.locator('#f-keys-test-publishableKey').fill(keys.publishable);
  await page.locator('#f-keys-test-secretKey').fill(keys.restricted);
  await page
    .locator('#f-keys-test-webhookSecret')
    .fill(await registerEndpoint(`${shop.url}/webhooks/stripe`));
  await page.getByRole('button', { name: '保存する', exact: true }).click();
  await page
    .getByRole('alert')
    .getByRole('link', { name: /^アカウントID/ })
    .click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('f-accountId');
  await page.keyboard.type(PLATFORM_ACCOUNT);
  await save();
  await open('connection');
  await page.getByRole('button', { name: '接続をテストする' }).click();
  await page.getByText('必要な権限がそろっています').waitFor();

  // What the plugin is to do.
  await open('basic');
  await page.getByLabel('選んだ地域だけ').check();
  await page.getByLabel('アメリカ合衆国').uncheck();
  await page.getByLabel('初期注文ステータス').selectOption('awaiting-payment');
  await page.getByRole('group', { name: 'お店の連絡先' }).getByLabel('日本語').fill('03-1234-5678');
  await page.getByRole('radio', { name: /^自動 注文が確定した直後/ }).check();
  await page.getByLabel('毎回、操作を求める').check();
  await page.getByLabel('お客さまが選ぶ').check();
  await save();
  await open('wordings');
  const write = (group: RegExp, text: string) =>
    page.getByRole('group', { name: group }).getByLabel('日本語').fill(text);
  await write(/決済名称/, 'カードでのお支払い');
  await write(/決済説明文/, '当店のカード決済です。');
  await write(/注文メール転記文/, 'カード払いを承りました。');
  await write(/同意確認文/, 'このカードを次回のために預けます。');
  await save();
  await open('methods');
  await page.getByRole('switch', { name: '使用する', exact: true }).check();
  await save();

  // A member buys: the words are the merchant's, and so is everything that follows from the settings.
  const shopper = new ShopVisit(await context.newPage(), shop.url, 'ja');
  await shopper.signIn();
  await shopper.goToCheckout();
  for (const text of ['カードでのお支払い', '当店のカード決済です。'])
    await shopper.element.getByText(text).first().waitFor();
  await shopper.element.getByLabel('このカードを次回のために預けます。').check();
  await shopper.payWith(cards.challenged);
  await shopper.answerChallenge('complete');
  const order = await shopper.orderNumber();
  await shopper.page.getByText('カード払いを承りました。').waitFor();
  expect(await shopper.page.locator('dl.totals').textContent()).toMatch(/カードでのお支払い[^]*入金待ち/);

  // The order in the console; captured as soon as the outbox has been worked through.
  await open('orders');
  await page.getByRole('link', { name: order }).click();
  await page.getByText('このカードを次回のために預けます。').waitFor();
  const facts = page.getByRole('main');
  await facts.getByText('認証された').waitFor();
  await facts.getByText('保存した', { exact: true }).waitFor();
  const [intent] = (await stripe.stripe.paymentIntents.list({ limit: 1 })).data;
  if (!intent) throw new Error('Stripe has no payment');
  await facts.getByText(intent.id).waitFor();
  await expect
    .poll(async () => (await stripe.stripe.paymentIntents.retrieve(intent.id)).status)
    .toBe('succeeded');

  expect(await stripe.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    capture_method: 'manual',
    amount_received: intent.amount,
    setup_future_usage: 'on_session',
    description: expect.stringContaining(order),
    metadata: {
      order_id: order,
      cart: expect.any(String),
      attempt: expect.any(String),
      installation: expect.any(String),
    },
    payment_method_options: { card: { request_three_d_secure: 'challenge' } },
  });
  const saved = await stripe.stripe.paymentMethods.list({ customer: String(intent.customer) });
  expect(saved.data).toMatchObject([{ id: intent.payment_method, allow_redisplay: 'always' }]);

  // Next time the card is there, until it is removed: then another is typed, and whether it is to be saved is asked again.
  const consent = shopper.element.getByLabel('このカードを次回のために預けます。');
  await shopper.goToCheckout();
  const removal = shopper.cardForm.getByRole('button', { name: '削除' });
  await removal.waitFor();
  await consent.waitFor({ state: 'detached' });
  await removal.click();
  await consent.waitFor();
  expect((await stripe.stripe.paymentMethods.list({ customer: String(intent.customer) })).data).toEqual([]);
  await shopper.payWith(cards.accepted);
  const lastOrder = await shopper.orderNumber();
  const [next] = (await stripe.stripe.paymentIntents.list({ limit: 1 })).data;
  expect(next).toMatchObject({ customer: intent.customer, setup_future_usage: null });

  // Everything but going live is done, and stays so after a reload.
  await open('start');
  await page.getByText('最後に届いた日時').waitFor();
  await page.reload();
  await page.getByText(`最後の注文：${lastOrder}`).waitFor();
  expect(await steps()).toEqual(['true', 'true', 'true', 'true', 'true', 'false']);
  expect(shop.logs.filter((line) => line.includes('"level":50'))).toEqual([]);
});

it('going live takes a second factor: the owner’s own, and that of whoever signs in for the first time', async () => {
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await signIn(page, 'en', 'owner', password);
  await page.getByRole('link', { name: 'Basic settings' }).first().click();
  const live = makeKeys('live');
  await page.locator('#f-keys-live-publishableKey').fill(live.publishable);
  await page.locator('#f-keys-live-secretKey').fill(live.restricted);
  await page.getByLabel('Live', { exact: true }).check();
  const goLive = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Switch and save' }).click();
  };
  await goLive();
  await page.locator('#f-environment-wrong').getByText('Live mode needs a second factor').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Your access' }).click();
  await enrol(page);
  await page.getByText('It is set up.').waitFor();
  await page.getByRole('link', { name: 'Basic settings' }).click();
  await goLive();
  await page.getByRole('status').getByText('Saved.').waitFor();
  await page.getByRole('banner').getByText('Live mode').waitFor();

  await page.getByRole('link', { name: 'Staff' }).click();
  await page.getByLabel('Name').fill('hanako');
  await page.getByRole('button', { name: 'Add' }).click();
  const given = await page.getByRole('status').locator('.success code').textContent();
  const theirs = await (await browser.newContext({ viewport: { width: 375, height: 800 } })).newPage();
  theirs.setDefaultTimeout(15_000);
  await signIn(theirs, 'ja', 'hanako', given ?? '');
  await theirs.getByText('先に二段階認証を設定してください').waitFor();
  expect(await axeFindings(theirs)).toEqual([]);
  await theirs.goto(`${shop.url}/admin?lang=en#/orders`);
  await theirs.getByText('please set up a second factor first').waitFor();
  await enrol(theirs, async () => expect(await axeFindings(theirs)).toEqual([]));
  await theirs.getByRole('heading', { name: 'Orders', level: 2 }).waitFor();
});

/** With an authenticator app, looking at each step. */
async function enrol(page: Page, look: () => Promise<void> = async () => {}): Promise<void> {
  await look();
  await page.getByRole('button', { name: 'Set it up' }).click();
  const secret = ((await page.locator('dd code').first().textContent()) ?? '').replaceAll(' ', '');
  await look();
  await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret }).generate());
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).waitFor();
  await look();
  await page.getByRole('button', { name: 'I have kept them' }).click();
}
