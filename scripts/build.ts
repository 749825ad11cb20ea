import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { manifestConfig, writeEditorData } from './editor-data.ts';
import { cdnFolder, projectRoot } from './paths.ts';
import { runTool } from './tool.ts';
import { writeStamp } from './freshness.ts';

// Whoever starts the build (a test runner, say) may have named another; Lit would come with its development checks.
process.env['NODE_ENV'] = 'production';

/** All that `npm start` serves: what a script tag loads, the console, the scripts of the preview pages and of the playground. The late file first: the other names its hash. */
async function buildCdn(): Promise<void> {
  const configFile = `${projectRoot}/vite.config.ts`;
  await rm(cdnFolder, { recursive: true, force: true });
  await build({ root: projectRoot, configFile, mode: 'cdn-late' });
  const [late = ''] = await readdir(cdnFolder);
  await build({
    root: projectRoot,
    configFile,
    mode: 'cdn',
    define: {
      LATE_FILE: JSON.stringify(late),
      LATE_INTEGRITY: JSON.stringify(integrityOf(await readFile(join(cdnFolder, late)))),
    },
  });
  await build({ root: projectRoot, configFile, mode: 'console' });
  await build({ root: projectRoot, configFile, mode: 'preview' });
  await build({ root: projectRoot, configFile, mode: 'playground' });
  await writeStamp();
}

async function buildAll(): Promise<void> {
  await rm(`${projectRoot}/dist`, { recursive: true, force: true });
  await build({ root: projectRoot, configFile: `${projectRoot}/vite.config.ts`, mode: 'modules' });
  await buildCdn();
  await Promise.all([
    generate(['tsc', '-p', 'scripts/tsconfig.types.json']),
    generate(['cem', 'analyze', '--config', manifestConfig, '--outdir', 'dist', '--quiet']),
  ]);
  await writeEditorData();
}

async function generate(command: string[]): Promise<void> {
  const { passed, output } = await runTool(command);
  if (!passed) throw new Error(`${command.join(' ')}\n${output}`);
}

/** What a shop needs to pin the files: their sizes over the wire and their subresource integrity hashes. */
async function describeCdn(): Promise<string> {
  const files = (await readdir(cdnFolder)).toSorted().toReversed();
  const lines = files.map(async (file) => {
    const code = await readFile(join(cdnFolder, file));
    const kilobytes = (gzipSync(code, { level: 9 }).length / 1000).toFixed(1);
    return `dist/cdn/${file}  ${kilobytes} kB gzip  integrity="${integrityOf(code)}"`;
  });
  return (await Promise.all(lines)).join('\n');
}

function integrityOf(code: Uint8Array): string {
  return `sha384-${createHash('sha384').update(code).digest('base64')}`;
}

if (process.argv[1]?.endsWith('build.ts')) {
  await (process.argv.includes('--cdn') ? buildCdn() : buildAll());
  console.log(await describeCdn());
}
