import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/paths.ts';
import { withPart } from '../../model/report.ts';
import { mutate, mutants, mutantTable } from './mutants.ts';

it.each(mutants.map((mutant) => [mutant.leftOut, mutant] as const))(
  'without "%s" there is still a program to hunt',
  async (_name, mutant) => {
    const source = await readFile(`${projectRoot}/${mutant.file}`, 'utf8');
    expect(mutate(source, mutant)).not.toBe(source);
  },
);

it('the document lists every mutant, and what it breaks', async () => {
  const file = `${projectRoot}/docs/simulation.md`;
  const text = await readFile(file, 'utf8');
  expect(await withPart(text, 'mutants', mutantTable(), file)).toBe(text);
});
