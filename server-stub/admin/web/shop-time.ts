/** Times as the shop's clock shows them, wherever the merchant's browser is. */
import type { Language } from './words/common.ts';

interface Where {
  lang: Language;
  session: { zone: string };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format({ lang, session }: Where, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = lang === 'ja' ? 'ja-JP' : 'en-GB';
  const key = locale + session.zone + JSON.stringify(style);
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: session.zone, ...style });
  formats.set(key, found);
  return found;
}

/** `at` as the API writes times: ISO 8601, UTC. */
export const shopTime = (at: string, where: Where): string =>
  format(where, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** `day` as the API names days of the shop: `2026-11-28`. */
export const calendarDay = (day: string, { lang }: Pick<Where, 'lang'>): string =>
  format({ lang, session: { zone: 'UTC' } }, { dateStyle: 'medium' }).format(new Date(day));

export const shopTimeExact = (at: string, where: Where): string =>
  format(where, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
