import type { CardFault } from './card.ts';

export interface Words {
  number: string;
  expiry: string;
  expiryHint: string;
  cvc: string;
  saved: string;
  newCard: string;
  remove: string;
  removeCard: (brand: string, last4: string) => string;
  ending: (brand: string, last4: string, until: string) => string;
  faults: Record<CardFault, string>;
  network: string;
}

export const words: Record<'ja' | 'en', Words> = {
  ja: {
    number: 'カード番号',
    expiry: '有効期限',
    expiryHint: '月 / 年',
    cvc: 'セキュリティコード',
    saved: '保存したカード',
    newCard: '新しいカードを使う',
    remove: '削除',
    removeCard: (brand, last4) => `${brand} 末尾 ${last4} を削除`,
    ending: (brand, last4, until) => `${brand} 末尾 ${last4}（${until}）`,
    faults: {
      incomplete_number: 'カード番号を最後まで入力してください。',
      invalid_number: 'カード番号が正しくありません。',
      incomplete_expiry: '有効期限を月／年の順に入力してください。',
      invalid_expiry_year_past: 'カードの有効期限が切れています。',
      incomplete_cvc: 'セキュリティコードを最後まで入力してください。',
    },
    network: '通信できませんでした。もう一度お試しください。',
  },
  en: {
    number: 'Card number',
    expiry: 'Expiration date',
    expiryHint: 'MM / YY',
    cvc: 'Security code',
    saved: 'Saved cards',
    newCard: 'Use a new card',
    remove: 'Remove',
    removeCard: (brand, last4) => `Remove ${brand} ending in ${last4}`,
    ending: (brand, last4, until) => `${brand} ending in ${last4} (${until})`,
    faults: {
      incomplete_number: 'Your card number is incomplete.',
      invalid_number: 'Your card number is invalid.',
      incomplete_expiry: "Your card's expiration date is incomplete.",
      invalid_expiry_year_past: "Your card's expiration year is in the past.",
      incomplete_cvc: "Your card's security code is incomplete.",
    },
    network: 'There was no answer. Please try again.',
  },
};
