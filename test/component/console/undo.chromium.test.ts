/** What the console keeps, asks about and takes back. */
import { expect } from '@open-wc/testing';
import { useWorker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

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
    await page.press('Discard');
    await page.shows('Your changes were discarded.');
    expect(page.asksBeforeLeaving()).to.equal(false);
    await page.press('Undo');
    await page.shows('Undone.');
    expect(page.unsaved()).to.equal(1);
  });

  it('cannot be overwritten by an undo that comes too late', async () => {
    consoleServer();
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    await page.press('Discard');
    await page.shows('Your changes were discarded.');
    page.type(page.field('How to reach the shop'), '03-1234-5678');
    expect(page.button('Undo')).to.equal(undefined);
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
});
