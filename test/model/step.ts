import type { Slot, World } from './world.ts';

/** One thing that can happen, at once and whole: a transaction of ours, a call at Stripe or the shop, an act of a person. */
export interface Step {
  /** As a sentence of a trace. */
  says: string;
  of: 'world' | 'cart' | 'attempt' | 'slot';
  /**
   * Who of the server's does it by itself, when every shopper has left: together they have to be enough for everything to
   * come to an end.
   */
  unasked?: 'handler' | 'sweeper' | 'outbox';
  /** Of an attempt that has ended, nobody else's step depends on it, nor it on theirs. */
  local?: true;
  /** Does it to the world; or says that it cannot happen now, and leaves all as it was. */
  take(world: World, at: number): boolean;
}

/** What a handler does next that is in flight. It never waits for another. */
export function later(
  says: string,
  doing: Slot['doing'],
  act: (world: World, slot: number, now: Slot) => boolean,
): Step {
  return {
    says,
    of: 'slot',
    unasked: 'handler',
    take(world, at) {
      const slot = world.slots[at]!;
      return slot.doing === doing && act(world, at, slot);
    },
  };
}

/** Of an attempt whose confirmations have been decided. */
export const noConfirmation = { n: 0, answer: 'none', outcome: 'open', remembered: 'other' } as const;

/** How many there are of what a step can happen to. */
export function subjectsOf(step: Step, world: World): number {
  switch (step.of) {
    case 'world':
      return 1;
    case 'cart':
      return world.carts.length;
    case 'attempt':
      return world.attempts.length;
    case 'slot':
      return world.slots.length;
  }
}

/** Which step, and of what. */
export function nameStep(step: Step, world: World, at: number): string {
  const who = (attempt: number) => {
    const [from] = world.range(world.cartOf(attempt));
    const cart = world.carts.length > 1 ? `cart ${world.cartOf(attempt) + 1}, ` : '';
    return `${cart}attempt ${attempt - from + 1}: `;
  };
  if (step.of === 'world') return step.says;
  if (step.of === 'cart') return world.carts.length > 1 ? `cart ${at + 1}: ${step.says}` : step.says;
  if (step.of === 'attempt') return who(at) + step.says;
  const { doing, of } = world.slots[at]!;
  return doing === 'begin' ? step.says : who(of) + step.says;
}
