import type { Language } from './common.ts';

const names = {
  ja: new Intl.DisplayNames(['ja'], { type: 'region' }),
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
};

/** ISO 3166-1 alpha-2, as people call it. */
export const regionName = (code: string, lang: Language): string => names[lang].of(code) ?? code;
