/** What the schema cannot say: choices that would hurt the merchant or the shopper. Paths are those of `Settings`. */
import type { Locale } from '../../src/shared/money.ts';
import type { IssueCode, SettingsIssue } from './issues.ts';
import { defaultWordings } from './wordings.ts';
import { settingsSchema, type Settings } from './settings.ts';

/** What the shop offers to choose from. */
export interface ShopChoices {
  regions: readonly string[];
  statuses: readonly string[];
}

export type Checked = { kind: 'good'; settings: Settings } | { kind: 'bad'; issues: SettingsIssue[] };

/** Without `choices`, as at the first start, whatever the shop offers is left out of it. */
export function checkSettings(value: unknown, choices?: ShopChoices): Checked {
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap(({ path: steps, code, ...issue }): SettingsIssue[] => {
      // A list is one field, whichever of its entries is wrong.
      const path = steps.filter((step) => typeof step === 'string');
      if ('keys' in issue)
        return issue.keys.map((key) => ({ path: [...path, key].join('.'), code: 'unknown-setting' }));
      const field = path.join('.');
      return [{ path: field, code: codeOf(field, code, 'maximum' in issue ? 'too-long' : 'invalid') }];
    });
    return { kind: 'bad', issues };
  }
  const issues = meaningful(parsed.data, choices);
  return issues.length > 0 ? { kind: 'bad', issues } : { kind: 'good', settings: parsed.data };
}

function codeOf(path: string, code: string | undefined, otherwise: 'too-long' | 'invalid'): IssueCode {
  if (path === 'accountId') return 'account-id';
  if (path === 'sortOrder') return 'whole-number';
  if (path === 'regions') return 'no-region';
  if (path === 'brandMarks') return 'unknown-brand';
  return code === 'too_big' ? 'too-long' : otherwise;
}

function meaningful(settings: Settings, choices: ShopChoices | undefined): SettingsIssue[] {
  const { wordings, regions, cardSaving, savingUsage, initialOrderStatus, threeDSecureData } = settings;
  const issues: SettingsIssue[] = [];
  const add = (path: string, code: IssueCode) => issues.push({ path, code });
  const needText = (name: 'name' | 'consent' | 'saveNotice' | 'threeDSecureData' | 'payButton') => {
    for (const locale of locales)
      if (!wordings[name][locale].trim()) add(`wordings.${name}.${locale}`, 'required');
  };
  const isDefault = (name: 'consent' | 'saveNotice', locale: Locale) =>
    wordings[name][locale].trim() === defaultWordings[name][locale];
  needText('name');
  needText('payButton');
  if (cardSaving === 'optional') needText('consent');
  if (cardSaving === 'required') needText('saveNotice');
  if (threeDSecureData !== 'off') needText('threeDSecureData');
  for (const locale of locales) {
    const button = wordings.payButton[locale];
    if (button.trim() && !button.includes('{amount}')) add(`wordings.payButton.${locale}`, 'amount-missing');
    // The default asks for the next purchases that the shopper makes; taking money without them is another consent.
    const asked = cardSaving === 'optional' && savingUsage === 'off_session';
    if (asked && isDefault('consent', locale))
      add(`wordings.consent.${locale}`, 'consent-must-name-off-session');
    const told = cardSaving === 'required' && savingUsage === 'off_session';
    if (told && isDefault('saveNotice', locale))
      add(`wordings.saveNotice.${locale}`, 'consent-must-name-off-session');
  }
  if (!choices) return issues;
  if (regions !== 'all' && regions.some((code) => !choices.regions.includes(code)))
    add('regions', 'unknown-region');
  if (!choices.statuses.includes(initialOrderStatus)) add('initialOrderStatus', 'unknown-status');
  return issues;
}

const locales: readonly Locale[] = ['ja', 'en'];
