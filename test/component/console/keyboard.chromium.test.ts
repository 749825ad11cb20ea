/** The settings without a mouse. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { useWorker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

const reachable = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary';

/** A group of radio buttons is one stop: the one that is chosen. */
const isStop = (element: HTMLElement) =>
  element.getClientRects().length > 0 &&
  (!(element instanceof page.win.HTMLInputElement) || element.type !== 'radio' || element.checked);

const stops = () => [...page.doc.querySelectorAll<HTMLElement>(reachable)].filter(isStop);

async function tabTo(isThere: (element: Element) => boolean): Promise<Element[]> {
  const passed: Element[] = [];
  while (passed.length < 200) {
    await sendKeys({ press: 'Tab' });
    const at = page.doc.activeElement;
    if (!at) break;
    passed.push(at);
    if (isThere(at)) return passed;
  }
  throw new Error(`not reached by ${passed.length} tabs`);
}

it('Tab reaches every control of the settings in the order of the page; arrows choose, and Enter saves', async () => {
  const { saves } = consoleServer();
  page = await openConsole('basic');
  const [first, ...others] = stops();
  first?.focus();
  const last = others.at(-1);
  expect(await tabTo((at) => at === last)).to.deep.equal(others);

  first?.focus();
  const name = page.field('Account name');
  await tabTo((at) => at === name);
  await sendKeys({ type: 'Main' });
  const manual = page.field('Manual (recommended)', 'Capture');
  await tabTo((at) => at === manual);
  await sendKeys({ press: 'ArrowDown' });
  const save = page.button('Save');
  await tabTo((at) => at === save);
  await sendKeys({ press: 'Enter' });
  await page.shows('Saved.');
  expect(saves[0]?.settings).to.include({ accountName: 'Main', capture: 'automatic' });
});
