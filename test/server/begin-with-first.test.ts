import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { isUniqueViolation, type Database, type Tx } from '../../server-stub/store/database.ts';
import { openTestDatabase } from '../helpers/postgres.ts';

let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
});
afterAll(() => close());
afterEach(() => void vi.restoreAllMocks());

const settings = { version: 1, data: '{}' };
const write = (tx: Database | Tx) => tx.insertInto('settings').values(settings).execute();
const count = async (tx: Database | Tx) => (await tx.selectFrom('settings').selectAll().execute()).length;
const clear = (tx: Database | Tx) => tx.deleteFrom('settings').execute();

it('a transaction begins with its first statement, in one way to the database', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await db.transaction().execute((tx) => count(tx));
  expect(query).toHaveBeenCalledTimes(2);
});

it('what fails in a transaction undoes its first statement', async () => {
  // Often enough for the statement to have its name.
  for (let n = 0; n < 6; n++) {
    const failing = db.transaction().execute(async (tx) => {
      await write(tx);
      expect(await count(tx)).toBe(1);
      await write(tx);
    });
    await expect(failing).rejects.toSatisfy(isUniqueViolation);
    expect(await count(db)).toBe(0);
  }
});

it('a first statement that fails leaves the connection as it was', async () => {
  await write(db);
  await expect(db.transaction().execute((tx) => write(tx))).rejects.toSatisfy(isUniqueViolation);
  expect(await db.transaction().execute((tx) => clear(tx))).toHaveLength(1);
  expect(await count(db)).toBe(0);
});

it('a transaction that asks nothing is none', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await db.transaction().execute(async () => {});
  expect(query).not.toHaveBeenCalled();
  expect(await count(db)).toBe(0);
});
