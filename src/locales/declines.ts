/**
 * What a definite refusal says to the shopper. The server puts the words into its answer, so that none of this weighs on
 * the page. Codes that hint at fraud get the generic words: whoever holds a stolen card learns nothing.
 */
import type { Locale } from '../shared/money.ts';

const texts = {
  generic: {
    ja: 'カード会社の承認が得られず、このカードではお支払いいただけませんでした。別のカードまたはお支払い方法をお試しください。理由は当店ではわかりかねますので、カード会社へお問い合わせください。',
    en: 'Your card issuer did not approve this payment. Please try another card or method. We are not told why; your issuer can help.',
  },
  funds: {
    ja: 'ご利用可能額（限度額または残高）が不足しているため、お支払いいただけませんでした。別のカードまたはお支払い方法をお試しください。',
    en: 'The limit or balance on this card is too low for this amount. Please try another card or method.',
  },
  limit: {
    ja: 'このカードのご利用額または回数が上限に達しているため、お支払いいただけませんでした。別のカードまたはお支払い方法をお試しください。',
    en: 'This card has reached its limit of use for now. Please try another card or method.',
  },
  expired: {
    ja: 'カードの有効期限が切れています。有効期限を確認して入力し直すか、別のカードをお試しください。',
    en: 'This card has expired. Check the date and enter it again, or use another card.',
  },
  authentication: {
    ja: 'カード会社の本人認証（3Dセキュア）が完了しませんでした。ご注文は成立していません。もう一度お試しいただくか、別のカードをご利用ください。認証の設定はカード会社へお問い合わせください。',
    en: "Your issuer's identity check (3-D Secure) was not completed. No order was placed. Try again or use another card; ask your issuer about its settings.",
  },
  cvc: {
    ja: 'セキュリティコードが正しくないようです。カードの裏面（Amexは表面）をご確認のうえ、入力し直してください。',
    en: 'The security code seems to be wrong. Check the back of your card (the front for Amex) and enter it again.',
  },
  details: {
    ja: 'カード番号・有効期限・セキュリティコードのいずれかが正しくないようです。ご確認のうえ入力し直すか、別のカードをお試しください。',
    en: 'The card number, expiry date or security code seems to be wrong. Check them and enter them again, or use another card.',
  },
  address: {
    ja: 'ご注文者のご住所が、カード会社に登録されているものと一致しないようです。ご住所を確認するか、別のカードまたはお支払い方法をお試しください。',
    en: 'The billing address does not seem to match what your card issuer has. Check it, or use another card or method.',
  },
  account: {
    ja: 'このカードの情報が新しくなっているようです。新しいカードの情報を入力するか、別のカードをお試しください。詳しくはカード会社へお問い合わせください。',
    en: 'The details of this card seem to have changed. Enter your new card or use another one; your issuer can tell you more.',
  },
  notSupported: {
    ja: 'このカードは、今回のお支払いにはご利用いただけません。別のカードまたはお支払い方法をお試しください。',
    en: 'This card cannot be used for this purchase. Please try another card or method.',
  },
  pin: {
    ja: 'このカードは暗証番号が必要なため、オンラインのお支払いにはご利用いただけませんでした。別のカードまたはお支払い方法をお試しください。',
    en: 'This card asks for a PIN, which cannot be entered online. Please try another card or method.',
  },
  duplicate: {
    ja: '同じ金額のお支払いが直前にあったため、承認されませんでした。ご注文が成立していないかご確認のうえ、時間をおいてお試しいただくか、別のカードをご利用ください。',
    en: 'The same amount was submitted just before, so this payment was not approved. Check whether you have already ordered, then try again later or use another card.',
  },
  again: {
    ja: 'カード会社との通信で問題が起き、お支払いは成立していません。しばらくしてからもう一度お試しいただくか、別のカードをご利用ください。',
    en: 'There was a problem reaching your card issuer, and the payment did not go through. Try again in a while, or use another card.',
  },
  testCard: {
    ja: 'これはテスト用のカードです。実際のカードを入力してください。',
    en: 'This is a test card. Please enter a real one.',
  },
} satisfies Record<string, Record<Locale, string>>;

export type DeclineKind = keyof typeof texts;

/** Stripe's decline codes for cards (docs.stripe.com/declines/codes), and the error codes that come without one. */
export const declineKinds: Record<string, DeclineKind> = {
  approve_with_id: 'again',
  authentication_not_handled: 'authentication',
  authentication_required: 'authentication',
  call_issuer: 'generic',
  card_not_supported: 'notSupported',
  card_velocity_exceeded: 'limit',
  currency_not_supported: 'notSupported',
  do_not_honor: 'generic',
  do_not_try_again: 'generic',
  duplicate_transaction: 'duplicate',
  expired_card: 'expired',
  fraudulent: 'generic',
  generic_decline: 'generic',
  incorrect_address: 'address',
  incorrect_cvc: 'cvc',
  incorrect_number: 'details',
  incorrect_pin: 'pin',
  incorrect_zip: 'address',
  insufficient_funds: 'funds',
  invalid_account: 'account',
  invalid_amount: 'limit',
  invalid_cvc: 'cvc',
  invalid_expiry_month: 'details',
  invalid_expiry_year: 'details',
  invalid_number: 'details',
  invalid_pin: 'pin',
  issuer_not_available: 'again',
  lost_card: 'generic',
  merchant_blacklist: 'generic',
  mobile_device_authentication_required: 'authentication',
  new_account_information_available: 'account',
  no_action_taken: 'generic',
  not_permitted: 'generic',
  offline_pin_required: 'pin',
  online_or_offline_pin_required: 'pin',
  pickup_card: 'generic',
  pin_try_exceeded: 'pin',
  processing_error: 'again',
  reenter_transaction: 'again',
  restricted_card: 'generic',
  revocation_of_all_authorizations: 'generic',
  revocation_of_authorization: 'generic',
  security_violation: 'generic',
  service_not_allowed: 'generic',
  stolen_card: 'generic',
  stop_payment_order: 'generic',
  testmode_decline: 'testCard',
  transaction_not_allowed: 'generic',
  try_again_later: 'again',
  withdrawal_count_limit_exceeded: 'limit',
  // Error codes
  card_decline_rate_limit_exceeded: 'limit',
  card_declined: 'generic',
  payment_intent_authentication_failure: 'authentication',
};

export function declineMessage(refusal: { code: string; declineCode?: string }, locale: Locale): string {
  const kind = declineKinds[refusal.declineCode ?? ''] ?? declineKinds[refusal.code] ?? 'generic';
  return texts[kind][locale];
}
