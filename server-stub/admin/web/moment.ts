import type { Language } from './words/common.ts';

/** `at` as the API writes times: ISO 8601, UTC. */
export const moment = (at: string, lang: Language): string =>
  new Intl.DateTimeFormat(lang === 'ja' ? 'ja-JP' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(at));
