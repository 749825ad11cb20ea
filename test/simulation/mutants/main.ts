/**
 * `npm run simulate:mutants`: hunts each mutant with the seeds of the simulation, and prints the one that finds it. Found is
 * only what breaks the rule it should, on a seed on which the code as it is breaks nothing; a mutant that dies is a mistake.
 * `-- --only WORDS` hunts those whose name has these words, `-- --write` lists all of them in docs/simulation.md.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../../scripts/paths.ts';
import { withPart } from '../../model/report.ts';
import { compileMutant } from './compile.ts';
import type { Found } from './hunt.ts';
import { brokenRules, mutants, mutantTable, type Mutant } from './mutants.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
const file = `${projectRoot}/docs/simulation.md`;
if (values.write)
  await writeFile(file, await withPart(await readFile(file, 'utf8'), 'mutants', mutantTable(), file));

const began = performance.now();
const asItIs = await compileMutant('as-it-is');
const hunted = mutants.filter(({ leftOut }) => leftOut.includes(values.only));
const left = hunted.entries();
let alive = 0;

await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const [number, mutant] of left) {
      const verdict = await hunt(mutant, number);
      if (!verdict.found) alive += 1;
      console.log(`${verdict.found ? '✓' : '✗'} without "${mutant.leftOut}": ${verdict.says}`);
    }
  }),
);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
console.log(`simulation: ${alive} of ${hunted.length} mutants alive, ${minutes} min`);
process.exitCode = alive > 0 ? 1 : 0;

async function hunt(mutant: Mutant, number: number): Promise<{ found: boolean; says: string }> {
  try {
    const program = await compileMutant(`${number}`, mutant);
    const found = await run(program, ['1', values.seeds, ...(mutant.shop ? [mutant.shop] : [])]);
    if (!found) return { found: false, says: `nothing breaks with ${values.seeds} seeds` };
    const says = `seed ${found.seed}: ${found.broken.join('; ').replaceAll('\n', ' ')}`;
    if (!brokenRules(found.broken).some((rule) => mutant.breaks.includes(rule)))
      return { found: false, says: `${says}, and not ${mutant.breaks.join(' or ')}` };
    const control = await run(asItIs, [`${found.seed}`, '1']);
    return control ? { found: false, says: `${says}, and so does the code as it is` } : { found: true, says };
  } catch (error) {
    return { found: false, says: error instanceof Error ? error.message : String(error) };
  }
}

function run(program: string, options: string[]): Promise<Found | undefined> {
  const child = fork(program, options);
  return new Promise((resolve, reject) => {
    child.once('message', (sent) => resolve(sent === 'nothing' ? undefined : (sent as Found)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`died with ${code} before it had told anything`)));
  });
}
