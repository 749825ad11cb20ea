/**
 * `npm run model`: every configuration explored in full, every mutant killed, and docs/model.md compared with what was
 * found; `--write` writes it there. Prints each counter-example.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { projectRoot } from '../../scripts/paths.ts';
import { full } from './configurations.ts';
import { explore } from './explore.ts';
import { exploreMutant, mutants } from './mutants.ts';
import { countTable, mutantTable, toldStory, withPart } from './report.ts';

const file = `${projectRoot}/docs/model.md`;
const began = performance.now();

const explored = full.map((configuration) => {
  const exploration = explore(configuration);
  const { instants, transitions, depth, ended, violation, seconds } = exploration;
  console.log(
    `${violation ? '✗' : '✓'} ${configuration.name}: ${instants} instants, ${transitions} transitions, ` +
      `${depth} deep, ended from ${ended}, ${violation ? 'broken' : '0 violations'}, ${seconds.toFixed(1)} s`,
  );
  if (violation) console.log(`${violation.id}: ${violation.says}\n    ${violation.story.join('\n    ')}`);
  return { configuration, exploration };
});
const killed = mutants.map((mutant) => ({ mutant, exploration: exploreMutant(mutant) }));
for (const its of killed) console.log(toldStory(its));

const broken = explored.filter(({ exploration }) => exploration.violation).length;
const alive = killed.filter(({ exploration }) => !exploration.violation).length;
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `model: ${broken} of ${explored.length} configurations broken, ${alive} of ${killed.length} mutants alive, ` +
    `${minutes} min, ${memory} MB`,
);

const written = await readFile(file, 'utf8');
const counted = await withPart(written, 'counts', countTable(explored), file);
const text = await withPart(counted, 'mutants', mutantTable(killed), file);
if (process.argv.includes('--write')) await writeFile(file, text);
else if (text !== written)
  console.log('docs/model.md is not what was found; npm run model -- --write writes it');
if (broken + alive > 0 || (text !== written && !process.argv.includes('--write'))) process.exitCode = 1;
