/** Small screens, large zoom, few colours, little motion: nothing gets lost, in any state. */
import { expect } from '@open-wc/testing';
import { pageWords } from '../../src/locales/page-words.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { createFakeStripe } from '../../src/testing/index.ts';
import { defaultWordings } from '../../server-stub/settings/wordings.ts';
import { devtools, emulateMedia } from './devtools.ts';
import {
  actionRequired,
  answer,
  answerView,
  closed,
  declined,
  json,
  open,
  pending,
  processing,
  reach,
  refused,
  useWorker,
  succeeded,
  view,
  type Page,
} from './support.ts';

useWorker();
afterEach(() => emulateMedia());

/** The longest first view that there is, in the merchant's default words. */
function fullView(lang: Locale, change: object = {}) {
  const wording = (text: Record<Locale, string>) => ({ text: text[lang], version: 'v' });
  const { name, description, consent, saveNotice, threeDSecureData } = defaultWordings;
  return view({
    shopper: 'member',
    cardSaving: 'optional',
    threeDSecureData: 'checkbox',
    billing: { country: 'JP' },
    words: pageWords[lang],
    wordings: {
      ...view().wordings,
      name: wording(name),
      description: wording(description),
      consent: wording(consent),
      saveNotice: wording(saveNotice),
      threeDSecureData: wording(threeDSecureData),
    },
    ...change,
  });
}

async function show(lang: Locale, change: object = {}): Promise<Page> {
  answerView(fullView(lang, change));
  const page = await open(createFakeStripe(), lang);
  page.element.cardholderField = true;
  return page;
}

/** Presses the button of a form that is filled in. */
async function press(page: Page, ...answers: (() => Response | Promise<Response>)[]): Promise<void> {
  await reach(page, 'ready');
  const root = page.element.shadowRoot as ShadowRoot;
  for (const [id, value] of [
    ['cardholder', 'HANAKO YAMADA'],
    ['email', 'hana@example.com'],
  ]) {
    const field = root.querySelector<HTMLInputElement>(`#${id}`);
    if (!field) throw new Error(`no field ${id}`);
    field.value = value ?? '';
    field.dispatchEvent(new Event('input'));
  }
  root.querySelector<HTMLInputElement>('#data-consent')?.click();
  answer('post', 'attempts', ...answers);
  page.button('注文を確定する').click();
}

/** In CSS pixels: 320 wide is also 1280 at 400 %. */
async function resize(width: number, height = 800): Promise<void> {
  if (innerWidth === width) return;
  const done = new Promise((resolve) => addEventListener('resize', resolve, { once: true }));
  await devtools('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await done;
}

const never = () => new Promise<Response>(() => {});
const soldOut = {
  ...closed,
  reason: 'sold-out',
  holdReleased: true,
  items: [{ sku: 'a', name: 'ながいなまえのゆのみ'.repeat(4), state: 'gone' }],
  destination: new URL('#cart', location.href).href,
} as AttemptView;

type Arrange = (lang: Locale) => Promise<Page>;
const pressed =
  (status: Page['element']['status'], ...answers: (() => Response | Promise<Response>)[]): Arrange =>
  async (lang) => {
    const page = await show(lang);
    await press(page, ...answers);
    await reach(page, status);
    return page;
  };
const reopened =
  (status: Page['element']['status'], attempt: AttemptView): Arrange =>
  async (lang) => {
    answer('get', 'attempts/at_1', never);
    const page = await show(lang, { attempt });
    await reach(page, status);
    return page;
  };

const states: Record<string, Arrange> = {
  loading: async (lang) => {
    answer('post', 'view', never);
    return open(createFakeStripe(), lang);
  },
  ready: async (lang) => {
    const page = await show(lang);
    await reach(page, 'ready');
    return page;
  },
  invalid: async (lang) => {
    const page = await show(lang);
    await reach(page, 'ready');
    page.fake.rejectCardOnce('カード番号が不完全です。');
    await page.element.submit();
    return page;
  },
  processing: pressed('processing', never),
  declined: pressed('failed', json(declined)),
  waiting: reopened('action-required', actionRequired),
  pending: reopened('pending', pending),
  'another screen': reopened('conflict', { ...processing, own: false }),
  'sold out': pressed('conflict', json(soldOut)),
  paid: pressed('succeeded', json(succeeded)),
  'not offered': async (lang) => {
    answer('post', 'view', () => refused('region-not-served', lang, { contact: 'shop@example.com' }));
    const page = await open(createFakeStripe(), lang);
    await new Promise((resolve) => page.element.addEventListener('checkout-unavailable', resolve));
    return page;
  },
};

const shown = (page: Page, selector: string) =>
  [...(page.element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])].filter(
    (element) => element.getClientRects().length > 0 && !element.closest('.live, .offstage'),
  );

