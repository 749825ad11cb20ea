/** The way to an instant in words: the steps are tried again from the beginning, and each attempt keeps its number. */
import { canonical } from './canonical.ts';
import type { Configuration } from './configurations.ts';
import type { Instants } from './instants.ts';
import { createReduction } from './reduce.ts';
import type { Rules } from './rules.ts';
import { nameStep, subjectsOf } from './step.ts';
import { stepsOf } from './steps.ts';
import { World } from './world.ts';

const beginning = 0xffffffff;

export function tellStory(
  configuration: Configuration,
  rules: Rules,
  instants: Instants,
  last: number,
): string[] {
  const way = [last];
  while (instants.parentOf(way[0]!) !== beginning) way.unshift(instants.parentOf(way[0]!));
  const now = new World(configuration);
  now.decode(instants.words, instants.at(way[0]!));
  const story = [`in stock: ${now.stock}`];
  for (const index of way.slice(1)) story.push(follow(now, instants, index, configuration, rules));
  return story;
}

function follow(
  now: World,
  instants: Instants,
  to: number,
  configuration: Configuration,
  rules: Rules,
): string {
  const words = new Uint32Array(now.words);
  const swapped = new Uint32Array(now.words);
  const wanted = instants.words.subarray(instants.at(to), instants.at(to) + now.words);
  const reduction = createReduction(configuration, rules);
  const next = new World(configuration);
  const simple = new World(configuration);
  for (const step of stepsOf(configuration, rules))
    for (let at = 0; at < subjectsOf(step, now); at++) {
      next.copy(now);
      if (!step.take(next, at)) continue;
      simple.copy(next);
      canonical(simple, reduction, words, swapped);
      if (!words.every((word, i) => word === wanted[i])) continue;
      const name = nameStep(step, now, at);
      now.copy(next);
      return name;
    }
  throw new Error('the way to this instant cannot be found again');
}
