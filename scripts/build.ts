import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { cdnFile, projectRoot } from './paths.ts';
import { runTool } from './tool.ts';
import { writeStamp } from './freshness.ts';

// Whoever starts the build (a test runner, say) may have named another; Lit would come with its development checks.
process.env['NODE_ENV'] = 'production';

/** The one file for a script tag; all that `npm start` needs of the element. */
async function buildCdn(): Promise<void> {
  await build({ root: projectRoot, configFile: `${projectRoot}/vite.config.ts`, mode: 'cdn' });
  await writeStamp();
}

async function buildAll(): Promise<void> {
  await rm(`${projectRoot}/dist`, { recursive: true, force: true });
  await build({ root: projectRoot, configFile: `${projectRoot}/vite.config.ts`, mode: 'modules' });
  await buildCdn();
  await Promise.all([
    generate(['tsc', '-p', 'scripts/tsconfig.types.json']),
    generate([
      'cem',
      'analyze',
      '--litelement',
      '--globs',
      'src/element/**/*.ts',
      '--outdir',
      'dist',
      '--quiet',
    ]),
  ]);
}

async function generate(command: string[]): Promise<void> {
  const { passed, output } = await runTool(command);
  if (!passed) throw new Error(`${command.join(' ')}\n${output}`);
}

/** What a shop needs to pin the file: its size over the wire and its subresource integrity hash. */
async function describeCdn(): Promise<string> {
  const code = await readFile(cdnFile);
  const integrity = createHash('sha384').update(code).digest('base64');
  const kilobytes = (gzipSync(code, { level: 9 }).length / 1000).toFixed(1);
  return `dist/cdn/secure-checkout.min.js  ${kilobytes} kB gzip  integrity="sha384-${integrity}"`;
}

if (process.argv[1]?.endsWith('build.ts')) {
  await (process.argv.includes('--cdn') ? buildCdn() : buildAll());
  console.log(await describeCdn());
}
