/** What a handler decides that reads an attempt and then asks Stripe. It acts on it later, when both may be otherwise. */
import { stepOf } from './code.ts';
import type { Configuration } from './configurations.ts';
import type { Attempt, Slot, World } from './world.ts';

export type Look = (attempt: Attempt, at: number) => Partial<Slot> | undefined;

/** Only what can be overtaken: a step that stays right however late it comes is taken where it is decided. */
export function createLook({ money: how }: Configuration): Look {
  return (attempt, at) => {
    const { state, intent: seen, money } = attempt;
    const of = at as Slot['of'];
    if (state === 'committed')
      return { doing: 'follow', of, seen, money, ends: how === 'told' ? 'check' : 'nothing' };
    const step = stepOf(attempt);
    if (step === 'place') return { doing: 'place', of, seen };
    if (step === 'claim') return { doing: 'claim', of, seen };
    if (step !== 'give-up') return undefined;
    return { doing: state === 'active' ? 'give-up-active' : 'give-up-placing', of };
  };
}

/** Somebody else was first: what was seen is not believed any more. */
export function lookAgain(world: World, slot: number, look: Look): void {
  const { of } = world.slots[slot]!;
  world.end(slot);
  const next = look(world.attempts[of]!, of);
  if (next) world.launch(next);
}
