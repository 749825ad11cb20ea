import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cdnFile, projectRoot } from './paths.ts';

const stampFile = `${projectRoot}/dist/.sources`;
const sources = [
  'src',
  'server-stub/admin/web',
  'demo/web',
  'server-stub/settings/wordings.ts',
  'server-stub/settings/changed-paths.ts',
  'server-stub/keys/shape.ts',
  'server-stub/admin/roles.ts',
  'server-stub/shop/demo/facts.ts',
  'scripts/minify-templates.ts',
  'scripts/legacy-decorators.ts',
  'vite.config.ts',
  'package-lock.json',
];

/** Whether the built element is made of the sources that lie here now. */
export async function isElementFresh(): Promise<boolean> {
  const [stamp, built] = await Promise.all([read(stampFile), read(cdnFile)]);
  return built !== undefined && stamp === (await digestOf(sources));
}

export async function writeStamp(): Promise<void> {
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, await digestOf(sources));
}

/** Of files and folders, by content: a clone sets every time to now. */
export async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of await filesUnder(path))
      hash.update(file).update(await readFile(join(projectRoot, file)));
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<string[]> {
  if (path.includes('.')) return [path];
  const entries = await readdir(join(projectRoot, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length + 1))
    .toSorted();
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
