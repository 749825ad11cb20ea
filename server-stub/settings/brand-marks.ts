/**
 * The marks of the card brands that a shop takes, in the order in which they stand beside the method's name. They are
 * letters of ours, not the brands' artwork; the full name is what is spoken.
 */
import type { Locale } from '../../src/shared/money.ts';

export const brands = ['visa', 'mastercard', 'jcb', 'amex', 'diners', 'discover'] as const;
export type Brand = (typeof brands)[number];

export interface BrandMark {
  brand: Brand;
  mark: string;
  name: Record<Locale, string>;
}

const same = (name: string) => ({ ja: name, en: name });

const marks: Record<Brand, Omit<BrandMark, 'brand'>> = {
  visa: { mark: 'VISA', name: same('Visa') },
  mastercard: { mark: 'Mastercard', name: same('Mastercard') },
  jcb: { mark: 'JCB', name: same('JCB') },
  amex: { mark: 'AMEX', name: { ja: 'アメリカン・エキスプレス', en: 'American Express' } },
  diners: { mark: 'Diners', name: { ja: 'ダイナースクラブ', en: 'Diners Club' } },
  discover: { mark: 'Discover', name: { ja: 'ディスカバー', en: 'Discover' } },
};

/** As people call it; a brand that has no mark here, as Stripe calls it. */
export const brandName = (brand: string, locale: Locale): string =>
  Object.hasOwn(marks, brand) ? marks[brand as Brand].name[locale] : brand;

export const brandMarks = (chosen: readonly Brand[]): BrandMark[] =>
  brands.filter((brand) => chosen.includes(brand)).map((brand) => ({ brand, ...marks[brand] }));
