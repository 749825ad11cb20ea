/** What the demo shop says about itself: regions, shipping, order statuses. */
import type { Locale } from '../../../src/shared/money.ts';

export type Text = Record<Locale, string>;

export const shopName: Text = { ja: '茶と器 こだま', en: 'Kodama Tea & Pottery' };
export const shopContact = 'support@kodama.example';

/** The tax-region table. */
export const regions: { code: string; name: Text }[] = [
  { code: 'JP', name: { ja: '日本', en: 'Japan' } },
  { code: 'US', name: { ja: 'アメリカ合衆国', en: 'United States' } },
  { code: 'GB', name: { ja: 'イギリス', en: 'United Kingdom' } },
  { code: 'FR', name: { ja: 'フランス', en: 'France' } },
  { code: 'KR', name: { ja: '韓国', en: 'South Korea' } },
  { code: 'TW', name: { ja: '台湾', en: 'Taiwan' } },
  { code: 'SG', name: { ja: 'シンガポール', en: 'Singapore' } },
];

export const orderStatuses: { id: string; name: Text }[] = [
  { id: 'new', name: { ja: '新規受付', en: 'New' } },
  { id: 'awaiting-payment', name: { ja: '入金待ち', en: 'Awaiting payment' } },
  { id: 'processing', name: { ja: '発送準備中', en: 'Preparing' } },
  { id: 'shipped', name: { ja: '発送済み', en: 'Shipped' } },
];

export const freeShippingFrom = 8000;

/** Yen, tax included, as are the prices. */
export function shippingFee(subtotal: number, country: string): number {
  if (country !== 'JP') return 2500;
  return subtotal >= freeShippingFrom ? 0 : 550;
}

/** The methods which place an order without a checkout. */
export const directMethods = ['cod', 'bank'] as const;
export type DirectMethod = (typeof directMethods)[number];

export const directMethod: Record<
  DirectMethod,
  { sort: number; name: Text; description: Text; timing: Text; status: string }
> = {
  cod: {
    sort: 20,
    name: { ja: '代金引換', en: 'Cash on delivery' },
    description: {
      ja: '商品のお受け取り時に、配達員へ現金でお支払いください。',
      en: 'Pay the courier in cash when the parcel arrives.',
    },
    timing: { ja: '商品のお受け取り時', en: 'When the parcel arrives' },
    status: 'new',
  },
  bank: {
    sort: 30,
    name: { ja: '銀行振込', en: 'Bank transfer' },
    description: {
      ja: '振込先はご注文確認メールでお知らせします。振込手数料はお客さまのご負担です。',
      en: 'The account is in your confirmation mail. Transfer fees are yours to pay.',
    },
    timing: { ja: 'ご注文から7日以内（前払い）', en: 'Within 7 days of the order, in advance' },
    status: 'awaiting-payment',
  },
};

export const isDirectMethod = (value: unknown): value is DirectMethod =>
  directMethods.some((method) => method === value);
