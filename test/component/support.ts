/** One page with the element on it, a scripted Stripe, and the checkout API answered by a service worker. */
import { pageWords } from '../../src/locales/page-words.ts';
import { problemMessage } from '../../src/locales/problem-words.ts';
import { problemStatus, type ProblemCode } from '../../src/shared/errors.ts';
import type { Locale } from '../../src/shared/money.ts';
import { fixture, html, oneEvent } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
import '../../src/define.ts';
import type { SecureCheckout } from '../../src/define.ts';
import type { AttemptView, CheckoutProblem, CheckoutView } from '../../src/shared/contract.ts';
import { createFakeStripe, type FakeStripe } from '../../src/testing/index.ts';
import { worker } from './worker.ts';

export { useWorker } from './worker.ts';

export const endpoint = `${location.origin}/pay`;
export const url = (path: string) => `${endpoint}/v1/${path}`;

/** Every status text of the server's own, as the server words it. */
export const refused = (code: ProblemCode, lang: Locale, extra: Partial<CheckoutProblem> = {}) =>
  problem(code, problemStatus[code], { message: problemMessage(code, lang), ...extra });

const wording = (text: string, version = `v-${text.length}`) => ({ text, version });

export const view = (change: Partial<CheckoutView> = {}): CheckoutView => ({
  settingsVersion: 's1',
  stripe: { publishableKey: 'pk_test_1', mode: 'test' },
  cart: { version: 3, amount: 5400, currency: 'jpy' },
  shopper: 'guest',
  cardSaving: 'off',
  savingUsage: 'on_session',
  threeDSecureData: 'off',
  words: pageWords.ja,
  wordings: {
    name: wording('クレジットカード'),
    description: wording('お支払いは1回払いです。'),
    consent: wording('このカードを保存することに同意します（任意）。'),
    saveNotice: wording('カードの情報は保存されます。'),
    threeDSecureData: wording('情報をカード発行会社に提供します。'),
    paymentTiming: wording('発送時に請求を確定します。'),
    payButton: wording('注文を確定する（5,400円）'),
  },
  billing: { name: '山田 花子', email: 'hanako@example.com', country: 'JP' },
  contact: 'shop@example.com',
  urls: {
    cart: `${location.origin}/cart`,
    check: `${location.origin}/check`,
    complete: `${location.origin}/done`,
  },
  ...change,
});

const base = {
  id: 'at_1',
  fence: 1,
  reference: 'ABCD-2345',
  own: true,
  amount: 5400,
  currency: 'jpy',
  startedAt: '2026-11-24T00:00:00Z',
};
export const processing: AttemptView = { ...base, status: 'processing' };
export const pending: AttemptView = { ...base, status: 'pending' };
export const actionRequired: AttemptView = {
  ...base,
  status: 'action-required',
  clientSecret: 'pi_1_secret',
};
export const declined: AttemptView = {
  ...base,
  status: 'declined',
  decline: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'ご利用可能額が不足しています。',
  },
};
export const succeeded: AttemptView = {
  ...base,
  status: 'succeeded',
  order: { id: 'O-1001' },
  saved: false,
  destination: `${location.origin}/done?checkout_result=x`,
};
export const closed: AttemptView = {
  ...base,
  status: 'closed',
  reason: 'taken-over',
  holdReleased: false,
  destination: `${location.origin}/check`,
};

export function problem(code: CheckoutProblem['code'], status: number, extra: Partial<CheckoutProblem> = {}) {
  return HttpResponse.json(
    { type: `urn:secure-checkout:${code}`, title: code, status, code, ...extra },
    { status },
  );
}

export const answerView = (answer: CheckoutView = view()) =>
  worker.use(http.post(url('view'), () => HttpResponse.json(answer)));

/** Answers each request to `path` with the next of `answers`, the last for ever; returns the bodies that came. */
export function answer(
  method: 'get' | 'post',
  path: string,
  ...answers: (() => Response | Promise<Response>)[]
) {
  const bodies: unknown[] = [];
  worker.use(
    http[method](url(path), async ({ request }) => {
      bodies.push(method === 'post' ? await request.json() : undefined);
      return (answers[Math.min(bodies.length, answers.length) - 1] ?? HttpResponse.error)();
    }),
  );
  return bodies;
}

export const json = (attempt: AttemptView) => () => HttpResponse.json(attempt);

export interface Page {
  element: SecureCheckout;
  fake: FakeStripe;
  text(): string;
  part(name: string): HTMLElement | null;
  button(label: string): HTMLButtonElement;
  /** Every status that was announced, in order. */
  statuses: string[];
  /** Every event of this name so far. */
  seen(name: string): Event[];
}

/** Puts the element on the page. Nothing navigates: the tests read where it would have gone. */
export async function open(fake = createFakeStripe(), lang = 'ja'): Promise<Page> {
  const events: Event[] = [];
  const names = [
    'ready',
    'load-error',
    'error',
    'complete',
    'conflict',
    'unavailable',
    'token-needed',
    'before-submit',
    'action-start',
    'action-end',
  ];
  const listen = (event: Event) => {
    events.push(event);
    // A panel of a conflict is shown only where nobody prevents it; to leave the page is another matter.
    if (event.type === 'checkout-complete') event.preventDefault();
  };
  const box = await fixture<HTMLDivElement>(html`<div lang=${lang}></div>`);
  for (const name of [...names, 'consent-change', 'change']) box.addEventListener(`checkout-${name}`, listen);
  const statuses: string[] = [];
  box.addEventListener('checkout-status-change', ({ status }) => statuses.push(status));
  const element = document.createElement('secure-checkout');
  element.stripe = fake.stripe;
  element.endpoint = endpoint;
  element.token = 'token-1';
  box.append(element);
  const root = () => element.shadowRoot as ShadowRoot;
  return {
    element,
    fake,
    statuses,
    text: () => root().textContent.replace(/\s+/g, ' '),
    part: (name) => root().querySelector(`[part~="${name}"]`),
    button(label) {
      const found = [...root().querySelectorAll('button')].find((b) => b.textContent.includes(label));
      if (!found) throw new Error(`no button "${label}" in: ${root().textContent}`);
      return found;
    },
    seen: (name) => events.filter(({ type }) => type === `checkout-${name}`),
  };
}

export async function openReady(answerWith = view(), fake = createFakeStripe()): Promise<Page> {
  answerView(answerWith);
  const page = await open(fake);
  await reach(page, 'ready');
  return page;
}

/** Waits for the status by its event, and for the page to be drawn. */
export async function reach({ element }: Page, status: SecureCheckout['status']): Promise<void> {
  while (element.status !== status) await oneEvent(element, 'checkout-status-change');
  await element.updateComplete;
}
