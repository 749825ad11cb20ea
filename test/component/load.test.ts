/** Every way in which there is no form: its own words, the next step, and what the page is told. */
import { expect, oneEvent } from '@open-wc/testing';
import { HttpResponse } from 'msw';
import type { ProblemCode } from '../../src/shared/errors.ts';
import type { Locale } from '../../src/shared/money.ts';
import { createFakeStripe, type FakeStripe } from '../../src/testing/index.ts';
import { answer, answerView, open, reach, refused, useWorker, view, type Page } from './support.ts';

useWorker();

const contact = 'shop@example.com';

interface Case {
  name: string;
  /** Prepares the failure; returns how to undo it. */
  arrange(lang: Locale, fake: FakeStripe): (() => void) | void;
  words: Record<Locale, string>;
  /** The button or link that leads on; a dead end names the contact instead. */
  next: Record<Locale, string> | 'contact';
  events: string[];
  code: string;
  recoverable: boolean;
}

const again = { ja: 'もう一度読み込む', en: 'Load again' };
const refuse = (code: ProblemCode) => (lang: Locale) =>
  void answer('post', 'view', () => refused(code, lang, { contact }));

/** Sets a property for as long as a test runs. */
function pretend(target: object, name: string, value: unknown): () => void {
  const was = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, value });
  return () =>
    was ? Object.defineProperty(target, name, was) : void delete (target as Record<string, unknown>)[name];
}

const cases: Case[] = [
  {
    name: 'offline',
    arrange: () => {
      answer('post', 'view', HttpResponse.error);
      return pretend(navigator, 'onLine', false);
    },
    words: { ja: 'インターネットにつながっていません', en: 'You are offline' },
    next: again,
    events: ['load-error'],
    code: 'offline',
    recoverable: true,
  },
  {
    name: 'no answer in time',
    arrange: () => {
      answer('post', 'view', () => new Promise<Response>(() => {}));
      return pretend(AbortSignal, 'timeout', () => AbortSignal.abort());
    },
    words: { ja: '時間内に応答がありませんでした', en: 'There was no answer in time' },
    next: again,
    events: ['load-error'],
    code: 'timeout',
    recoverable: true,
  },
  {
    name: 'nobody there',
    arrange: () => void answer('post', 'view', HttpResponse.error),
    words: { ja: 'お支払い画面を読み込めませんでした', en: 'The payment form could not be loaded' },
    next: again,
    events: ['load-error'],
    code: 'network',
    recoverable: true,
  },
  {
    name: 'a broken server',
    arrange: refuse('internal'),
    words: { ja: 'ただいま混み合っています', en: 'We are very busy' },
    next: again,
    events: ['load-error'],
    code: 'server',
    recoverable: true,
  },
  {
    name: 'Stripe.js kept out',
    arrange: (_, fake) => {
      answer('post', 'view', () => HttpResponse.json(view()));
      fake.failLoading(true);
    },
    words: { ja: '広告ブロックなどの拡張機能', en: 'Pause ad blockers' },
    next: again,
    events: ['load-error'],
    code: 'stripe',
    recoverable: true,
  },
  {
    name: 'a token that has expired, and nobody gives a new one',
    arrange: refuse('token-expired'),
    words: { ja: '画面の有効期限が切れました', en: 'This page has expired' },
    next: { ja: 'ページを読み込み直す', en: 'Reload the page' },
    events: ['token-needed', 'load-error', 'conflict'],
    code: 'token-expired',
    recoverable: false,
  },
  {
    name: 'a token that nobody signed',
    arrange: refuse('token-invalid'),
    words: { ja: '画面の有効期限が切れました', en: 'This page has expired' },
    next: { ja: 'ページを読み込み直す', en: 'Reload the page' },
    events: ['load-error', 'conflict'],
    code: 'token-expired',
    recoverable: false,
  },
  {
    name: 'a method that is switched off',
    arrange: refuse('method-unavailable'),
    words: { ja: '現在このお支払い方法はご利用いただけません', en: 'not available now' },
    next: 'contact',
    events: ['load-error', 'unavailable'],
    code: 'method-unavailable',
    recoverable: false,
  },
  {
    name: 'a country that is not served',
    arrange: refuse('region-not-served'),
    words: { ja: 'ご請求先の国では', en: 'not available in your billing country' },
    next: 'contact',
    events: ['load-error', 'unavailable'],
    code: 'region-not-served',
    recoverable: false,
  },
  {
    name: 'an amount that no card pays',
    arrange: refuse('amount-not-payable'),
    words: { ja: '別のお支払い方法をお選びください', en: 'Please choose another one' },
    next: 'contact',
    events: ['load-error', 'unavailable'],
    code: 'amount-not-payable',
    recoverable: false,
  },
  {
    name: 'too many tries',
    arrange: refuse('rate-limited'),
    words: { ja: 'しばらくお待ちいただいています', en: 'please wait' },
    next: again,
    events: ['load-error'],
    code: 'rate-limited',
    recoverable: true,
  },
];

const kinds = (page: Page, names: string[]) =>
  names.map((name) => page.seen(name)).filter((all) => all.length > 0);

for (const lang of ['ja', 'en'] as const)
  describe(`without a form, in ${lang}`, () => {
    for (const { name, arrange, words, next, events, code, recoverable } of cases)
      it(`${name}: says so, leads on and tells the page`, async () => {
        const fake = createFakeStripe();
        const undo = arrange(lang, fake);
        try {
          const page = await open(fake, lang);
          await oneEvent(page.element, 'checkout-load-error');
          await page.element.updateComplete;
          expect(page.part('conflict')?.textContent).to.include(words[lang]);
          if (next === 'contact') expect(page.part('conflict')?.textContent).to.include(contact);
          else page.button(next[lang]);
          expect(page.element.status).to.equal('loading');
          expect(page.part('submit'), 'nothing to press').to.equal(null);
          expect(page.seen('load-error')[0]).to.include({ code, recoverable });
          const others = ['token-needed', 'load-error', 'conflict', 'unavailable'];
          expect(kinds(page, others)).to.have.length(events.length);
          for (const event of events) expect(page.seen(event), event).to.have.length(1);
          await expect(page.element).to.be.accessible();
        } finally {
          undo?.();
        }
      });

    for (const [code, words] of [
      ['cart-changed', { ja: 'カートの内容が変わりました', en: 'Your cart has changed' }],
      ['cart-not-found', { ja: 'カートの内容が変わりました', en: 'Your cart has changed' }],
      ['already-ordered', { ja: 'このカートのご注文は完了しています', en: 'already been ordered' }],
    ] as const)
      it(`${code}: is a conflict with words of its own`, async () => {
        answer('post', 'view', () => refused(code, lang));
        const page = await open(undefined, lang);
        await oneEvent(page.element, 'checkout-conflict');
        await page.element.updateComplete;
        expect(page.part('conflict')?.textContent).to.include(words[lang]);
        expect(page.element.status).to.equal('conflict');
        await expect(page.element).to.be.accessible();
      });
  });

it('a page on plain http, which can make no id for a request, gets its form all the same', async () => {
  answerView();
  const undo = pretend(crypto, 'randomUUID', undefined);
  try {
    await reach(await open(), 'ready');
  } finally {
    undo();
  }
});
