/** Settings change whole, from the version that the merchant saw; the audit log keeps who changed which fields. */
import { sql } from 'kysely';
import type { Database, Tx } from '../store/database.ts';
import { changedPaths } from './changed-paths.ts';
import { settingsSchema, type Settings } from './settings.ts';

export interface VersionedSettings {
  version: number;
  settings: Settings;
}

export async function readVersionedSettings(db: Database): Promise<VersionedSettings> {
  const row = await db.selectFrom('settings').select(['version', 'data']).executeTakeFirstOrThrow();
  return { version: row.version, settings: settingsSchema.parse(row.data) };
}

/** What is saved in the same transaction and is not among the settings: keys. */
export interface Beside {
  fields: string[];
  write(tx: Tx): Promise<void>;
}

export type SaveOutcome = { kind: 'saved'; version: number } | { kind: 'stale'; current: VersionedSettings };

export async function saveSettings(
  db: Database,
  change: { settings: Settings; from: number; actor: string; beside?: Beside },
): Promise<SaveOutcome> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('settings')
      .select(['version', 'data'])
      .forUpdate()
      .executeTakeFirstOrThrow();
    const current = { version: row.version, settings: settingsSchema.parse(row.data) };
    if (current.version !== change.from) return { kind: 'stale', current };
    const { beside } = change;
    const fields = [...changedPaths(current.settings, change.settings), ...(beside?.fields ?? [])];
    // Keys may move to another account because of a setting, without being typed.
    await beside?.write(tx);
    if (fields.length === 0) return { kind: 'saved', version: current.version };
    const version = current.version + 1;
    await tx
      .updateTable('settings')
      .set({ version, data: JSON.stringify(change.settings), updated_at: sql<Date>`app_now()` })
      .execute();
    await tx
      .insertInto('audit')
      .values({
        attempt_id: null,
        event: 'settings-saved',
        data: JSON.stringify({ actor: change.actor, version, fields }),
      })
      .execute();
    return { kind: 'saved', version };
  });
}
