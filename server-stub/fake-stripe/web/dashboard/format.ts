import type { Language } from './words.ts';

const tag = (lang: Language) => (lang === 'ja' ? 'ja-JP' : 'en-GB');

/** `amount` in minor units, as everywhere in Stripe's API. */
export function money(amount: number, currency: string, lang: Language): string {
  const format = new Intl.NumberFormat(tag(lang), { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}

/** `seconds` of Unix time. */
export const moment = (seconds: number, lang: Language): string =>
  new Intl.DateTimeFormat(tag(lang), { dateStyle: 'medium', timeStyle: 'medium' }).format(seconds * 1000);

export function duration(seconds: number, lang: Language): string {
  const [amount, unit] = seconds % 86_400 === 0 ? [seconds / 86_400, 'day'] : [seconds / 3600, 'hour'];
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(tag(lang), style).format(amount);
}
