/** The texts a shop starts with; the merchant edits them. `{amount}` in the button is the amount in words. */
import type { Locale } from '../../src/shared/money.ts';

type Text = Record<Locale, string>;

export const defaultWordings = {
  name: { ja: 'クレジットカード', en: 'Credit or debit card' },
  description: {
    ja: 'お支払いは1回払いです。カード番号は当店を経由せず、決済代行会社Stripeへ直接送信されます。カード会社の本人認証（3Dセキュア）をお願いすることがあります。',
    en: 'One-time payment. Your card number goes straight to Stripe, our payment processor, and never passes through our shop. Your card issuer may ask you to verify your identity (3-D Secure).',
  },
  orderMail: {
    manual: {
      ja: 'クレジットカード（1回払い）／ご注文時にご利用枠を確保し、発送時に請求を確定します。お引き落とし日はカード会社の規約によります。デビット・プリペイドカードはご注文時に引き落とされます。',
      en: 'Card, one-time payment. The amount is reserved now and charged when we ship. Your issuer sets the billing date. Debit and prepaid cards are debited at order.',
    },
    automatic: {
      ja: 'クレジットカード（1回払い）／ご注文の確定後に請求いたします。お引き落とし日はカード会社の規約によります。',
      en: 'Card, one-time payment, charged once your order is confirmed. Your issuer sets the billing date.',
    },
  },
  consent: {
    ja: '次回のお買い物のため、このカードを決済代行会社Stripeに保存することに同意します（任意）。保存しなくてもお支払いいただけます。保存したカードは、お支払い画面で削除できます。',
    en: 'I agree to this card being stored with Stripe, our payment processor, for my next purchases (optional). You can pay without storing it and remove it at checkout.',
  },
  saveNotice: {
    ja: 'お支払いに使うカードの情報は、決済代行会社Stripeに保存されます。当店のサーバーにカード番号は保存されません。会員の方は次回のお買い物でお選びいただけます。利用目的はプライバシーポリシーを、削除のご希望は当店へご連絡ください。',
    en: 'The card you pay with will be stored with Stripe, our payment processor. Our servers never hold the card number. Members can choose it again next time. See our privacy policy for the purpose; contact us to have it removed.',
  },
  threeDSecureData: {
    ja: '不正利用防止のため、氏名・メールアドレス・電話番号・インターネット利用環境の情報をカード発行会社に提供します。発行会社が外国にある場合、その国へ移転されます。未成年の方は保護者の同意を得てご利用ください。',
    en: "To prevent fraud we pass your name, e-mail, phone and device information to your card issuer, which may be abroad. Minors need a guardian's consent.",
  },
  paymentTiming: {
    manual: {
      ja: 'ご注文時にカードのご利用枠を確保し、発送時に請求を確定します。',
      en: 'The amount is reserved on your card now and charged when we ship.',
    },
    automatic: {
      ja: 'ご注文の確定後に請求いたします。',
      en: 'Your card is charged once your order is confirmed.',
    },
  },
  payButton: { ja: '注文を確定する（{amount}）', en: 'Place order – {amount}' },
} satisfies Record<string, Text | Record<'manual' | 'automatic', Text>>;
