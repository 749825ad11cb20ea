import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { startPostgres, type PostgresDatabase } from '../helpers/postgres.ts';

let postgres: PostgresDatabase;
let db: Database;
beforeAll(async () => {
  postgres = await startPostgres();
  db = await openDatabase({ url: postgres.url, dataDir: '' });
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

const settingsOf = (version: number) =>
  db.selectFrom('settings').selectAll().where('version', '>=', version).execute();

async function often(act: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 8; n++) await act();
}

/** Of the connection that was used last, which is the one that is used next. */
async function preparedTexts(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements`.execute(db);
  return rows.map(({ statement }) => statement);
}

it('a statement that comes again is planned once, and a page of a list each time', async () => {
  await settingsOf(0);
  expect(await preparedTexts()).not.toContainEqual(expect.stringContaining('"settings"'));
  await often(() => settingsOf(0));
  await often(() => db.selectFrom('audit').select('id').where('event', '=', 'x').limit(10).execute());
  const texts = await preparedTexts();
  expect(texts).toContainEqual(expect.stringContaining('"settings"'));
  expect(texts).not.toContainEqual(expect.stringContaining('"audit"'));
});

it('a table that another instance’s migration changes meanwhile disturbs nobody', async () => {
  await db.insertInto('settings').values({ version: 7, data: '{}' }).execute();
  await often(() => settingsOf(0));
  await sql`ALTER TABLE settings ADD COLUMN later int DEFAULT 5`.execute(db);
  expect(await settingsOf(7)).toMatchObject([{ version: 7, later: 5 }]);
  await often(() => settingsOf(7));
  expect(await settingsOf(7)).toHaveLength(1);
});

it('a transaction in which that happens is undone as a whole, and the next one goes through', async () => {
  await often(() => settingsOf(0));
  await sql`ALTER TABLE settings ADD COLUMN still_later int`.execute(db);
  const writeAndRead = () =>
    db.transaction().execute(async (tx) => {
      await tx.updateTable('settings').set({ version: 9 }).execute();
      return tx.selectFrom('settings').selectAll().where('version', '>=', 0).execute();
    });
  await expect(writeAndRead()).rejects.toMatchObject({ code: '25P02' });
  expect(await settingsOf(0)).toMatchObject([{ version: 7 }]);
  expect(await writeAndRead()).toMatchObject([{ version: 9 }]);
});

it('behind a pooler that knows no names, statements go without them', async () => {
  await often(() => settingsOf(0));
  await sql`DEALLOCATE ALL`.execute(db);
  expect(await settingsOf(7)).toHaveLength(1);
  await often(() => settingsOf(7));
  expect(await preparedTexts()).toEqual([]);
});
