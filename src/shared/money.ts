/** Amounts are integers in the currency's minor unit, as at Stripe: ¥5,400 is 5400, $54.00 is 5400. */

export type Locale = 'ja' | 'en';

/** Currencies without a minor unit at Stripe. Source: docs.stripe.com/currencies, "zero-decimal". */
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));

export function minorUnitDigits(currency: string): 0 | 2 {
  return zeroDecimal.has(currency.toLowerCase()) ? 0 : 2;
}

/**
 * The amount as a shopper reads it. Yen are written by hand: `Intl` prints a full-width ￥ in Japanese where shops
 * write 円, and its first use costs more than the whole element.
 */
export function formatMoney(amount: number, currency: string, locale: Locale): string {
  if (currency.toLowerCase() === 'jpy') {
    const digits = groupThousands(amount);
    return locale === 'ja' ? `${digits}円` : `¥${digits}`;
  }
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amount / 10 ** minorUnitDigits(currency),
  );
}

function groupThousands(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
}
