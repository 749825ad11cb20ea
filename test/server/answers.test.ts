/** Wording 6: what the shopper was told about 3-D Secure data is kept, and where it asks, it has to be answered. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSettings, wordingVersion, type Settings } from '../../server-stub/settings/settings.ts';
import { defaultWordings } from '../../server-stub/settings/wordings.ts';
import { openPage, refused, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const declined = '4000000000000002';
const text = defaultWordings.threeDSecureData;

let server: TestServer;
let cart: { id: string; version: number };

beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

const change = async (change: Partial<Settings>) => {
  const data = JSON.stringify({ ...(await readSettings(server.db)), ...change });
  await server.db.updateTable('settings').set({ data }).execute();
};
const policy = (threeDSecureData: 'off' | 'notice' | 'checkbox') => change({ threeDSecureData });
const ledger = (attempt: string) =>
  server.db
    .selectFrom('data_consent')
    .select(['n', 'text', 'version', 'locale', 'policy'])
    .where('attempt_id', '=', attempt)
    .orderBy('n')
    .execute();
const begun = async () =>
  (await server.db.selectFrom('attempt').select('id').where('cart_id', '=', cart.id).execute()).length;

describe('as a notice, the default', () => {
  it('its text and version are in the ledger for each card that was sent, paid or not', async () => {
    await policy('notice');
    const page = await openPage(server, cart);
    const { id } = await page.pay(declined);
    await page.pay(good, { locale: 'ja' });
    const row = { text: text.ja, version: wordingVersion(text.ja), locale: 'ja', policy: 'notice' };
    expect(await ledger(id)).toEqual([
      { n: 1, ...row },
      { n: 2, ...row },
    ]);
  });

  it('it is kept in the language in which it was read', async () => {
    await policy('notice');
    const { id } = await (await openPage(server, cart)).pay(good, { locale: 'en' });
    expect(await ledger(id)).toMatchObject([{ text: text.en, locale: 'en' }]);
  });
});

it('switched off, nothing is kept', async () => {
  await policy('off');
  const { id } = await (await openPage(server, cart)).pay(good);
  expect(await ledger(id)).toEqual([]);
});

describe('as a checkbox', () => {
  const answer = (checked: boolean, version = wordingVersion(text.ja)) => ({
    threeDSecureConsent: { checked, version },
  });

  it('a payment without the answer, or with no as the answer, begins nothing', async () => {
    await policy('checkbox');
    const page = await openPage(server, cart);
    for (const more of [{}, answer(false)]) {
      const problem = await refused(page.pay(good, more));
      expect(problem).toMatchObject({ code: 'invalid-request', status: 400 });
      expect(problem.detail).toContain('threeDSecureConsent');
    }
    expect(await begun()).toBe(0);
  });

  it('an answer to another text than the one that stands there now is asked again', async () => {
    await policy('checkbox');
    const page = await openPage(server, cart);
    expect(await refused(page.pay(good, answer(true, 'v-of-yesterday')))).toMatchObject({
      code: 'settings-changed',
    });
    // The same text in another language is another text.
    expect(await refused(page.pay(good, { ...answer(true), locale: 'en' }))).toMatchObject({
      code: 'settings-changed',
    });
    expect(await begun()).toBe(0);
  });

  it('an answer to the text that was shown is kept with it', async () => {
    await policy('checkbox');
    const view = await (await openPage(server, cart)).pay(good, answer(true));
    expect(view.status).toBe('succeeded');
    expect(await ledger(view.id)).toEqual([
      { n: 1, text: text.ja, version: wordingVersion(text.ja), locale: 'ja', policy: 'checkbox' },
    ]);
  });
});

it('consent to saving that was given to another text begins nothing either', async () => {
  await policy('notice');
  const page = await openPage(server, cart, { shopper: 'member', member: 'm-1' });
  const consent = { checked: true, version: 'v-of-yesterday' };
  expect(await refused(page.pay(good, { consent }))).toMatchObject({ code: 'settings-changed' });
  expect(await begun()).toBe(0);
});

it('a refusal names the shop’s contact, for whoever is left without a way on', async () => {
  await change({ threeDSecureData: 'checkbox', contact: { ja: 'お電話ください', en: 'Call us' } });
  expect(await refused((await openPage(server, cart)).pay(good))).toMatchObject({
    contact: 'お電話ください',
  });
});
