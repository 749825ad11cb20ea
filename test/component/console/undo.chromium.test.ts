/** What the console keeps, asks about and takes back. */
import { expect } from '@open-wc/testing';
import { useWorker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

it('the other language is the same page in its words', async () => {
  consoleServer();
  page = await openConsole('transfer');
  page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/wordings"]')?.click();
  await page.until(() => page.doc.querySelector('fieldset.wording'));
  const { win } = page;
  const loaded = page.untilLoadedAgain();
  page.doc.querySelector<HTMLAnchorElement>('header a[lang=ja]')?.click();
  await loaded;
  const shown = () => win.document.querySelector('nav [aria-current]')?.textContent.trim();
  await new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => shown() && resolve(watch.disconnect()));
    watch.observe(win.document, { subtree: true, childList: true });
    if (shown()) resolve();
  });
  expect([win.document.documentElement.lang, win.location.hash, shown()]).to.deep.equal([
    'ja',
    '#/wordings',
    '文言',
  ]);
});

describe('what is not saved', () => {
  it('is counted on every page of settings, guarded, discarded, and brought back', async () => {
    consoleServer();
    page = await openConsole('basic');
    expect(page.asksBeforeLeaving()).to.equal(false);
    page.type(page.field('Account name'), 'Main');
    expect(page.asksBeforeLeaving()).to.equal(true);
    page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/wordings"]')?.click();
    await page.until(() => page.doc.querySelector('fieldset.wording'));
    expect(page.unsaved()).to.equal(1);
    page.button('Discard')?.focus();
    await page.press('Discard');
    await page.shows('Your changes were discarded.');
    expect(page.asksBeforeLeaving()).to.equal(false);
    await page.until(() => page.doc.activeElement?.id === 'main');
    await page.press('Undo');
    await page.shows('Undone.');
    expect(page.unsaved()).to.equal(1);
  });

  it('is asked about before signing out, which without a yes changes nothing', async () => {
    const { isSignedIn } = consoleServer();
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    await page.press('Sign out');
    await page.shows('1 unsaved change');
    await page.press('Not now');
    expect([isSignedIn(), page.unsaved(), page.asksBeforeLeaving()]).to.deep.equal([true, 1, true]);
    await page.press('Sign out');
    const again = page.untilLoadedAgain();
    await page.press('Discard and sign out');
    await again;
    expect(isSignedIn()).to.equal(false);
  });

  it('cannot be overwritten by an undo that comes too late', async () => {
    consoleServer();
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    await page.press('Discard');
    await page.shows('Your changes were discarded.');
    page.type(page.field('English', 'How to reach the shop'), '03-1234-5678');
    expect(page.button('Undo') === undefined).to.equal(true);
  });

  it('asks before it switches between test and live, and saves nothing without a yes', async () => {
    const { saves } = consoleServer();
    page = await openConsole('basic');
    page.field('Live', 'Environment').click();
    await page.press('Save');
    await page.shows('Switch to live mode?');
    await page.press('Not now');
    expect(page.unsaved()).to.equal(1);
    await page.press('Save');
    await page.shows('Switch to live mode?');
    await page.press('Switch and save');
    await page.shows('Saved.');
    expect(saves.map(({ settings }) => settings.environment)).to.deep.equal(['live']);
  });
});

describe('what was done', () => {
  it('a save is taken back by saving what was there before', async () => {
    const { saves } = consoleServer();
    page = await openConsole('methods');
    page.byId('f-enabled').click();
    await page.save();
    await page.press('Undo');
    await page.shows('The settings from before are back for editing.');
    await page.save();
    expect(saves.map(({ settings }) => settings.enabled)).to.deep.equal([false, true]);
  });

  it('another method that was switched off is switched on again', async () => {
    const { current } = consoleServer();
    page = await openConsole('methods');
    page.doc.querySelector<HTMLInputElement>('[aria-label="In use: Cash on delivery"]')?.click();
    await page.press('Save: Cash on delivery');
    await page.shows('Changed.');
    expect(current.shop.methods).to.deep.include({ ...current.shop.methods[0], enabled: false });
    await page.press('Undo');
    await page.shows('Undone.');
    expect(current.shop.methods[0]?.enabled).to.equal(true);
    expect(
      page.doc.querySelector<HTMLInputElement>('[aria-label="In use: Cash on delivery"]')?.checked,
    ).to.equal(true);
  });

  it('a member’s role is given back', async () => {
    const { staff } = consoleServer();
    page = await openConsole('staff');
    const role = () => page.doc.querySelector<HTMLSelectElement>('[aria-label="Role: hanako"]');
    const select = await page.until(role);
    page.choose(select as unknown as HTMLInputElement, 'read-only');
    await page.shows('Changed.');
    expect(staff[1]?.role).to.equal('read-only');
    await page.press('Undo');
    await page.shows('Undone.');
    expect([staff[1]?.role, role()?.value]).to.deep.equal(['staff', 'staff']);
  });

  it('an owner who gives up the own role is asked first, and offered no way back', async () => {
    const { staff } = consoleServer();
    page = await openConsole('staff');
    const select = await page.until(() => page.doc.querySelector('[aria-label="Role: owner"]'));
    const give = () => page.choose(select as unknown as HTMLInputElement, 'staff');
    give();
    await page.shows('Change your own role?');
    await page.press('Not now');
    expect([staff[0]?.role, (select as HTMLSelectElement).value]).to.deep.equal(['owner', 'owner']);
    give();
    await page.press('Change it');
    await page.shows('Changed.');
    expect(staff[0]?.role).to.equal('staff');
    expect(page.button('Undo') === undefined).to.equal(true);
  });

  it('an import is taken out of what is being edited, and can be applied once more', async () => {
    const { current, saves } = consoleServer();
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/transfer"]')?.click();
    await page.until(() => page.doc.querySelector('input[type=file]'));
    const change = { capture: 'automatic', regions: ['JP', 'FR'], enabled: false } as const;
    page.chooseFile(page.field('Choose a file'), { ...current.settings, ...change });
    await page.until(() => page.doc.querySelector('table.cards'));
    expect(page.rows()).to.deep.equal([
      ['Offer card payments', 'On', 'Off'],
      ['Regions', 'Every region', 'Japan, France'],
      ['Capture', 'Manual (recommended)', 'Automatic'],
    ]);
    await page.press('Apply to what is being edited');
    await page.shows('Applied. Please check and save.');
    expect(page.unsaved()).to.equal(3);
    await page.press('Undo');
    await page.shows('Undone.');
    await page.save();
    expect(saves[0]?.settings).to.include({ accountName: 'Main', capture: 'manual' });
    await page.press('Apply to what is being edited');
    await page.save();
    expect(saves[1]?.settings).to.include({ capture: 'automatic' });
  });
});
