import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes an empty embedded database. In a process of its own, whose half gigabyte goes with it; under a name of its own,
 * so that a start that was killed here leaves no half of one.
 */
export async function createCluster(dir: string): Promise<void> {
  const draft = `${dir}.${process.pid}`;
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const home = dirname(dir);
  await mkdir(home, { recursive: true });
  const left = (await readdir(home)).filter((name) => name.startsWith(`${basename(dir)}.`));
  for (const name of left) await rm(join(home, name), { recursive: true, force: true });
  try {
    await run(process.execPath, ['-e', create, pglite, draft]);
    await rename(draft, dir);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const create = `
const [pglite, dir] = process.argv.slice(1);
require(pglite).PGlite.create(dir).then((database) => database.close());
`;
