/** Each wording is saved in the console and read by a shopper: on the storefront's pages, in the view, in the mail. */
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../server-stub/settings/settings.ts';
import { defaultWordings } from '../../server-stub/settings/wordings.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { refused, startServer, type TestServer } from './harness.ts';
import { openWholeShop, type WholeShop } from './whole-shop.ts';

const good = '4242424242424242';
const locales = ['ja', 'en'] as const;

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let server: TestServer;
let shop: WholeShop;

beforeAll(async () => {
  smtp = await startSmtp();
  server = await startServer('PostgreSQL');
  shop = await openWholeShop(server, createTransport(smtp.url));
});
afterAll(async () => {
  await server.stop();
  await smtp.stop();
});
beforeEach(async () => {
  // What the test before has ordered is mailed before this one counts.
  await shop.sweep();
  smtp.mails.length = 0;
  await server.db
    .updateTable('settings')
    .set({ version: 1, data: JSON.stringify(settingsSchema.parse({})) })
    .execute();
});

async function save(fields: object, wordings: object = {}) {
  expect(await shop.merchant.change(fields, wordings)).toMatchObject({ status: 200 });
}

/** Each wording a sentence of its own, so that it is known wherever it turns up; with markup that must stay text. */
const own = (name: string, more = '') => ({
  ja: `日本語の<b>${name}</b>${more}`,
  en: `English <b>${name}</b>${more}`,
});
const wordings = {
  name: own('name'),
  description: own('description'),
  orderMail: own('order mail'),
  consent: own('consent'),
  saveNotice: own('save notice'),
  threeDSecureData: own('3-D Secure data'),
  paymentTiming: own('payment timing'),
  payButton: own('pay button', ' {amount}'),
};
const contact = { ja: '03-1234-5678（平日）', en: '+81 3 1234 5678' };
const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe.each(locales)('the merchant’s own words in %s', (locale) => {
  it('are what the page is told, each with the version it is answered by', async () => {
    await save({ cardSaving: 'optional', threeDSecureData: 'checkbox', contact }, wordings);
    const { view } = await shop.shopper({ locale });
    const shown = await view();
    const { name, description, consent, saveNotice, threeDSecureData, paymentTiming, payButton } =
      shown.wordings;
    for (const [got, wanted] of [
      [name, wordings.name],
      [description, wordings.description],
      [consent, wordings.consent],
      [saveNotice, wordings.saveNotice],
      [threeDSecureData, wordings.threeDSecureData],
      [paymentTiming, wordings.paymentTiming],
    ] as const)
      expect(got).toEqual({ text: wanted[locale], version: expect.stringMatching(/^[0-9a-f]{16}$/) });
    const amount = locale === 'ja' ? '5,400円' : '¥5,400';
    expect(payButton.text).toBe(wordings.payButton[locale].replace('{amount}', amount));
    expect(shown).toMatchObject({ contact: contact[locale], threeDSecureData: 'checkbox' });
    expect(JSON.stringify(shown)).not.toContain('order mail');
  });

  it('name the method and its timing on the shop’s own page, as text', async () => {
    await save({}, wordings);
    const { html } = await shop.shopper({ locale });
    expect(html).toContain(`<span id="name-card">${escaped(wordings.name[locale])}</span>`);
    const between = locale === 'ja' ? '：' : ': ';
    expect(html).toContain(
      escaped(wordings.name[locale]) + between + escaped(wordings.paymentTiming[locale]),
    );
    expect(html).not.toContain('order mail');
  });

  it('stand in the one order mail, and wording 3 nowhere else', async () => {
    await save({}, wordings);
    const { pay } = await shop.shopper({ locale });
    expect(JSON.stringify(await pay(good))).not.toContain('order mail');
    await shop.sweep();
    await shop.sweep();
    expect(smtp.mails).toHaveLength(1);
    const { text = '', html = '' } = smtp.mails[0] ?? {};
    expect(text).toContain(`${wordings.name[locale]}\n  ${wordings.orderMail[locale]}`);
    for (const { [locale]: wording } of [wordings.name, wordings.orderMail])
      expect(html).toContain(escaped(wording));
    for (const part of [text, html || '']) expect(part).not.toMatch(/consent|save notice|description/);
  });

  it.each(['manual', 'automatic'] as const)(
    'left empty, timing and mail follow %s capture',
    async (capture) => {
      await save({ capture });
      const { html, view, pay } = await shop.shopper({ locale });
      const timing = defaultWordings.paymentTiming[capture][locale];
      expect((await view()).wordings.paymentTiming.text).toBe(timing);
      expect(html).toContain(timing);
      await pay(good);
      await shop.sweep();
      expect(smtp.mails[0]?.text).toContain(defaultWordings.orderMail[capture][locale]);
    },
  );

  it('about 3-D Secure data are kept as they were shown, with how they were', async () => {
    for (const [threeDSecureData, kept] of [
      ['notice', 1],
      ['checkbox', 1],
      ['off', 0],
    ] as const) {
      await save({ threeDSecureData }, wordings);
      const { id } = await (await shop.shopper({ locale })).pay(good);
      const rows = await server.db
        .selectFrom('data_consent')
        .select(['text', 'locale', 'policy'])
        .where('attempt_id', '=', id)
        .execute();
      const row = { text: wordings.threeDSecureData[locale], locale, policy: threeDSecureData };
      expect(rows).toEqual(kept ? [row] : []);
    }
  });
});

