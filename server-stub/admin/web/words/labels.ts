/** What the field of a setting is called on its page, for wherever else it is named. */
import type { KeyField, Mode } from '../../../keys/shape.ts';
import { basicWords } from './basic.ts';
import { named, words, type Language } from './common.ts';
import type { Place } from '../places.ts';
import { numberedLabel, wordingsWords } from './wordings.ts';

/** `path` as `Settings` and the server's refusals have it; an unknown one is its own name. */
export function labelOf(path: string, lang: Language): string {
  const [first = '', second = '', third = ''] = path.split('.');
  const basic = basicWords[lang];
  const wordings = wordingsWords[lang];
  if (first === 'keys') return named(lang, basic.keys[second as Mode], basic.keyFields[third as KeyField]);
  const inWords = (label: string, language: string) => {
    const name = words[lang].languages[language as Language];
    return lang === 'ja' ? `${label}（${name}）` : `${label} (${name})`;
  };
  if (first === 'wordings') {
    const label = second in wordings.fields ? numberedLabel(lang, second as Place) : second;
    return third ? inWords(label, third) : label;
  }
  if (first === 'contact' && second) return inWords(basic.contact, second);
  const own: Record<string, string> = {
    enabled: basic.enabled,
    regions: basic.regions,
    initialOrderStatus: basic.status,
    sortOrder: basic.sort,
    contact: basic.contact,
    accountName: basic.accountName,
    accountId: basic.accountId,
    environment: basic.environment,
    authMethod: basic.auth,
    capture: basic.capture,
    threeDSecure: basic.secure,
    cardSaving: basic.saving,
    savingUsage: basic.usage,
    threeDSecureData: wordings.mode,
    brandMarks: numberedLabel(lang, 'brandMarks'),
  };
  return own[first] ?? path;
}
