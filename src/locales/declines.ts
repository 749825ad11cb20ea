/**
 * What a definite refusal says to the shopper. The server puts the words into its answer, so that none of this weighs on
 * the page. Codes that hint at fraud get the generic words: whoever holds a stolen card learns nothing.
 */
import type { Locale } from '../shared/money.ts';

type Text = Record<Locale, string>;

const generic: Text = {
  ja: 'カード会社の承認が得られず、このカードではお支払いいただけませんでした。別のカードまたはお支払い方法をお試しください。理由は当店ではわかりかねますので、カード会社へお問い合わせください。',
  en: 'Your card issuer did not approve this payment. Please try another card or method. We are not told why; your issuer can help.',
};

const incorrectCard: Text = {
  ja: 'カード番号・有効期限・セキュリティコードのいずれかが正しくないようです。ご確認のうえ入力し直すか、別のカードをお試しください。',
  en: 'The card number, expiry date or security code seems to be wrong. Check them and enter them again, or use another card.',
};

const tryAgain: Text = {
  ja: 'カード会社との通信で問題が起き、お支払いは成立していません。しばらくしてからもう一度お試しいただくか、別のカードをご利用ください。',
  en: 'There was a problem reaching your card issuer, and the payment did not go through. Try again in a while, or use another card.',
};

const texts: Record<string, Text> = {
  insufficient_funds: {
    ja: 'ご利用可能額（限度額または残高）が不足しているため、お支払いいただけませんでした。別のカードまたはお支払い方法をお試しください。',
    en: 'The limit or balance on this card is too low for this amount. Please try another card or method.',
  },
  expired_card: {
    ja: 'カードの有効期限が切れています。有効期限を確認して入力し直すか、別のカードをお試しください。',
    en: 'This card has expired. Check the date and enter it again, or use another card.',
  },
  payment_intent_authentication_failure: {
    ja: 'カード会社の本人認証（3Dセキュア）が完了しませんでした。ご注文は成立していません。もう一度お試しいただくか、別のカードをご利用ください。認証の設定はカード会社へお問い合わせください。',
    en: "Your issuer's identity check (3-D Secure) was not completed. No order was placed. Try again or use another card; ask your issuer about its settings.",
  },
  authentication_required: {
    ja: 'カード会社の本人認証（3Dセキュア）が完了しませんでした。ご注文は成立していません。もう一度お試しいただくか、別のカードをご利用ください。認証の設定はカード会社へお問い合わせください。',
    en: "Your issuer's identity check (3-D Secure) was not completed. No order was placed. Try again or use another card; ask your issuer about its settings.",
  },
  incorrect_cvc: {
    ja: 'セキュリティコードが正しくないようです。カードの裏面（Amexは表面）をご確認のうえ、入力し直してください。',
    en: 'The security code seems to be wrong. Check the back of your card (the front for Amex) and enter it again.',
  },
  invalid_cvc: incorrectCard,
  incorrect_number: incorrectCard,
  invalid_number: incorrectCard,
  invalid_expiry_month: incorrectCard,
  invalid_expiry_year: incorrectCard,
  processing_error: tryAgain,
  issuer_not_available: tryAgain,
  reenter_transaction: tryAgain,
  try_again_later: tryAgain,
};

export function declineMessage(refusal: { code: string; declineCode?: string }, locale: Locale): string {
  return (texts[refusal.declineCode ?? ''] ?? texts[refusal.code] ?? generic)[locale];
}
