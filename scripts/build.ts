import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { cdnFile, projectRoot } from './paths.ts';
import { writeStamp } from './freshness.ts';

const run = promisify(execFile);

/** The one file for a script tag; all that `npm start` needs of the element. */
export async function buildCdn(): Promise<void> {
  await build({ root: projectRoot, configFile: `${projectRoot}/vite.config.ts`, mode: 'cdn' });
  await writeStamp();
}

export async function buildAll(): Promise<void> {
  await rm(`${projectRoot}/dist`, { recursive: true, force: true });
  await build({ root: projectRoot, configFile: `${projectRoot}/vite.config.ts`, mode: 'modules' });
  await Promise.all([
    buildCdn(),
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.types.json'], {
      cwd: projectRoot,
    }),
  ]);
}

/** What a shop needs to pin the file: its size over the wire and its subresource integrity hash. */
export async function describeCdn(): Promise<string> {
  const code = await readFile(cdnFile);
  const integrity = createHash('sha384').update(code).digest('base64');
  const kilobytes = (gzipSync(code, { level: 9 }).length / 1000).toFixed(1);
  return `dist/cdn/secure-checkout.min.js  ${kilobytes} kB gzip  integrity="sha384-${integrity}"`;
}

if (process.argv[1]?.endsWith('build.ts')) {
  await (process.argv.includes('--cdn') ? buildCdn() : buildAll());
  console.log(await describeCdn());
}
