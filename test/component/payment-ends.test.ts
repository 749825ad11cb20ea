/** What a press of the button may come to, in both languages: words, the next step, the event, and where the focus goes. */
import { expect } from '@open-wc/testing';
import { pageWords } from '../../src/locales/page-words.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { createFakeStripe } from '../../src/testing/index.ts';
import {
  answer,
  answerView,
  closed,
  declined,
  json,
  open,
  openReady,
  pending,
  reach,
  refused,
  useWorker,
  succeeded,
  view,
  type Page,
} from './support.ts';

useWorker();

async function ready(lang: Locale): Promise<Page> {
  answerView(view({ words: pageWords[lang], contact: 'shop@example.com' }));
  const page = await open(createFakeStripe(), lang);
  await reach(page, 'ready');
  return page;
}

const soldOut: AttemptView = {
  ...(closed as AttemptView & { status: 'closed' }),
  reason: 'sold-out',
  holdReleased: true,
  items: [{ sku: 'a', name: '湯のみ', state: 'gone' }],
  destination: new URL('#cart', location.href).href,
};

for (const lang of ['ja', 'en'] as const)
  describe(`a press of the button, in ${lang}`, () => {
    it('sold out while paying: says what became of the hold, with the reference and the contact', async () => {
      const page = await ready(lang);
      answer('post', 'attempts', json(soldOut));
      await page.element.submit();
      await page.element.updateComplete;
      const text = page.part('conflict')?.textContent;
      const words = { ja: 'ご利用枠の確保は取り消しました', en: 'The hold on your card was cancelled' };
      expect(text).to.include(words[lang]).and.include('湯のみ');
      expect(text).to.include('ABCD-2345').and.include('shop@example.com');
      await expect(page.element).to.be.accessible();
    });

    it('a conflict that the page prevents is the page’s to show', async () => {
      const page = await ready(lang);
      page.element.addEventListener('checkout-conflict', (event) => event.preventDefault(), { once: true });
      answer('post', 'attempts', json({ ...soldOut, destination: '#not-here' }));
      await page.element.submit();
      await page.element.updateComplete;
      expect(page.part('conflict')).to.equal(null);
      expect(page.seen('conflict')[0]).to.include({ kind: 'sold-out' });
      expect(location.hash).not.to.equal('#not-here');
    });

    for (const [reason, words] of [
      ['taken-over', { ja: '別の画面でお支払いを続けた', en: 'went on paying on another screen' }],
      ['cart-changed', { ja: 'カートの内容が変わりました', en: 'Your cart has changed' }],
    ] as const)
      it(`closed as ${reason}: names the reference and the contact`, async () => {
        const page = await ready(lang);
        answer('post', 'attempts', json({ ...closed, reason } as typeof closed));
        await page.element.submit();
        await page.element.updateComplete;
        const text = page.part('conflict')?.textContent;
        expect(text).to.include(words[lang]).and.include('ABCD-2345').and.include('shop@example.com');
        await expect(page.element).to.be.accessible();
      });

    it('pending: asks not to pay again, with the reference and the contact, and is spoken', async () => {
      const page = await ready(lang);
      const region = page.element.shadowRoot?.querySelector('.said');
      expect(region?.getAttribute('role')).to.equal('status');
      answer('post', 'attempts', json(pending));
      answer('get', 'attempts/at_1', () => new Promise<Response>(() => {}));
      void page.element.submit();
      await reach(page, 'pending');
      expect(page.part('conflict')?.closest('[role=status]'), 'there before its words').to.equal(region);
      expect(page.part('conflict')?.textContent).to.include('ABCD-2345').and.include('shop@example.com');
      await expect(page.element).to.be.accessible();
    });

    for (const code of ['rate-limited', 'card-mismatch'] as const)
      it(`${code}: an error that has the focus, and the form stays`, async () => {
        const page = await ready(lang);
        answer('post', 'attempts', () => refused(code, lang));
        await page.element.submit();
        await page.element.updateComplete;
        const summary = page.part('error-summary');
        expect(page.element.shadowRoot?.activeElement).to.equal(summary);
        expect(summary?.textContent?.trim()).not.to.equal('');
        expect(page.part('submit')).not.to.equal(null);
        expect(page.seen('error')).to.have.length(1);
        await expect(page.element).to.be.accessible();
      });

    it('paid: names the order', async () => {
      const page = await ready(lang);
      answer('post', 'attempts', json(succeeded));
      await page.element.submit();
      await page.element.updateComplete;
      expect(page.part('conflict')?.textContent).to.include('O-1001');
      await expect(page.element).to.be.accessible();
    });
  });

describe('what is spoken', () => {
  it('comes in the order of the page, and its regions stand there before there is anything to say', async () => {
    const page = await openReady(
      view({ shopper: 'member', cardSaving: 'optional', threeDSecureData: 'notice' }),
    );
    const root = page.element.shadowRoot as ShadowRoot;
    const regions = [...root.querySelectorAll('[role=status]')];
    expect(regions).to.have.length(2);
    answer('post', 'attempts', json(declined));
    await page.element.submit();
    await page.element.updateComplete;
    expect([...root.querySelectorAll('[role=status]')]).to.deep.equal(regions);
    const order = ['name', 'description', 'live', 'error-summary', 'card', 'consent', 'notice', 'submit'];
    const parts = [...root.querySelectorAll('[part]')].map((element) => element.getAttribute('part'));
    expect(parts.filter((part) => order.includes(part ?? ''))).to.deep.equal(order);
  });

  it('is the waiting, apart from the button, which locks at the first press', async () => {
    const page = await openReady();
    answer('post', 'attempts', () => new Promise<Response>(() => {}));
    expect(page.part('spinner')?.checkVisibility()).to.equal(false);
    void page.element.submit();
    await reach(page, 'processing');
    expect(page.part('live')?.textContent).to.equal('お手続き中です');
    expect(page.part('submit')?.getAttribute('aria-disabled')).to.equal('true');
    expect(page.part('spinner')?.getAttribute('aria-hidden')).to.equal('true');
    expect(page.part('spinner')?.checkVisibility()).to.equal(true);
    expect(page.part('submit')?.textContent).to.include('注文を確定する');
  });

  it('is every wrong field, each line of the summary leading to it', async () => {
    const page = await openReady(view({ billing: { country: 'JP' }, threeDSecureData: 'checkbox' }));
    page.element.cardholderField = true;
    page.fake.rejectCardOnce('カード番号が不完全です。');
    await page.element.submit();
    await page.element.updateComplete;
    const root = page.element.shadowRoot as ShadowRoot;
    const lines = [...root.querySelectorAll<HTMLAnchorElement>('[part=error-summary] a')];
    expect(lines.map((line) => line.hash)).to.deep.equal(['#card', '#cardholder', '#email', '#data-consent']);
    for (const line of lines.slice(1)) {
      line.click();
      const field = root.activeElement;
      expect(`#${field?.id}`).to.equal(line.hash);
      expect(field?.getAttribute('aria-invalid')).to.equal('true');
      const described = field?.getAttribute('aria-describedby') ?? '';
      expect(root.getElementById(described)?.textContent).to.equal(line.textContent?.trim());
    }
    lines[0]?.click();
    expect(page.fake.focused).to.equal(1);
    await expect(page.element).to.be.accessible();
  });
});
