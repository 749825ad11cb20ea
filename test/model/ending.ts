/** Whether what the server does by itself, all shoppers gone and no more faults, brings everything to a good end. */
import type { Invariant } from './invariants.ts';
import { nameStep, subjectsOf, type Step } from './step.ts';
import { World } from './world.ts';

/** More steps than any road to an end has. */
const mostSteps = 80;

export interface Ending {
  broken?: Pick<Invariant, 'id' | 'says'>;
  story: string[];
}

let scratch: World | undefined;

/** From an instant without a handler in flight. Each handler goes on before another begins. */
export function findEnding(from: World, steps: readonly Step[], ends: readonly Invariant[]): Ending {
  if (!scratch || scratch.size !== from.size) scratch = new World(from.size);
  const world = scratch;
  world.copy(from);
  const story: string[] = [];
  for (let i = 0; i < mostSteps; i++) {
    const name = takeOne(world, steps);
    if (name === undefined) {
      const broken = ends.find(({ holds }) => !holds(world));
      return broken ? { broken, story } : { story };
    }
    story.push(name);
  }
  return { broken: { id: 'I14', says: 'the server goes round in circles' }, story: story.slice(0, 20) };
}

function takeOne(world: World, steps: readonly Step[]): string | undefined {
  for (const of of ['slot', 'attempt'] as const)
    for (const step of steps) {
      if (step.of !== of) continue;
      const subjects = subjectsOf(step, world);
      for (let at = 0; at < subjects; at++) {
        const before = nameStep(step, world, at);
        if (step.take(world, at)) return before;
      }
    }
  return undefined;
}
