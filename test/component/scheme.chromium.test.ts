import { expect } from '@open-wc/testing';
import { emulateMedia } from './devtools.ts';
import { openReady, useWorker, type Page } from './support.ts';

useWorker();
afterEach(() => emulateMedia());

const dark = { 'prefers-color-scheme': 'dark' };
const background = ({ element }: Page) => {
  const button = element.shadowRoot?.querySelector('[part=submit]');
  return button && getComputedStyle(button).backgroundColor;
};

/** What Stripe's form was told last of how to look. News of other tests' pages may bring amounts in between. */
const told = ({ fake }: Page) => fake.updates.filter((update) => 'appearance' in update);

async function nextTold(page: Page, act: () => Promise<unknown>) {
  const had = told(page).length;
  await act();
  while (told(page).length === had) await new Promise(requestAnimationFrame);
  return told(page).at(-1);
}

describe('the scheme of the page’s reader', () => {
  it('is followed under theme="auto", and Stripe’s form is told each time', async () => {
    const page = await openReady();
    await nextTold(page, async () => (page.element.theme = 'auto'));
    const light = background(page);
    expect(await nextTold(page, () => emulateMedia(dark))).to.have.nested.property(
      'appearance.theme',
      'night',
    );
    expect(background(page)).not.to.equal(light);
    expect(await nextTold(page, () => emulateMedia())).to.have.nested.property('appearance.theme', 'stripe');
    expect(background(page)).to.equal(light);
  });

  it('changes nothing under a theme that was chosen', async () => {
    const page = await openReady();
    const light = background(page);
    await emulateMedia(dark);
    await new Promise(requestAnimationFrame);
    expect(background(page)).to.equal(light);
  });
});
