/** What a shopper is told of a refusal of the server's; its problem+json carries them, the page weighs nothing for them. */
import type { PageWords } from '../shared/contract.ts';
import type { ProblemCode } from '../shared/errors.ts';
import type { Locale } from '../shared/money.ts';
import { pageWords } from './page-words.ts';

const ownWords = {
  ja: {
    settingsChanged: '表示内容が新しくなりました。内容をご確認のうえ、もう一度ボタンを押してください。',
    rateLimited:
      'お手続きが続けて承認されなかったため、しばらくお待ちいただいています。10分ほどしてからお試しください。',
    unavailable: '現在このお支払い方法はご利用いただけません。別のお支払い方法をお選びください。',
    regionNotServed:
      'ご請求先の国では、このお支払い方法をご利用いただけません。別のお支払い方法をお選びください。',
    expired: '画面の有効期限が切れました。ページを読み込み直してください。',
    busy: 'ただいま混み合っています。少し待ってから、もう一度読み込んでください。',
  },
  en: {
    settingsChanged: 'Something on this page was updated. Please check it and press the button again.',
    rateLimited: 'Several payments were not approved, so please wait. Try again in about ten minutes.',
    unavailable: 'This payment method is not available now. Please choose another one.',
    regionNotServed:
      'This payment method is not available in your billing country. Please choose another one.',
    expired: 'This page has expired. Please reload it.',
    busy: 'We are very busy. Please wait a moment and load again.',
  },
};

const keys: Record<ProblemCode, keyof PageWords | keyof (typeof ownWords)['ja']> = {
  'invalid-request': 'unavailable',
  'token-missing': 'expired',
  'token-invalid': 'expired',
  'token-expired': 'expired',
  'origin-not-allowed': 'unavailable',
  'method-unavailable': 'unavailable',
  'region-not-served': 'regionNotServed',
  'not-found': 'unavailable',
  'attempt-not-found': 'expired',
  'cart-not-found': 'cartChanged',
  'cart-changed': 'cartChanged',
  'already-ordered': 'alreadyOrdered',
  'in-progress-elsewhere': 'otherTab',
  'settings-changed': 'settingsChanged',
  superseded: 'takenOver',
  'sold-out': 'soldOut',
  'card-mismatch': 'cardRefused',
  'amount-not-payable': 'unavailable',
  'body-too-large': 'unavailable',
  'unsupported-media-type': 'unavailable',
  'rate-limited': 'rateLimited',
  internal: 'busy',
  unavailable: 'busy',
  // Met by shops and staff alone.
  'signature-invalid': 'unavailable',
  'order-not-found': 'unavailable',
  'not-capturable': 'unavailable',
  'not-cancelable': 'unavailable',
  'not-refundable': 'unavailable',
  'amount-too-large': 'unavailable',
  'request-id-reused': 'unavailable',
};

export function problemMessage(code: ProblemCode, locale: Locale): string {
  return { ...pageWords[locale], ...ownWords[locale] }[keys[code]];
}