describe('a page that is open while a text changes', () => {
  const member = 'member-1001';
  const changed = { ja: '新しい文', en: 'A new text' };

  it.each([
    ['consent', { cardSaving: 'optional' }],
    ['saveNotice', { cardSaving: 'required' }],
    ['threeDSecureData', { threeDSecureData: 'notice' }],
    ['threeDSecureData', { threeDSecureData: 'checkbox' }],
  ])('has to show it first, where it is told or agreed to: %s, %o', async (name, settings) => {
    await save(settings);
    const { pay, view } = await shop.shopper({ member });
    const shown = await view();
    await save({}, { [name]: changed });
    expect(await refused(pay(good, { shown }))).toMatchObject({ code: 'settings-changed' });
    expect(await pay(good)).toMatchObject({ status: 'succeeded' });
  });

  it('is not stopped for one that it does not show, or that decides nothing', async () => {
    await save({ cardSaving: 'off', threeDSecureData: 'off' });
    const { pay, view } = await shop.shopper({ member });
    const shown = await view();
    const payButton = { ja: '{amount}を支払う', en: 'Pay {amount}' };
    const undecided = { name: changed, description: changed, paymentTiming: changed, payButton };
    const unseen = { consent: changed, saveNotice: changed, threeDSecureData: changed };
    await save({}, { ...undecided, ...unseen });
    expect(await pay(good, { shown })).toMatchObject({ status: 'succeeded' });
  });
});

it('a checkbox about 3-D Secure data has to be ticked, in the version that holds', async () => {
  await save({ threeDSecureData: 'notice' });
  const { pay, view } = await shop.shopper();
  const shown = await view();
  await save({ threeDSecureData: 'checkbox' });
  expect(await refused(pay(good, { shown }))).toMatchObject({ code: 'settings-changed' });
  const { settingsVersion } = await view();
  expect(await refused(pay(good, { shown: { ...shown, settingsVersion } }))).toMatchObject({
    code: 'invalid-request',
    detail: expect.stringContaining('threeDSecureConsent'),
  });
  expect(await pay(good)).toMatchObject({ status: 'succeeded' });
});

it('a way to reach the shop stands where a page has no view to read it from', async () => {
  await save({ contact });
  const { view } = await shop.shopper({ locale: 'en' });
  expect(await view()).toMatchObject({ contact: contact.en });
  // In the other language's words, where there are none of its own.
  await save({ enabled: false, contact: { ja: contact.ja, en: ' ' } });
  expect(await view()).toMatchObject({ code: 'method-unavailable', contact: contact.ja });
});
