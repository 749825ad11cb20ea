/** What SETTINGS_FILE gives a new installation, held to the rules of every later save. */
import { StartError } from '../config.ts';
import { checkSettings } from '../settings/checks.ts';
import type { SettingsIssue } from '../settings/issues.ts';
import { initialiseSettings } from '../settings/settings.ts';
import type { Database } from '../store/database.ts';
import { reasonOf, words } from './web/words/common.ts';

/** Whole or not at all; where settings are saved already, they hold, and the file is not looked at. */
export async function ensureFirstSettings(db: Database, first: unknown): Promise<void> {
  const saved = await db.selectFrom('settings').select('version').executeTakeFirst();
  if (saved) return;
  const checked = checkSettings(first);
  if (checked.kind === 'bad') throw new StartError(`SETTINGS_FILE: ${checked.issues.map(inWords).join(' ')}`);
  await initialiseSettings(db, checked.settings);
}

const inWords = ({ path, code }: SettingsIssue): string =>
  `${path && `${path}: `}${reasonOf(words.en, path, code)}`;
