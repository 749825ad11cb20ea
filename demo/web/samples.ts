/** What the scripted server says: views, attempts and refusals as the real one words them. */
import { pageWords } from '../../src/locales/page-words.ts';
import { problemMessage } from '../../src/locales/problem-words.ts';
import type { AttemptView, CheckoutProblem, CheckoutView } from '../../src/shared/contract.ts';
import type { ProblemCode } from '../../src/shared/errors.ts';
import { formatMoney, type Locale } from '../../src/shared/money.ts';
import type { CardSaving, Shopper } from '../../src/shared/policy.ts';
import { defaultWordings as texts } from '../../server-stub/settings/wordings.ts';
import { shopContact } from '../../server-stub/shop/demo/facts.ts';

const cart = { version: 1, amount: 5400, currency: 'jpy' };

/** Where an end of the payment would lead; here it stays on the page. */
const here = () => `${location.origin}${location.pathname}${location.search}#preview`;

export interface Setup {
  locale: Locale;
  policy: CardSaving;
  shopper: Shopper;
}

export function sampleView(
  { locale, policy, shopper }: Setup,
  more: Partial<CheckoutView> = {},
): CheckoutView {
  const wording = (text: Record<Locale, string>) => ({ text: text[locale], version: 'preview' });
  const amount = formatMoney(cart.amount, cart.currency, locale);
  return {
    settingsVersion: 'preview',
    stripe: { publishableKey: 'pk_test_preview', mode: 'test' },
    cart,
    shopper,
    cardSaving: policy,
    savingUsage: 'on_session',
    threeDSecureData: 'notice',
    wordings: {
      name: wording(texts.name),
      description: wording(texts.description),
      consent: wording(texts.consent),
      saveNotice: wording(texts.saveNotice),
      threeDSecureData: wording(texts.threeDSecureData),
      paymentTiming: wording(texts.paymentTiming.manual),
      payButton: { text: texts.payButton[locale].replace('{amount}', amount), version: 'preview' },
    },
    billing: { name: '見本 花子', email: 'sample@shop.example', phone: '0312345678', country: 'JP' },
    words: pageWords[locale],
    contact: shopContact,
    urls: { cart: here(), check: here(), complete: here() },
    ...more,
  };
}

type Decided = AttemptView extends infer A
  ? A extends AttemptView
    ? Omit<A, keyof typeof attemptBase | 'id'>
    : never
  : never;

let attempts = 0;

const attemptBase = {
  fence: 1,
  reference: 'KDM4-7Q2H',
  own: true,
  amount: cart.amount,
  currency: cart.currency,
  startedAt: '2026-04-01T03:00:00Z',
};

/** Each is a payment of its own: the browser tells apart by it which screen pays. */
export const attempt = (decided: Decided, own = true): AttemptView =>
  ({ id: `at_preview_${++attempts}`, ...attemptBase, ...decided, own }) as AttemptView;

export const actionRequired = () => attempt({ status: 'action-required', clientSecret: 'pi_preview' });
export const pending = () => attempt({ status: 'pending' });
export const cancelling = () => attempt({ status: 'cancelling', reason: 'abandoned' });
export const succeeded = () =>
  attempt({
    status: 'succeeded',
    order: { id: 'K-10482' },
    saved: false,
    destination: here(),
  });

export const closed = (reason: 'abandoned' | 'taken-over' | 'sold-out', locale: Locale): AttemptView =>
  attempt({
    status: 'closed',
    reason,
    holdReleased: reason !== 'taken-over',
    destination: here(),
    ...(reason === 'sold-out' && { items: soldOutItems(locale) }),
  });

export const soldOutItems = (locale: Locale) => [
  { sku: 'kyusu', name: locale === 'ja' ? '常滑焼の急須' : 'Tokoname teapot', state: 'gone' as const },
];

export function refusal(
  code: ProblemCode,
  status: number,
  locale: Locale,
  more: Partial<CheckoutProblem> = {},
): CheckoutProblem {
  return {
    type: `urn:secure-checkout:${code}`,
    title: code,
    status,
    code,
    message: problemMessage(code, locale),
    ...more,
  };
}
