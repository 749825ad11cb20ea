/** What was explored, as the tables of docs/model.md. */
import { format, resolveConfig } from 'prettier';
import type { Configuration } from './configurations.ts';
import type { Exploration } from './explore.ts';
import type { Mutant } from './mutants.ts';

export interface Explored {
  configuration: Configuration;
  exploration: Exploration;
}

export interface Killed {
  mutant: Mutant;
  exploration: Exploration;
}

const count = (n: number) => n.toLocaleString('en');

export function countTable(explored: Explored[]): string {
  const rows = explored.map(
    ({
      configuration: { name, slots, stock },
      exploration: { instants, transitions, depth, ended, violation },
    }) =>
      `| ${name} | ${slots} | ${stock.join(' or ')} | ${count(instants)} | ${count(transitions)} | ${depth} | ${count(ended)} | ${violation ? violation.id : 0} |`,
  );
  return `| configuration | in flight | stock | instants | transitions | farthest | ended from | violations |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`;
}

export function mutantTable(killed: Killed[]): string {
  const rows = killed.map(({ mutant: { leftOut }, exploration: { violation } }) =>
    violation
      ? `| ${leftOut} | ${violation.id}: ${violation.says} | ${violation.story.length - 1} |`
      : `| ${leftOut} | nothing | |`,
  );
  return `| rule left out | what breaks | steps to it |
| --- | --- | --- |
${rows.join('\n')}`;
}

/** The text with the part between `<!-- name -->` and `<!-- /name -->` replaced, and laid out. */
export async function withPart(text: string, name: string, part: string, file: string): Promise<string> {
  const place = new RegExp(`(<!-- ${name} -->)[^]*(<!-- /${name} -->)`);
  if (!place.test(text)) throw new Error(`${file} has no place for ${name}`);
  const filled = text.replace(place, (_, from: string, to: string) => `${from}\n\n${part}\n\n${to}`);
  return format(filled, { ...(await resolveConfig(file)), parser: 'markdown' });
}

export function toldStory({ mutant: { leftOut }, exploration: { violation } }: Killed): string {
  if (!violation) return `✗ without "${leftOut}" nothing breaks`;
  const steps = violation.story.map((step, i) => `    ${i === 0 ? '' : `${i}. `}${step}`);
  return `✓ without "${leftOut}": ${violation.id}, ${violation.says}\n${steps.join('\n')}`;
}
