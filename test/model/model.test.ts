import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/paths.ts';
import { canonical } from './canonical.ts';
import { short, small } from './configurations.ts';
import { explore } from './explore.ts';
import { exploreMutant, mutants } from './mutants.ts';
import { createReduction } from './reduce.ts';
import { mutantTable, withPart } from './report.ts';
import { allRules, rules } from './rules.ts';
import { World } from './world.ts';

const docs = `${projectRoot}/docs/model.md`;

describe('the protocol as a model', () => {
  it.each(short)('breaks no invariant anywhere: $name', (configuration) => {
    const { violation, instants, ended } = explore(configuration);
    expect(violation).toBeUndefined();
    console.log(`${configuration.name}: ${instants} instants, ended from ${ended} of them`);
  });

  it('needs each of its rules, and the document says for what', async () => {
    const killed = mutants.map((mutant) => ({ mutant, exploration: exploreMutant(mutant) }));
    expect(killed.map(({ exploration }) => exploration.violation?.id)).toEqual(
      mutants.map(({ breaks }) => breaks),
    );
    expect(mutants.map(({ leftOut }) => leftOut)).toEqual([...rules]);
    const text = await readFile(docs, 'utf8');
    expect(await withPart(text, 'mutants', mutantTable(killed), docs)).toBe(text);
  });

  it.each(['joined', 'remote'] as const)('loses nothing by its reductions, with a %s shop', (shop) => {
    const configuration = { ...small, shop };
    const reduction = createReduction(configuration, allRules);
    const words = new Uint32Array(new World(configuration).words);
    const simpler = new World(configuration);
    const keyOf = (world: World) => {
      simpler.copy(world);
      canonical(simpler, reduction, words, new Uint32Array(words.length));
      return words.join();
    };
    const reduced = new Set<string>();
    explore(configuration, { visit: (world) => reduced.add(keyOf(world)) });
    const lost: string[] = [];
    let all = 0;
    explore(configuration, {
      reduces: false,
      visit(world) {
        all += 1;
        const key = keyOf(world);
        // While a step that nobody else's depends on waits, the others are not told.
        if (reduction.aside(simpler) === undefined && !reduced.has(key)) lost.push(key);
      },
    });
    expect(lost).toEqual([]);
    expect(all).toBeGreaterThan(2 * reduced.size);
  });
});
