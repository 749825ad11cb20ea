/** Each setting is saved in the console, and its effect is seen by a shopper at the storefront and by Stripe. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CONNECTED_ACCOUNT,
  LIVE_PUBLISHABLE_KEY,
  LIVE_RESTRICTED_KEY,
  PUBLISHABLE_KEY,
  RESTRICTED_KEY,
  SECRET_KEY,
} from '../../server-stub/fake-stripe/keys.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { settingsSchema } from '../../server-stub/settings/settings.ts';
import { openDatabase } from '../../server-stub/store/database.ts';
import { refused, startServer, type TestServer } from './harness.ts';
import { consoleKeys, environmentKeys } from './merchant-console.ts';
import { methodsOn, openInstance, openWholeShop, type WholeShop } from './whole-shop.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const member = 'member-1001';

let server: TestServer;
let shop: WholeShop;

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  shop = await openWholeShop(server);
});
afterAll(() => server.stop());

beforeEach(async () => {
  await server.db.deleteFrom('stripe_credential').execute();
  await server.db
    .updateTable('settings')
    .set({ version: 1, data: JSON.stringify(settingsSchema.parse({})) })
    .execute();
  await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
  shop.sent.length = 0;
});

async function save(fields: object, wordings: object = {}) {
  expect(await shop.merchant.change(fields, wordings)).toMatchObject({ status: 200 });
}

const orderOf = (attempt: string) =>
  server.db.selectFrom('orders').selectAll().where('attempt_id', '=', attempt).executeTakeFirstOrThrow();
const intentSent = () => {
  const { params, ...request } = shop.sentTo('/v1/payment_intents').at(-1) ?? { params: undefined };
  return { ...request, params: Object.fromEntries(params ?? []) };
};

describe('the plugin', () => {
  it('switched off is neither offered nor taken from a page that is open, and what is under way is finished', async () => {
    const paying = await shop.shopper();
    const challenged = await paying.pay(needs3ds);
    const open = await shop.shopper();
    const shown = await open.view();
    await save({ enabled: false });

    expect(methodsOn((await shop.shopper()).html)).toEqual(['cod', 'bank']);
    expect(await open.view()).toMatchObject({ code: 'method-unavailable' });
    expect(await refused(open.pay(good, { shown }))).toMatchObject({ code: 'method-unavailable' });
    await server.authenticate(challenged, 'complete');
    expect(await paying.resume(challenged)).toMatchObject({ status: 'succeeded' });
  });

  it('is not offered before there are keys for the environment that is selected', async () => {
    await server.db.deleteFrom('stripe_credential').execute();
    expect(methodsOn((await shop.shopper()).html)).toEqual(['cod', 'bank']);
    await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
    expect(methodsOn((await shop.shopper()).html)).toEqual(['card', 'cod', 'bank']);
  });

  it('is offered by the billing country, and refused by it at the server', async () => {
    const open = await shop.shopper({ country: 'US' });
    const shown = await open.view();
    await save({ regions: ['JP', 'FR'] });
    for (const [country, offered] of [
      ['JP', true],
      ['FR', true],
      ['US', false],
    ] as const)
      expect([country, methodsOn((await shop.shopper({ country })).html).includes('card')]).toEqual([
        country,
        offered,
      ]);
    expect(await open.view()).toMatchObject({ code: 'region-not-served' });
    expect(await refused(open.pay(good, { shown }))).toMatchObject({ code: 'region-not-served' });
  });

  it('stands with the marks of the brands that were chosen, each spoken by its name, and with none', async () => {
    const marksOn = (html: string) =>
      [...html.matchAll(/role="img" aria-label="([^"]*)">([^<]*)</g)].map(([, name, mark]) => [mark, name]);
    expect(marksOn((await shop.shopper()).html).map(([mark]) => mark)).toEqual([
      'VISA',
      'Mastercard',
      'AMEX',
    ]);
    await save({ brandMarks: ['discover', 'jcb', 'amex', 'diners'] });
    for (const [locale, names] of [
      ['ja', ['JCB', 'アメリカン・エキスプレス', 'ダイナースクラブ', 'ディスカバー']],
      ['en', ['JCB', 'American Express', 'Diners Club', 'Discover']],
    ] as const) {
      const { html } = await shop.shopper({ locale });
      expect(marksOn(html)).toEqual(
        ['JCB', 'AMEX', 'Diners', 'Discover'].map((mark, at) => [mark, names[at]]),
      );
      expect(html).toMatch(/id="method-card"[^>]*aria-labelledby="name-card" aria-describedby="marks-card"/);
    }
    await save({ brandMarks: [] });
    expect((await shop.shopper()).html).not.toContain('marks-card');
  });

  it('stands among the shop’s methods by its sort order, and ties are broken by id', async () => {
    for (const [sortOrder, order] of [
      [10, ['card', 'cod', 'bank']],
      [25, ['cod', 'card', 'bank']],
      [30, ['cod', 'bank', 'card']],
      [20, ['card', 'cod', 'bank']],
      [-1, ['card', 'cod', 'bank']],
    ] as const) {
      await save({ sortOrder });
      expect(methodsOn((await shop.shopper()).html)).toEqual(order);
    }
  });
});

describe('a new order', () => {
  it('has the status that was chosen, and the shopper reads it', async () => {
    await save({ initialOrderStatus: 'awaiting-payment' });
    const { pay, visit } = await shop.shopper();
    const { id } = await pay(good);
    const order = await orderOf(id);
    expect(order.status).toBe('awaiting-payment');
    expect(await visit(`/orders/${order.order_no}`)).toContain('入金待ち');
  });

  it('has the rules that held when its payment began, though they changed during 3-D Secure', async () => {
    await save({ initialOrderStatus: 'new', capture: 'manual' });
    const { pay, resume } = await shop.shopper();
    const challenged = await pay(needs3ds);
    await save({ initialOrderStatus: 'shipped', capture: 'automatic' });
    await server.authenticate(challenged, 'complete');
    await resume(challenged);
    await shop.sweep();
    expect(await orderOf(challenged.id)).toMatchObject({ status: 'new', money: 'authorised' });
  });

  it.each([
    ['manual', 0, 'authorised'],
    ['automatic', 1, 'captured'],
  ])('with %s capture is held first, and %i captures follow it', async (capture, captures, money) => {
    await save({ capture });
    const { id } = await (await shop.shopper()).pay(good);
    expect(intentSent().params).toMatchObject({ capture_method: 'manual' });
    await shop.sweep();
    const { pi_id, ...order } = await orderOf(id);
    expect(shop.sentTo(`/v1/payment_intents/${pi_id}/capture`)).toHaveLength(captures);
    expect(order.money).toBe(money);
  });
});

describe('keys', () => {
  it('are those of the environment that is selected, for the page and for every call', async () => {
    await (await shop.shopper()).pay(good);
    expect(new Set(shop.sent.map(({ key }) => key))).toEqual(new Set([SECRET_KEY]));
    expect((await (await shop.shopper()).view()).stripe).toMatchObject({
      publishableKey: PUBLISHABLE_KEY,
      mode: 'test',
    });

    const live = { publishableKey: LIVE_PUBLISHABLE_KEY, secretKey: LIVE_RESTRICTED_KEY };
    const test = { secretKey: RESTRICTED_KEY };
    const toLive = { environment: 'live', authMethod: 'restricted_key' };
    expect((await shop.merchant.typeKeys({ live, test }, toLive)).status).toBe(200);
    shop.sent.length = 0;
    const { pay, view } = await shop.shopper();
    const { id } = await pay(good);
    expect((await view()).code).toBe('already-ordered');
    expect(new Set(shop.sent.map(({ key }) => key))).toEqual(new Set([LIVE_RESTRICTED_KEY]));
    expect((await orderOf(id)).mode).toBe('live');
  });

  it('restricted, are what a whole purchase is made with', async () => {
    await shop.merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });
    await save({ capture: 'automatic' });
    const { id } = await (await shop.shopper()).pay(good);
    await shop.sweep();
    expect((await orderOf(id)).money).toBe('captured');
    expect(new Set(shop.sent.map(({ key }) => key))).toEqual(new Set([RESTRICTED_KEY]));
  });

  it('of a platform name the connected account on every call of a purchase', async () => {
    await shop.merchant.typeKeys({}, { authMethod: 'connect', accountId: CONNECTED_ACCOUNT });
    const { pay, view } = await shop.shopper();
    expect((await view()).stripe.account).toBe(CONNECTED_ACCOUNT);
    await pay(good);
    expect(intentSent()).toMatchObject({ key: SECRET_KEY, account: CONNECTED_ACCOUNT });
    expect(new Set(shop.sent.map(({ account }) => account))).toEqual(new Set([CONNECTED_ACCOUNT]));
  });
});

describe('3-D Secure', () => {
  it.each([
    ['automatic', 'automatic'],
    ['any', 'any'],
    ['challenge', 'challenge'],
    ['strict', 'any'],
  ])('%s asks Stripe for %s', async (threeDSecure, asked) => {
    await save({ threeDSecure });
    await (await shop.shopper()).pay(needs3ds);
    expect(intentSent().params).toMatchObject({
      'payment_method_options[card][request_three_d_secure]': asked,
    });
  });

  it('strict takes a card that was authenticated, and lets go of one that was not', async () => {
    await save({ threeDSecure: 'strict' });
    const { pay, resume } = await shop.shopper();
    const challenged = await pay(needs3ds);
    await server.authenticate(challenged, 'complete');
    expect(await resume(challenged)).toMatchObject({ status: 'succeeded' });
    // 3-D Secure is not supported by this one, so that Stripe goes on without it.
    const view = await (await shop.shopper()).pay('378282246310005');
    expect(view).toMatchObject({ status: 'closed', reason: 'verification', holdReleased: true });
  });
});

describe('card saving', () => {
  const own = {
    consent: { ja: '定期のお買い物の代金をこのカードに請求します。', en: 'Charge my subscription.' },
    saveNotice: {
      ja: '定期のお買い物のため、カードを保存します。',
      en: 'We store it for your subscription.',
    },
  };

  it('starts as off: a member of a new plugin is asked nothing and leaves no card behind', async () => {
    const { pay, view } = await shop.shopper({ member });
    expect(await view()).toMatchObject({ cardSaving: 'off' });
    expect(await pay(good)).toMatchObject({ status: 'succeeded', saved: false });
    expect(intentSent().params).not.toHaveProperty('setup_future_usage');
  });

  describe.each(['on_session', 'off_session'])('for payments %s', (savingUsage) => {
    it.each([
      ['off', member, false, undefined],
      ['off', undefined, false, undefined],
      ['optional', member, false, undefined],
      ['optional', member, true, own.consent],
      ['optional', undefined, false, undefined],
      ['required', member, false, own.saveNotice],
      ['required', undefined, false, own.saveNotice],
    ])('%s, member %s, ticked %s: stored under %o', async (cardSaving, who, ticked, wording) => {
      await save({ cardSaving, savingUsage }, own);
      const locale = 'en';
      const { pay } = await shop.shopper({ locale, ...(who && { member: who }) });
      const { id, ...view } = await pay(good, { ticked });
      expect(view).toMatchObject({ status: 'succeeded', saved: wording !== undefined });
      expect(intentSent().params['setup_future_usage']).toBe(wording && savingUsage);
      const { pi_id } = await orderOf(id);
      const intent = await server.stripe.paymentIntents.retrieve(pi_id);
      const cards = await server.stripe.paymentMethods.list({ customer: String(intent.customer) });
      expect(cards.data.some((card) => card.id === intent.payment_method)).toBe(wording !== undefined);
      const ledger = await server.db
        .selectFrom('consent')
        .select(['text', 'locale', 'policy'])
        .where('attempt_id', '=', id)
        .execute();
      expect(ledger).toEqual(wording ? [{ text: wording.en, locale, policy: cardSaving }] : []);
    });
  });

  it('of a policy that has changed since the page was shown is asked anew, before anything is sent', async () => {
    const { pay, view } = await shop.shopper({ member });
    const shown = await view();
    await save({ cardSaving: 'required' });
    expect(await refused(pay(good, { shown }))).toMatchObject({ code: 'settings-changed' });
    expect(shop.sentTo('/v1/payment_intents')).toEqual([]);
  });
});

it('a change in the console holds on another instance over the same database from the next request on', async () => {
  const db = await openDatabase({ url: server.databaseUrl, dataDir: '' });
  try {
    const other = openInstance(server, db);
    const { view } = await other.shopper();
    expect((await view()).wordings.name.text).toBe('クレジットカード');
    const name = { ja: 'カード払い', en: 'By card' };
    await save({ sortOrder: 25, threeDSecure: 'challenge' }, { name });
    await shop.merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });

    expect((await view()).wordings.name.text).toBe(name.ja);
    const { html, pay } = await other.shopper();
    expect(methodsOn(html)).toEqual(['cod', 'card', 'bank']);
    expect(html).toContain(name.ja);
    await pay(needs3ds);
    const [intent] = other.sentTo('/v1/payment_intents');
    expect(intent?.key).toBe(RESTRICTED_KEY);
    expect(intent?.params.get('payment_method_options[card][request_three_d_secure]')).toBe('challenge');
    await save({ enabled: false });
    expect(methodsOn((await other.shopper()).html)).toEqual(['cod', 'bank']);
  } finally {
    await db.destroy();
  }
});
