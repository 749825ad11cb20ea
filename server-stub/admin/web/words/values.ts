/** The value of a setting as its field shows it, for wherever else it is told. */
import { brandName } from '../../../settings/brand-marks.ts';
import type { Model } from '../model.ts';
import { basicWords } from './basic.ts';
import { regionName } from './regions.ts';
import { transferWords } from './transfer.ts';
import { wordingsWords } from './wordings.ts';

type Value = string | number | boolean | string[] | undefined;

export function valueOf(
  { lang, current }: Pick<Model, 'lang' | 'current'>,
  path: string,
  value: Value,
): string {
  const basic = basicWords[lang];
  const { empty, on, off } = transferWords[lang];
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return empty;
  if (typeof value === 'boolean') return value ? on : off;
  if (Array.isArray(value)) {
    const name = path === 'regions' ? regionName : brandName;
    return value.map((one) => name(one, lang)).join({ ja: '、', en: ', ' }[lang]);
  }
  const first = (choices: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(choices).map(([id, [label = '']]) => [id, label]));
  const choices: Record<string, Record<string, string>> = {
    regions: { all: basic.all },
    environment: basic.environments,
    authMethod: first(basic.authChoices),
    capture: { manual: basic.manual, automatic: basic.automatic },
    threeDSecure: first(basic.secureChoices),
    cardSaving: first(basic.savingChoices),
    savingUsage: first(basic.usageChoices),
    threeDSecureData: first(wordingsWords[lang].modes),
    initialOrderStatus: Object.fromEntries(current.shop.statuses.map(({ id, name }) => [id, name[lang]])),
  };
  return choices[path]?.[String(value)] ?? String(value);
}
