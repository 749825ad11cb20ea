import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, stop, type Plugin } from 'esbuild';
import { projectRoot } from './paths.ts';

const entries = ['server-stub/main.ts', 'server-stub/fake-stripe/main.ts', 'scripts/leave-with-parent.ts'];
const cache = `${projectRoot}/node_modules/.cache/secure-checkout/compiled`;

/** The processes of the shop as plain JavaScript: a restart takes half the time that it takes from the sources. */
export interface Compiled {
  server: string;
  fake: string;
  leaveWithParent: string;
}

/** A folder named by what is in it, so that shops that start at the same time share it and never see half of it. */
export async function compile(): Promise<Compiled> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: entries,
    outbase: '.',
    outdir: cache,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    write: false,
    plugins: [sourceUrls],
  });
  // Its helper process would stay for as long as the shop runs.
  await stop();
  const hash = createHash('sha256');
  for (const { path, contents } of outputFiles) hash.update(path).update(contents);
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  const draft = `${folder}.${process.pid}.${performance.now()}`;
  for (const { path, contents } of outputFiles) {
    const target = join(draft, path.slice(cache.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  // Made by somebody else in the meantime, it holds the same.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  const [server, fake, leaveWithParent] = entries.map((entry) =>
    join(folder, dirname(entry), basename(entry, '.ts') + '.mjs'),
  ) as [string, string, string];
  return { server, fake, leaveWithParent };
}

/** What is read at run time (pages' assets) lies beside the sources. */
const sourceUrls: Plugin = {
  name: 'source-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: atItsPlace(await readFile(path, 'utf8'), path),
      loader: 'ts',
    }));
  },
};

/** The source as though it were run from where it lies. */
export const atItsPlace = (source: string, path: string): string =>
  source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
