/** Breadth first through every instant that can be reached; the first that breaks an invariant is a shortest way to it. */
import { mayFollow } from './code.ts';
import { canonical } from './canonical.ts';
import type { Configuration } from './configurations.ts';
import { findEnding } from './ending.ts';
import { Instants } from './instants.ts';
import { endings, invariantsOf, type Invariant } from './invariants.ts';
import { allRules, type Rules } from './rules.ts';
import { createReduction, noReduction } from './reduce.ts';
import { nameStep, subjectsOf } from './step.ts';
import { stepsOf } from './steps.ts';
import { tellStory } from './story.ts';
import { World } from './world.ts';

export interface Violation {
  id: string;
  says: string;
  /** What happened, one sentence a step. */
  story: string[];
}

export interface Exploration {
  instants: number;
  transitions: number;
  /** Of the shortest way to the farthest instant. */
  depth: number;
  /** Instants without a handler in flight, from each of which the end was reached. */
  ended: number;
  violation: Violation | undefined;
  seconds: number;
}

export interface Exploring {
  rules?: Rules;
  /** Only these invariants are asked; all when left out. */
  only?: readonly string[];
  /** False: every instant is told apart, to see that the reductions lose none. */
  reduces?: boolean;
  visit?(world: World): void;
}

export const lawful = {
  id: 'I7',
  says: 'committed and cancelling exclude each other, and what has ended never changes',
};

export function explore(
  configuration: Configuration,
  { rules = allRules, only, reduces = true, visit }: Exploring = {},
): Exploration {
  const began = performance.now();
  const asked = ({ id }: Pick<Invariant, 'id'>) => only === undefined || only.includes(id);
  const invariants = invariantsOf(rules).filter(asked);
  const ends = endings.filter(asked);
  const asksLawful = asked(lawful);
  const steps = stepsOf(configuration, rules);
  const unasked = steps.filter(({ unasked }) => unasked && (unasked !== 'sweeper' || rules.has('sweeper')));

  const reduction = reduces ? createReduction(configuration, rules) : noReduction;
  const now = new World(configuration);
  const next = new World(configuration);
  const instants = new Instants(now.words);
  const words = new Uint32Array(now.words);
  const swapped = new Uint32Array(now.words);
  let transitions = 0;
  let ended = 0;
  let depth = 0;
  let levelEnd = 0;

  const done = (violation?: Violation): Exploration => ({
    instants: instants.count,
    transitions,
    depth,
    ended,
    violation,
    seconds: (performance.now() - began) / 1000,
  });

  for (const stock of configuration.stock) {
    next.copy(new World(configuration));
    next.stock = stock;
    canonical(next, reduction, words, swapped);
    instants.add(words, 0xffffffff);
  }
  levelEnd = instants.count;

  for (let index = 0; index < instants.count; index++) {
    if (index === levelEnd) {
      depth += 1;
      levelEnd = instants.count;
    }
    now.decode(instants.words, instants.at(index));
    visit?.(now);
    const broken = invariants.find(({ holds }) => !holds(now));
    if (broken) return done({ ...broken, story: tellStory(configuration, rules, instants, index) });
    if (ends.length > 0 && now.slots.every(({ doing }) => doing === 'nothing')) {
      ended += 1;
      const ending = findEnding(now, unasked, ends);
      if (ending.broken) {
        const story = [...tellStory(configuration, rules, instants, index), ...ending.story];
        return done({ ...ending.broken, story });
      }
    }
    next.copy(now);
    const aside = reduction.aside(now);
    for (const step of steps) {
      if (aside !== undefined && !step.local) continue;
      const subjects = subjectsOf(step, now);
      for (let at = 0; at < subjects; at++) {
        if (aside !== undefined && at !== aside) continue;
        if (!step.take(next, at)) continue;
        transitions += 1;
        const unlawful =
          asksLawful && next.attempts.some(({ state }, i) => !mayFollow(now.attempts[i]!.state, state));
        if (unlawful) {
          const story = [...tellStory(configuration, rules, instants, index), nameStep(step, now, at)];
          return done({ ...lawful, story });
        }
        canonical(next, reduction, words, swapped);
        instants.add(words, index);
        next.copy(now);
      }
    }
  }
  return done();
}
