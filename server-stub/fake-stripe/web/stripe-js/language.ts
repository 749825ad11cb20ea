/** The languages that the card form speaks; what is asked for in another is shown in English, as Stripe falls back. */
export function languageOf(locale = 'auto'): 'ja' | 'en' {
  return (locale === 'auto' ? navigator.language : locale).startsWith('ja') ? 'ja' : 'en';
}
