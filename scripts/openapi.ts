/** `npm run openapi` writes docs/openapi.json from the schemas; with `--check` it says whether it is still what they say. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../server-stub/openapi/document.ts';
import { projectRoot } from './paths.ts';

const target = join(projectRoot, 'docs/openapi.json');
const text = await format(JSON.stringify(openApiDocument()), {
  ...(await resolveConfig(target)),
  parser: 'json',
});
if (process.argv.includes('--check')) {
  const written = await readFile(target, 'utf8').catch(() => '');
  if (written !== text) {
    console.log('docs/openapi.json is not what the schemas say; npm run openapi writes it');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
