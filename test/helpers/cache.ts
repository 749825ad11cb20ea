import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What takes seconds to make and is the same for every run. It goes with `node_modules`. */
export const cacheDirectory = fileURLToPath(
  new URL('../../node_modules/.cache/secure-checkout/', import.meta.url),
);

/**
 * The folder of that name, made by whoever asks first. It is made next to its final place and renamed, so that parallel
 * runs never see half of one.
 */
export async function madeOnce(name: string, make: (draft: string) => Promise<void>): Promise<string> {
  const home = join(cacheDirectory, name);
  if (await exists(home)) return home;
  await mkdir(cacheDirectory, { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  await make(draft);
  await publish(draft, home);
  return home;
}

/** Whoever comes second finds the place taken and uses what is there. */
async function publish(draft: string, home: string): Promise<void> {
  try {
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(home))) throw error;
  }
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The package that a file belongs to: its folder, and its version, which names what is made from it. */
export async function packageOf(file: string): Promise<{ directory: string; version: string }> {
  const directory = dirname(file);
  const description = await readFile(join(directory, 'package.json'), 'utf8').catch(() => '{}');
  // A folder inside a package may hold one that says no more than `type`.
  const { version } = JSON.parse(description) as { version?: string };
  return version ? { directory, version } : packageOf(directory);
}
