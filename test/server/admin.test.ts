import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureFirstSettings } from '../../server-stub/admin/first-settings.ts';
import { StartError } from '../../server-stub/config.ts';
import { openPage, type TestServer } from './harness.ts';
import { openMerchantConsole, password, startFurnished, type MerchantConsole } from './merchant-console.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startFurnished();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.deleteFrom('sign_in').execute();
});

const openConsole = ({ deps = server.deps } = {}) => openMerchantConsole(server, { deps });

async function signedIn() {
  const console = openConsole();
  await console.signIn();
  return console;
}

const change = (console: MerchantConsole, fields: object, wordings: object = {}) =>
  console.change(fields, wordings);

const view = async () => {
  const page = await openPage(server, await server.newCart());
  return page.call('POST', '/v1/view', { locale: 'ja' });
};

describe('coming in', () => {
  it('nothing is told or changed without a session', async () => {
    const { send } = openConsole();
    for (const [method, path] of [
      ['GET', '/settings'],
      ['PUT', '/settings'],
      ['GET', '/settings/export'],
      ['POST', '/connection'],
      ['POST', '/preview'],
      ['POST', '/mail'],
      ['GET', '/audit'],
    ] as const) {
      const answer = await send(method, `/admin/api${path}`, method === 'GET' ? undefined : {});
      expect([path, answer.status, answer.json['code']]).toEqual([path, 401, 'signed-out']);
    }
  });

  it('the password opens a session in a cookie that scripts and other sites never see', async () => {
    const { signIn, send } = openConsole();
    const { status, headers } = await signIn();
    expect(status).toBe(200);
    const cookie = headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/admin', 'Secure'])
      expect(cookie).toContain(part);
    expect((await send('GET', '/admin/api/settings')).status).toBe(200);
  });

  it('the eleventh wrong password locks for 15 minutes, and then even the right one waits', async () => {
    const { signIn } = openConsole();
    for (let n = 0; n < 10; n++) expect((await signIn({ password: `guess ${n}` })).status).toBe(401);
    const locked = await signIn();
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    await server.passMinutes(16);
    expect((await signIn()).status).toBe(200);
  });

  it('guesses at the same time are counted one by one', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => openConsole().signIn({ password: `guess ${n}` }));
    const answers = (await Promise.all(guesses)).map(({ status }) => status);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.filter((status) => status === 429)).toHaveLength(20);
  });

  it('another site’s page can neither sign in nor save, nor can a page without the token', async () => {
    const { signIn, send } = openConsole();
    const foreign = { Origin: 'https://elsewhere.test' };
    expect((await send('POST', '/admin/api/session', { name: 'owner', password }, foreign)).status).toBe(403);
    await signIn();
    const body = { settings: {} };
    expect((await send('PUT', '/admin/api/settings', body, foreign)).status).toBe(403);
    expect((await send('PUT', '/admin/api/settings', body, { 'X-CSRF-Token': 'x' })).status).toBe(403);
  });

  it('a forged cookie is none', async () => {
    const { send } = openConsole();
    const forged = 'secure_checkout_admin=eyJhbGciOiJub25lIn0.eyJhY3RvciI6Im93bmVyIn0.';
    expect((await send('GET', '/admin/api/settings', undefined, { Cookie: forged })).status).toBe(401);
  });
});

