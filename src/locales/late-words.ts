/** The element's own words that nobody reads before the second file is there. */
import type { Locale } from '../shared/money.ts';
import type { LateWords } from './messages.ts';

export const lateWords: Record<Locale, LateWords> = {
  ja: {
    paying: 'お手続き中です',
    back: '戻る',
    email: 'メールアドレス（本人認証に使います）',
    emailWrong: 'メールアドレスを「name@example.com」の形で入力してください。',
    cardholder: 'カード名義（ローマ字）',
    cardholderWrong: 'カード名義を、カードに記載のとおりローマ字で入力してください。',
    dataConsentMissing: 'カード会社への情報提供に同意いただけない場合、カードではお支払いいただけません。',
    cardWrong: 'カード情報をご確認ください。',
    errorSummary: 'ご確認ください',
    timedOut: '時間内に応答がありませんでした。電波の良い場所で、もう一度読み込んでください。',
    serverDown: 'ただいま混み合っています。少し待ってから、もう一度読み込んでください。',
    stripeBlocked:
      'カード入力欄を読み込めませんでした。広告ブロックなどの拡張機能を一時的に止めるか、もう一度読み込んでください。',
    expired: '画面の有効期限が切れました。ページを読み込み直してください。',
    reload: 'ページを読み込み直す',
  },
  en: {
    paying: 'Processing your payment',
    back: 'Back',
    email: 'E-mail (for the identity check)',
    emailWrong: 'Enter your e-mail address like name@example.com.',
    cardholder: 'Name on card',
    cardholderWrong: 'Enter the name as printed on the card, in Roman letters.',
    dataConsentMissing: 'Without your consent to pass this data to the card issuer, you cannot pay by card.',
    cardWrong: 'Please check the card details.',
    errorSummary: 'Please check',
    timedOut: 'There was no answer in time. Load again where reception is better.',
    serverDown: 'We are very busy. Please wait a moment and load again.',
    stripeBlocked:
      'The card form could not be loaded. Pause ad blockers or other extensions, or load it again.',
    expired: 'This page has expired. Please reload it.',
    reload: 'Reload the page',
  },
};
