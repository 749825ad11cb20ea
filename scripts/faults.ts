/** `docs/faults.md` from the names of the tests: `npm run faults` writes it, `npm run check` sees that it is fresh and whole. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from './paths.ts';

/** As the protocol numbers them. */
const faultCount = 67;
const target = `${projectRoot}/docs/faults.md`;

interface Row {
  fault: number;
  file: string;
  shows: string;
}

async function readRows(): Promise<Row[]> {
  const files = await readdir(`${projectRoot}/test`, { recursive: true });
  const rows: Row[] = [];
  for (const file of files.filter((name) => name.endsWith('.test.ts')).sort()) {
    const source = await readFile(`${projectRoot}/test/${file}`, 'utf8');
    for (const [, name = ''] of source.matchAll(/['"`](fault \d+: [^\n]*?)['"`](?=[,(\s])/g)) {
      const [, number, shows = ''] = /^fault (\d+): (.*)$/.exec(name) ?? [];
      rows.push({ fault: Number(number), file: file.replaceAll('\\', '/'), shows });
    }
  }
  return rows.sort((a, b) => a.fault - b.fault);
}

function table(rows: Row[]): string {
  const lines = rows.map(
    ({ fault, file, shows }) => `| ${fault} | ${shows.replaceAll('|', '\\|')} | [${file}](../test/${file}) |`,
  );
  return `# Faults

What may go wrong around a payment, and the test that shows what becomes of it: in the database, at Stripe, on the screen. Made from
the names of the tests by \`npm run faults\`.

| fault | what is shown | test |
| --- | --- | --- |
${lines.join('\n')}
`;
}

const rows = await readRows();
const missing = Array.from({ length: faultCount }, (_, i) => i + 1).filter(
  (n) => !rows.some(({ fault }) => fault === n),
);
const text = await format(table(rows), { ...(await resolveConfig(target)), parser: 'markdown' });
if (process.argv.includes('--check')) {
  const written = await readFile(target, 'utf8').catch(() => '');
  if (written !== text) {
    console.log('docs/faults.md is not what the tests are named; npm run faults writes it');
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
if (missing.length > 0) {
  console.log(`no test is named for fault ${missing.join(', ')}`);
  process.exitCode = 1;
}