describe('saving', () => {
  it('holds from the shopper’s next request on, without a restart', async () => {
    const console = await signedIn();
    const saved = await change(console, {}, { name: { ja: 'カード払い', en: 'Card' } });
    expect(saved.status).toBe(200);
    const answer = (await (await view()).json()) as { wordings: { name: { text: string } } };
    expect(answer.wordings.name.text).toBe('カード払い');
  });

  it('a save from an older version is refused with what holds now', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const { version, settings } = await one.settings();
    await change(other, { contact: '03-0000-0000' });
    const stale = await one.save({ ...settings, contact: 'mine' }, version);
    expect(stale.status).toBe(412);
    const { keys } = (await one.send('GET', '/admin/api/settings')).json;
    expect(stale.json).toMatchObject({
      current: { settings: { contact: { ja: '03-0000-0000', en: '03-0000-0000' } }, keys },
    });
  });

  it('a save without the version that was seen is refused', async () => {
    const console = await signedIn();
    const { settings } = await console.settings();
    expect((await console.send('PUT', '/admin/api/settings', { settings })).status).toBe(428);
  });

  it('writes down who changed which fields, and no value', async () => {
    const console = await signedIn();
    await change(console, { contact: 'a-very-private-number' });
    const { text, json } = await console.send('GET', '/admin/api/audit');
    const [latest] = json['entries'] as { event: string; data: object }[];
    expect(latest).toMatchObject({
      event: 'settings-saved',
      data: { actor: 'owner', fields: ['contact.ja', 'contact.en'] },
    });
    expect(text).not.toContain('a-very-private-number');
  });

  it('a save that changes nothing makes no version', async () => {
    const console = await signedIn();
    const { version } = await console.settings();
    expect((await change(console, {})).json).toMatchObject({ version });
  });

  const ja = (text: string) => ({ ja: text, en: 'Something' });
  it.each([
    ['an empty name', {}, { name: ja(' ') }, ['wordings.name.ja', 'required']],
    [
      'a consent that is asked for and empty',
      { cardSaving: 'optional' },
      { consent: ja('') },
      ['wordings.consent.ja', 'required'],
    ],
    [
      'an empty notice where cards are always saved',
      { cardSaving: 'required' },
      { saveNotice: ja('') },
      ['wordings.saveNotice.ja', 'required'],
    ],
    [
      'an empty 3-D Secure text that is shown',
      { threeDSecureData: 'notice' },
      { threeDSecureData: ja('') },
      ['wordings.threeDSecureData.ja', 'required'],
    ],
    [
      'a button without the amount',
      {},
      { payButton: { ja: '注文', en: 'Pay {amount}' } },
      ['wordings.payButton.ja', 'amount-missing'],
    ],
    [
      'a text that is too long',
      {},
      { description: ja('あ'.repeat(2001)) },
      ['wordings.description.ja', 'too-long'],
    ],
    ['an account id of another shape', { accountId: 'cus_1' }, {}, ['accountId', 'account-id']],
    ['no region at all', { regions: [] }, {}, ['regions', 'no-region']],
    ['a region the shop does not have', { regions: ['DE'] }, {}, ['regions', 'unknown-region']],
    [
      'a status the shop does not have',
      { initialOrderStatus: 'lost' },
      {},
      ['initialOrderStatus', 'unknown-status'],
    ],
    ['a mark of no brand', { brandMarks: ['visa', 'monopoly'] }, {}, ['brandMarks', 'unknown-brand']],
    ['the same mark twice', { brandMarks: ['jcb', 'jcb'] }, {}, ['brandMarks', 'unknown-brand']],
    ['a broken sort order', { sortOrder: 1.5 }, {}, ['sortOrder', 'whole-number']],
  ])('refuses %s at its field, and keeps what holds', async (_name, fields, wordings, [path, code]) => {
    const console = await signedIn();
    const before = await console.settings();
    const answer = await change(console, fields, wordings);
    expect(answer.status).toBe(422);
    expect(answer.json['issues']).toContainEqual({ path, code });
    expect(await console.settings()).toEqual(before);
  });

  it.each([
    ['optional', 'consent'],
    ['required', 'saveNotice'],
  ] as const)(
    'cards saved (%s) for payments without the shopper need a %s of the merchant’s own words, in each language',
    async (cardSaving, name) => {
      const console = await signedIn();
      const { [name]: standard } = (await console.send('GET', '/admin/api/settings')).json[
        'defaults'
      ] as Record<string, Record<'ja' | 'en', string>>;
      const own = { ja: '定期購入の代金をこのカードに請求します。', en: 'We charge your subscription.' };
      const wanted = { cardSaving, savingUsage: 'off_session' };
      for (const [text, refusedAt] of [
        [standard, ['ja', 'en']],
        [{ ...own, en: ` ${standard?.en}\n` }, ['en']],
        [{ ...own, ja: standard?.ja }, ['ja']],
      ] as const) {
        const refusal = await change(console, wanted, { [name]: text });
        expect(refusal.json['issues']).toEqual(
          refusedAt.map((locale) => ({
            path: `wordings.${name}.${locale}`,
            code: 'consent-must-name-off-session',
          })),
        );
      }
      expect((await change(console, wanted, { [name]: own })).status).toBe(200);
      await change(console, { cardSaving: 'off', savingUsage: 'on_session' }, { [name]: standard });
    },
  );

  describe('a settings file of a first start', () => {
    const row = () => server.db.selectFrom('settings').selectAll().executeTakeFirstOrThrow();
    let saved: Awaited<ReturnType<typeof row>>;
    beforeAll(async () => {
      saved = await row();
    });
    beforeEach(() => server.db.deleteFrom('settings').execute());
    afterAll(async () => {
      await server.db.deleteFrom('settings').execute();
      await server.db
        .insertInto('settings')
        .values({ ...saved, data: JSON.stringify(saved.data) })
        .execute();
    });
    const stored = () => server.db.selectFrom('settings').select(['version', 'data']).execute();

    it.each([
      [{ capture: 'never', sortOrder: 'last' }, /^SETTINGS_FILE: sortOrder: A whole .* capture: This value/],
      [{ capture: 'automatic', captures: 1 }, /^SETTINGS_FILE: captures: There is no setting of this name/],
      [{ wordings: { naem: {} } }, /^SETTINGS_FILE: wordings\.naem: There is no setting/],
      [{ regions: ['JP'], cardSaving: 'required', savingUsage: 'off_session' }, /wordings\.saveNotice\.ja: /],
      [['capture'], /^SETTINGS_FILE: This value is not possible/],
    ])('%j is refused with every cause, and nothing of it is kept', async (file, cause) => {
      await expect(ensureFirstSettings(server.db, file)).rejects.toThrow(StartError);
      await expect(ensureFirstSettings(server.db, file)).rejects.toThrow(cause);
      expect(await stored()).toEqual([]);
    });

    it('that is good is what the shop begins with, and one of a later start is not looked at', async () => {
      await ensureFirstSettings(server.db, { regions: ['JP'], capture: 'automatic' });
      const first = await stored();
      expect(first).toMatchObject([{ version: 1, data: { regions: ['JP'], capture: 'automatic' } }]);
      await ensureFirstSettings(server.db, { capture: 'never' });
      expect(await stored()).toEqual(first);
    });
  });

  it('an import says what it would change and changes nothing', async () => {
    const console = await signedIn();
    const exported = JSON.parse((await console.send('GET', '/admin/api/settings/export')).text) as object;
    const before = await console.settings();
    const compared = await console.send('POST', '/admin/api/settings/compare', {
      settings: { ...exported, capture: 'automatic', brandMarks: ['visa', 'jcb'] },
    });
    expect(compared.json).toMatchObject({ fields: ['capture', 'brandMarks'] });
    expect(await console.settings()).toEqual(before);
    const wrong = await console.send('POST', '/admin/api/settings/compare', {
      settings: { capture: 'never' },
    });
    expect(wrong.status).toBe(422);
  });
});
