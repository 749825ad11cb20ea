import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server-stub/store/database.ts';

test('a start that was killed while it made the database leaves nothing in the way of the next', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cluster-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await mkdir(join(dataDir, 'db.4711'));
  await writeFile(join(dataDir, 'db.4711', 'PG_VERSION'), 'half');

  const database = await openDatabase({ dataDir });
  onTestFinished(() => database.destroy());
  expect(await database.selectFrom('installation').select('id').execute()).toHaveLength(1);
  expect(await readdir(dataDir)).toEqual(['db']);
}, 120_000);
