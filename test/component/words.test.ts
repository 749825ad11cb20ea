/** Wordings, names, messages: whatever stands in them is shown as text, and nothing of it is run. */
import { expect, fixture, html } from '@open-wc/testing';
import { pageWords } from '../../src/locales/page-words.ts';
import type { AttemptView, CheckoutView } from '../../src/shared/contract.ts';
import {
  answer,
  answerView,
  closed,
  declined,
  json,
  open,
  openReady,
  problem,
  useWorker,
  view,
} from './support.ts';

useWorker();

const corpus = [
  '<script>globalThis.hit=1</script>',
  '<img src=x onerror="globalThis.hit=1">',
  '<svg onload=globalThis.hit=1><animate onbegin=globalThis.hit=1 attributeName=x></svg>',
  '"><iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  `' onmouseover='globalThis.hit=1`,
  '<a href="javascript:globalThis.hit=1">x</a>',
  'javascript:globalThis.hit=1',
  'data:text/html,<script>parent.hit=1</script>',
  '<style>*{display:none}</style>',
  '<slot name="card"></slot>',
  '<!--<img src=--><img src=x onerror=globalThis.hit=1//>',
  '${globalThis.hit=1}',
  '?lit$123$',
  '&lt;b&gt;',
  '\u202Eevil\u202C',
  'https://shop.example/"onmouseover="globalThis.hit=1',
  'https://shop.example/<img/src=x/onerror=globalThis.hit=1>',
  'http://shop.example/ //shop.example/',
];
const evil = corpus.join('\n');

const safeTags = new Set(
  'DIV H2 SPAN SLOT P I LABEL INPUT BUTTON BR A UL LI DETAILS SUMMARY STYLE'.split(' '),
);

/** Every line of the corpus reads as it was written, and drew nothing of its own. */
function expectText(root: ParentNode | null | undefined, where: string): void {
  const text = root?.textContent ?? '';
  for (const line of corpus) expect(text, `${where}: ${line}`).to.include(line);
  for (const element of root?.querySelectorAll('*') ?? []) {
    expect(safeTags.has(element.tagName), `${where}: ${element.tagName}`).to.equal(true);
    for (const { name } of element.attributes) expect(name, where).not.to.match(/^on/);
    if (element instanceof HTMLAnchorElement)
      expect(['https://shop.example', location.origin]).to.include(new URL(element.href).origin);
  }
  expect('hit' in globalThis, where).to.equal(false);
}

const everyWording = (text: string) =>
  Object.fromEntries(
    Object.entries(view().wordings).map(([name, { version }]) => [name, { text, version }]),
  ) as unknown as CheckoutView['wordings'];

describe('an attack written into', () => {
  for (const name of [
    'name',
    'description',
    'consent',
    'saveNotice',
    'threeDSecureData',
    'payButton',
  ] as const)
    it(`the wording ${name} is text`, async () => {
      const wordings = { ...view().wordings, [name]: { text: evil, version: 'v' } };
      const page = await openReady(
        view({
          wordings,
          shopper: 'member',
          cardSaving: name === 'saveNotice' ? 'required' : 'optional',
          threeDSecureData: 'checkbox',
        }),
      );
      expectText(page.element.shadowRoot, name);
    });

  it('the words and the contact that the server sends is text', async () => {
    const words = Object.fromEntries(Object.keys(pageWords.ja).map((key) => [key, evil]));
    answerView(view({ words: words as never, contact: evil, wordings: everyWording(evil) }));
    const page = await open();
    await new Promise((resolve) => page.element.addEventListener('checkout-ready', resolve, { once: true }));
    answer('post', 'attempts', json({ ...closed, reason: 'cart-changed' } as AttemptView));
    await page.element.submit();
    await page.element.updateComplete;
    expectText(page.part('conflict'), 'panel');
  });

  it('the name of an item, a decline and a problem is text', async () => {
    const page = await openReady();
    answer(
      'post',
      'attempts',
      json({ ...declined, decline: { code: 'card_declined', message: evil } } as AttemptView),
      () => problem('rate-limited', 429, { message: evil }),
      json({
        ...closed,
        reason: 'sold-out',
        items: [{ sku: 'a', name: evil, state: 'gone' }],
        destination: '#gone',
      } as AttemptView),
    );
    for (const part of ['error-summary', 'error-summary', 'conflict']) {
      await page.element.submit();
      await page.element.updateComplete;
      expectText(page.part(part), part);
    }
  });

  it('a refusal instead of a form is text', async () => {
    answer('post', 'view', () => problem('region-not-served', 403, { message: evil, contact: evil }));
    const page = await open();
    await new Promise((resolve) =>
      page.element.addEventListener('checkout-unavailable', resolve, { once: true }),
    );
    await page.element.updateComplete;
    expectText(page.part('conflict'), 'refusal');
  });

  it('attributes, the JSON and `messages` of a preview is text', async () => {
    const element = await fixture<HTMLElement>(
      html`<secure-checkout
        payment-name=${evil}
        description=${evil}
        save-notice=${evil}
        card-saving="required"
        submit-label=${evil}
      ></secure-checkout>`,
    );
    for (const part of ['name', 'description', 'notice', 'submit'])
      expectText(element.shadowRoot?.querySelector(`[part=${part}]`), part);
    const script = document.createElement('script');
    script.type = 'application/json';
    script.slot = 'config';
    script.textContent = JSON.stringify({ paymentName: evil });
    const other = document.createElement('secure-checkout');
    other.append(script);
    other.messages = { payButton: evil };
    document.body.append(other);
    await other.updateComplete;
    expectText(other.shadowRoot?.querySelector('[part=name]'), 'JSON');
    expectText(other.shadowRoot?.querySelector('[part=submit]'), 'messages');
    other.remove();
  });
});

describe('a wording', () => {
  const links = async (text: string) => {
    const element = await fixture<HTMLElement>(html`<secure-checkout description=${text}></secure-checkout>`);
    const part = element.shadowRoot?.querySelector('[part=description]');
    return [...(part?.querySelectorAll('a') ?? [])].map((link) => [link.href, link.target, link.rel]);
  };

  it('keeps its line breaks', async () => {
    const element = await fixture<HTMLElement>(
      html`<secure-checkout description=${'a\nb'}></secure-checkout>`,
    );
    const part = element.shadowRoot?.querySelector('[part=description]');
    expect(part && getComputedStyle(part).whiteSpace).to.equal('pre-line');
    expect(part?.textContent).to.equal('a\nb');
  });

  it('makes a link of each https address, without the punctuation around it, and of nothing else', async () => {
    const away = ['_blank', 'noopener noreferrer'];
    expect(
      await links('詳しくは（https://shop.example/privacy）へ。https://shop.example/a?b=c、'),
    ).to.deep.equal([
      ['https://shop.example/privacy', ...away],
      ['https://shop.example/a?b=c', ...away],
    ]);
    expect(
      await links('http://shop.example ftp://x javascript:alert(1) //shop.example mailto:a@b.c'),
    ).to.deep.equal([]);
  });
});
