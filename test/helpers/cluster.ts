import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createCluster } from '../../server-stub/store/create-cluster.ts';
import { madeOnce, packageOf } from './cache.ts';

/** Puts an empty embedded database where the server would make one: that takes seconds, a copy of one takes none. */
export async function layCluster(dataDir: string): Promise<void> {
  const { version } = await packageOf(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
  const home = await madeOnce(`cluster-${version}`, (draft) => createCluster(join(draft, 'db')));
  await cp(join(home, 'db'), join(dataDir, 'db'), { recursive: true });
}
