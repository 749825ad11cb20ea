import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, OutputFile, Plugin } from 'esbuild';
import { digestOf } from './freshness.ts';
import { projectRoot } from './paths.ts';

const entries = ['server-stub/main.ts', 'server-stub/fake-stripe/main.ts', 'scripts/leave-with-parent.ts'];
const sources = ['server-stub', 'src', 'demo', 'scripts', 'tsconfig.json', 'package-lock.json'];
const cache = `${projectRoot}/node_modules/.cache/secure-checkout/compiled`;

/** The processes of the shop as plain JavaScript: a restart takes a third of the time that it takes from the sources. */
export interface Compiled {
  server: string;
  fake: string;
  leaveWithParent: string;
}

/** With their packages, once for whoever starts a shop from the same sources. */
export async function compile(): Promise<Compiled> {
  const digest = await digestOf(sources);
  const folder = join(cache, digest.slice(0, 16));
  if (!(await exists(folder))) {
    const used = new Set<string>();
    const files = await bundle({ ...ours, plugins: [sourceUrls, packagesIn(folder, used)] });
    // Without a source map: the first stack trace waits for the whole of it.
    const packages = await bundle({
      entryPoints: [...used].map((name) => ({ in: name, out: `packages/${name}` })),
    });
    // What was saved meanwhile is in it or not.
    if ((await digestOf(sources)) !== digest) return compile();
    await publish([...files, ...packages], folder);
  }
  return programsIn(folder);
}

/** Without their packages: a change is not waited for. */
export async function compileChanged(): Promise<Compiled> {
  const files = await bundle({ ...ours, plugins: [sourceUrls] });
  const hash = createHash('sha256');
  for (const { path, contents } of files) hash.update(path).update(contents);
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  await publish(files, folder);
  return programsIn(folder);
}

/** Hundreds of files that each start would look up and read. The other packages are small, or CommonJS. */
export const together = ['stripe', 'kysely', 'zod', 'jose', 'hono', '@hono/node-server'];

const ours: BuildOptions = {
  entryPoints: entries,
  outbase: '.',
  packages: 'external',
  sourcemap: true,
  sourcesContent: false,
};

async function bundle(options: BuildOptions): Promise<OutputFile[]> {
  // Not needed by most starts.
  const { build, stop } = await import('esbuild');
  const { outputFiles = [] } = await build({
    absWorkingDir: projectRoot,
    outdir: cache,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    ...options,
    write: false,
  });
  // Its helper process would stay for as long as the shop runs.
  await stop();
  return outputFiles;
}

/** Under a draft's name first, so that shops that start at the same time share a folder and never see half of it. */
async function publish(files: readonly OutputFile[], folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.${performance.now()}`;
  for (const { path, contents } of files) {
    const target = join(draft, path.slice(cache.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
  // Made by somebody else in the meantime, it holds the same.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
}

function programsIn(folder: string): Compiled {
  const [server, fake, leaveWithParent] = entries.map((entry) =>
    join(folder, dirname(entry), basename(entry, '.ts') + '.mjs'),
  ) as [string, string, string];
  return { server, fake, leaveWithParent };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

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

/** Those that are bundled by themselves, and which of their modules are `used`. */
const packagesIn = (folder: string, used: Set<string>): Plugin => ({
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z@]/ }, ({ path: name }) => {
      if (!together.some((each) => name === each || name.startsWith(`${each}/`))) return undefined;
      used.add(name);
      return { path: pathToFileURL(join(folder, 'packages', `${name}.mjs`)).href, external: true };
    });
  },
});