describe('320 CSS pixels wide, which is also 1280 at 400 %', () => {
  before(() => resize(320));

  for (const lang of ['ja', 'en'] as const)
    for (const [name, arrange] of Object.entries(states))
      it(`${name}, ${lang}: nothing is cut off or scrolls sideways, targets can be hit, axe finds nothing`, async () => {
        const page = await arrange(lang);
        await page.element.updateComplete;
        expect(document.documentElement.scrollWidth).to.be.at.most(320);
        for (const element of shown(page, '*')) {
          const { left, right } = element.getBoundingClientRect();
          expect(left, element.outerHTML).to.be.at.least(0);
          expect(right, element.outerHTML).to.be.at.most(320);
        }
        for (const target of shown(page, 'button, a.button, input.text, .consent'))
          expect(target.getBoundingClientRect().height, target.outerHTML).to.be.at.least(44);
        for (const input of shown(page, 'input.text'))
          expect(parseFloat(getComputedStyle(input).fontSize)).to.be.at.least(16);
        await expect(page.element).to.be.accessible();
      });
});

describe('forced colours', () => {
  it('leave every border, field and mark to be seen, and axe finds nothing', async () => {
    const page = await states['invalid']?.('ja');
    if (!page) throw new Error('no such state');
    await emulateMedia({ 'forced-colors': 'active' });
    const visible = shown(page, 'button, input.text, .panel');
    expect(visible.length).to.be.greaterThan(3);
    for (const element of visible) {
      const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
      expect(parseFloat(borderTopWidth), element.outerHTML).to.be.greaterThan(0);
      expect(borderTopColor, element.outerHTML).not.to.equal(backgroundColor);
    }
    await expect(page.element).to.be.accessible();
  });

  it('show the focus', async () => {
    const page = await states['ready']?.('ja');
    await emulateMedia({ 'forced-colors': 'active' });
    const field = page?.element.shadowRoot?.querySelector<HTMLElement>('#email');
    field?.focus();
    if (!field) throw new Error('no field');
    expect(getComputedStyle(field).outlineStyle).to.equal('solid');
    expect(parseFloat(getComputedStyle(field).outlineWidth)).to.be.greaterThan(0);
  });
});

it('reduced motion: the spinner does not turn', async () => {
  const page = await states['processing']?.('ja');
  const spinner = page?.part('spinner');
  if (!spinner) throw new Error('no spinner');
  expect(getComputedStyle(spinner).animationName).to.equal('turn');
  await emulateMedia({ 'prefers-reduced-motion': 'reduce' });
  expect(getComputedStyle(spinner).animationName).to.equal('none');
});

it('set from right to left, every part stands mirrored', async () => {
  const page = await states['ready']?.('ja');
  if (!page) throw new Error('no such state');
  const box = page.part('consent-checkbox')?.getBoundingClientRect();
  page.element.dir = 'rtl';
  await page.element.updateComplete;
  const mirrored = page.part('consent-checkbox')?.getBoundingClientRect();
  const frame = page.element.getBoundingClientRect();
  expect(Math.round((box?.left ?? 0) - frame.left)).to.equal(
    Math.round(frame.right - (mirrored?.right ?? 0)),
  );
});
