/** Each kind of field in the console: what is typed, what is sent, what a refusal leaves. */
import { expect } from '@open-wc/testing';
import { HttpResponse } from 'msw';
import { words, type Language } from '../../../server-stub/admin/web/words/common.ts';
import { issueCodes } from '../../../server-stub/settings/issues.ts';
import { defaultWordings } from '../../../server-stub/settings/wordings.ts';
import { useWorker } from '../worker.ts';
import { consoleServer, openConsole, refusal, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

describe('a secret', () => {
  const stored = () => ({
    keys: { test: { publishableKey: 'pk_test_1', secretKeyLast4: 'kout' }, live: {} },
  });

  it('is shown by its last four characters, replaced as a whole, and gone from the page once it is saved', async () => {
    const { saves } = consoleServer(stored());
    page = await openConsole('basic');
    const secret = () => page.byId('f-keys-test-secretKey');
    expect(page.text()).to.include('••••••••kout');
    expect(secret().tagName).to.equal('BUTTON');
    secret().click();
    await page.until(() => page.doc.activeElement === secret() && secret().tagName === 'INPUT');
    expect(secret().value).to.equal('');
    expect(page.unsaved()).to.equal(undefined);
    page.type(secret(), 'sk_test_replacement');
    expect(page.unsaved()).to.equal(1);
    await page.save();
    expect(saves.map(({ keys }) => keys)).to.deep.equal([
      { test: { secretKey: 'sk_test_replacement' }, live: {} },
    ]);
    expect(page.text()).to.include('••••••••ment');
    expect(page.doc.documentElement.outerHTML).not.to.include('sk_test_replacement');
  });

  it('that is kept after all is not sent', async () => {
    const { saves } = consoleServer(stored());
    page = await openConsole('basic');
    page.byId('f-keys-test-secretKey').click();
    page.type(page.byId('f-keys-test-secretKey'), 'sk_test_half');
    await page.press('Keep it');
    expect(page.doc.activeElement).to.equal(page.byId('f-keys-test-secretKey'));
    expect(page.text()).to.include('••••••••kout');
    expect(page.unsaved()).to.equal(undefined);
    page.type(page.field('Account name'), 'Main');
    await page.save();
    expect(saves[0]?.keys).to.deep.equal({ test: {}, live: {} });
  });
});

describe('a wording', () => {
  it('is typed in each language by itself, goes back to its default, and comes back from there', async () => {
    const { saves } = consoleServer();
    page = await openConsole('wordings');
    const ja = page.field('Japanese', 'Payment name');
    const en = page.field('English', 'Payment name');
    expect([ja.lang, en.lang]).to.deep.equal(['ja', 'en']);
    page.type(en, 'By card');
    expect(page.unsaved()).to.equal(1);
    await page.press('Back to the default');
    expect(en.value).to.equal(defaultWordings.name.en);
    expect(page.unsaved()).to.equal(undefined);
    await page.press('Back to my text');
    expect(en.value).to.equal('By card');
    expect(ja.value).to.equal(defaultWordings.name.ja);
    await page.save();
    expect(saves[0]?.settings.wordings.name).to.deep.equal({ ja: defaultWordings.name.ja, en: 'By card' });
  });

  it('that follows another setting is sent as none when both languages are emptied', async () => {
    const { saves } = consoleServer();
    page = await openConsole('wordings');
    const ja = page.field('Japanese', 'Order mail text');
    expect(ja.placeholder).to.equal(defaultWordings.orderMail.manual.ja);
    page.type(ja, '月末払い');
    await page.save();
    page.type(ja, '');
    await page.save();
    expect(saves.map(({ settings }) => settings.wordings.orderMail)).to.deep.equal([
      { ja: '月末払い', en: '' },
      undefined,
    ]);
  });
});

it('a number can begin with a minus; what is none stays as it was typed, with the reason', async () => {
  const { saves, answers } = consoleServer();
  answers.push(refusal({ path: 'sortOrder', code: 'whole-number' }));
  page = await openConsole('basic');
  const sort = page.field('Sort order');
  page.type(sort, '-');
  expect(sort.value).to.equal('-');
  await page.press('Save');
  await page.shows('A whole number, please.');
  expect(sort.value).to.equal('-');
  page.type(sort, '-1');
  await page.save();
  page.type(sort, '１２');
  page.choose(sort, sort.value);
  await page.save();
  expect(saves.map(({ settings }) => settings.sortOrder)).to.deep.equal(['-', -1, 12]);
});

it('choices: status, switch, one of several, and regions from all to a list and back', async () => {
  const { saves, answers } = consoleServer();
  page = await openConsole('basic');
  page.choose(page.field('Initial order status'), 'new');
  page.field('Offer card payments').click();
  page.field('Always a challenge').click();
  page.field('Only these').click();
  page.field('France').click();
  expect(page.unsaved()).to.equal(4);
  await page.save();
  expect(saves[0]?.settings).to.include({
    initialOrderStatus: 'new',
    enabled: false,
    threeDSecure: 'challenge',
  });
  expect(saves[0]?.settings.regions).to.deep.equal(['JP', 'US']);

  for (const country of ['Japan', 'United States']) page.field(country).click();
  answers.push(refusal({ path: 'regions', code: 'no-region' }));
  await page.press('Save');
  const link = await page.until(() => page.doc.querySelector<HTMLAnchorElement>('#alarm a'));
  link.click();
  await page.until(() => page.doc.activeElement?.id === 'f-regions' && page.doc.activeElement);
  expect(page.byId('f-regions').textContent).to.include('Choose at least one.');
  page.field('Every region').click();
  await page.save();
  expect(saves.map(({ settings }) => settings.regions)).to.deep.equal([['JP', 'US'], [], 'all']);
});

it('a status shows what will be saved, also after it was discarded and brought back', async () => {
  consoleServer();
  page = await openConsole('basic');
  const status = () => page.field('Initial order status').value;
  page.choose(page.field('Initial order status'), 'new');
  await page.press('Discard');
  await page.shows('Your changes were discarded.');
  expect(status()).to.equal('processing');
  await page.press('Undo');
  await page.shows('Undone.');
  expect(status()).to.equal('new');
});

it('how saved cards are used is asked only where cards are saved, and each danger is said beside its choice', async () => {
  consoleServer();
  page = await openConsole('basic');
  expect(page.text()).not.to.include('How saved cards are used');
  for (const [choice, caution] of [
    ['Automatic Captured right after', 'Cancelling after that is a refund'],
    ['Only if authenticated', 'Some debit, prepaid and saved cards may be refused.'],
    ['Always Members and guests', 'Guests’ cards are kept too, without a checkbox.'],
  ] as const) {
    const field = page.field(choice);
    expect(field.labels?.[0]?.textContent).to.include(caution);
    field.click();
  }
  expect(page.text()).to.include('How saved cards are used');
});

describe('a refusal', () => {
  it('is announced, leads to each field on whichever page, says why there, and loses nothing', async () => {
    const { answers, saves } = consoleServer();
    answers.push(
      refusal({ path: 'contact.en', code: 'too-long' }, { path: 'wordings.name.ja', code: 'required' }),
    );
    page = await openConsole('wordings');
    page.type(page.field('Japanese', 'Payment name'), '');
    page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/basic"]')?.click();
    const contact = await page.until(() => page.doc.querySelector<HTMLInputElement>('#f-contact-en'));
    page.type(contact, 'x'.repeat(201));
    await page.press('Save');
    await page.shows('Please check 2 fields. Nothing is saved yet.');
    expect(page.doc.activeElement?.id).to.equal('alarm');
    expect(contact.getAttribute('aria-invalid')).to.equal('true');
    const reason = page.byId('f-contact-en-wrong');
    expect(contact.getAttribute('aria-describedby')?.split(' ')).to.include(reason.id);
    expect(reason.textContent).to.equal('At most 200 characters.');

    page.doc.querySelector<HTMLAnchorElement>('#alarm a[href="#/wordings"]')?.click();
    await page.until(() => page.doc.activeElement?.id === 'f-wordings-name-ja');
    page.type(page.byId('f-wordings-name-ja'), 'カード');
    expect(page.doc.getElementById('f-wordings-name-ja-wrong')).to.equal(null);
    expect(page.byId('alarm').textContent).to.include('Please check 1 field.');
    expect(page.unsaved()).to.equal(2);
    await page.save();
    expect(saves[1]?.settings.contact.en).to.have.length(201);
  });

  it('of a new member’s name stands at the name, and what was typed stays', async () => {
    consoleServer();
    page = await openConsole('staff');
    await page.until(() => page.doc.getElementById('staff-name'));
    page.byId('staff-name').value = 'hanako';
    await page.press('Add');
    await page.until(() => page.byId('staff-name').getAttribute('aria-invalid'));
    expect(page.byId('staff-name-wrong').textContent.trim()).to.equal('This name is taken.');
    expect(page.byId('staff-name').value).to.equal('hanako');
  });

  for (const lang of ['ja', 'en'] as const satisfies Language[])
    it(`has words for every reason that the server can have, in ${lang}`, async () => {
      const { answers } = consoleServer();
      page = await openConsole('basic', lang);
      for (const code of issueCodes) {
        answers.push(refusal({ path: 'accountName', code }));
        page.type(page.field(lang === 'ja' ? 'アカウント名' : 'Account name'), `for ${code}`);
        await page.press(words[lang].save);
        const { textContent } = await page.until(() => page.doc.getElementById('f-accountName-wrong'));
        const reason = words[lang].issues[code];
        expect(textContent, code).to.equal(typeof reason === 'string' ? reason : reason(100));
      }
    });

  it('by a server that cannot be reached keeps everything, and the next try works', async () => {
    const { answers, saves } = consoleServer();
    answers.push(() => HttpResponse.error());
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    await page.press('Save');
    await page.shows('What you typed is still here.');
    expect(page.field('Account name').value).to.equal('Main');
    await page.save();
    expect(saves).to.have.length(2);
  });
});

describe('somebody else who saved meanwhile', () => {
  it('is told of; one’s own changes are kept until one wants them put on top', async () => {
    const { answers, saves, current } = consoleServer();
    const theirs = { ...current.settings, contact: { ja: '', en: '03-1111-2222' }, accountName: 'Theirs' };
    const stale = () =>
      HttpResponse.json(
        { code: 'settings-stale', current: { version: 4, settings: theirs, keys: current.keys } },
        { status: 412 },
      );
    answers.push(stale, stale);
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Mine');
    await page.press('Save');
    const dialog = page.doc.querySelector('dialog') as HTMLDialogElement;
    await page.until(() => dialog.open);
    await page.press('Not now');
    expect(dialog.open).to.equal(false);
    expect([
      page.field('Account name').value,
      page.field('English', 'How to reach the shop').value,
    ]).to.deep.equal(['Mine', '']);
    await page.press('Save');
    await page.until(() => dialog.open);
    await page.press('Load and merge');
    await page.shows('Both of you changed these, and yours are on top: Account name.');
    expect([
      page.field('Account name').value,
      page.field('English', 'How to reach the shop').value,
    ]).to.deep.equal(['Mine', '03-1111-2222']);
    await page.save();
    expect(saves.map(({ from }) => from)).to.deep.equal(['"3"', '"3"', '"4"']);
  });
});
