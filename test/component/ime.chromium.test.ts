/** An input method in the element's own fields: what is being composed is nobody's answer yet, and Enter belongs to it. */
import { expect, oneEvent } from '@open-wc/testing';
import { devtools } from './devtools.ts';
import { answer, json, openReady, useWorker, succeeded } from './support.ts';

useWorker();

const compose = (text: string) =>
  devtools('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

/** As an input method sends it: the key is its own. */
const enterInComposition = async () => {
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await devtools('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await devtools('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
};

it('a redraw during composition leaves it alone, Enter in it sends nothing, and what is committed is the answer', async () => {
  const page = await openReady();
  const bodies = answer('post', 'attempts', json(succeeded));
  page.element.cardholderField = true;
  await page.element.updateComplete;
  const field = page.element.shadowRoot?.querySelector<HTMLInputElement>('#cardholder') as HTMLInputElement;
  const ends: string[] = [];
  field.addEventListener('compositionend', ({ data }) => ends.push(data));
  field.focus();
  const started = oneEvent(field, 'compositionstart');
  await compose('ＨＡＮＡ');
  await started;
  page.element.requestUpdate();
  await page.element.updateComplete;
  await compose('ＨＡＮＡＫＯ');
  await enterInComposition();
  expect(ends).to.deep.equal([]);
  expect(field.value).to.equal('ＨＡＮＡＫＯ');
  await devtools('Input.insertText', { text: 'ＨＡＮＡＫＯ' });
  await page.element.updateComplete;
  expect(ends).to.have.length(1);
  expect(field.value).to.equal('ＨＡＮＡＫＯ');
  expect(page.element.status).to.equal('ready');
  expect(bodies).to.have.length(0);
});
