import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../server-stub/store/database.ts';
import { madeOnce, packageOf } from './cache.ts';

const server = fileURLToPath(new URL('../../server-stub/', import.meta.url));

/**
 * Puts an embedded database with its tables, and nothing in them, where the server would make one: that takes seconds of
 * both cores, a copy of one takes none. How one is made is tested by create-cluster and migrations.
 */
export async function layCluster(dataDir: string): Promise<void> {
  await cp(await migratedCluster(), join(dataDir, 'db'), { recursive: true });
}

/** Its folder, made once for all runs. */
export async function migratedCluster(): Promise<string> {
  const { version } = await packageOf(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const home = await madeOnce(`cluster-${version}-${await migrationsDigest()}`, async (draft) => {
    const database = await openDatabase({ dataDir: draft });
    await database.destroy();
  });
  return join(home, 'db');
}

/** Changes with any file that says how the tables look. */
async function migrationsDigest(): Promise<string> {
  const files = (await readdir(server, { recursive: true })).filter((file) => /migration.*\.ts$/.test(file));
  const digest = createHash('sha256');
  for (const file of files.sort()) digest.update(await readFile(join(server, file)));
  return digest.digest('hex').slice(0, 12);
}
