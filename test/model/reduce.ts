/**
 * What need not be told apart. Both hold only while all rules do, so a mutant goes without; why they lose nothing is in
 * docs/model.md.
 */
import { moneyAt } from './code.ts';
import type { Configuration } from './configurations.ts';
import { allRules, type Rules } from './rules.ts';
import type { Attempt, Slot, World } from './world.ts';

export interface Reduction {
  /** A handler that was overtaken does no more than one that was killed. */
  dropOvertaken(world: World): void;
  /** An ended attempt with steps that nobody else's touch or see, the `local` ones: they are taken before any other. */
  aside(world: World): number | undefined;
}

export const noReduction: Reduction = { dropOvertaken: () => {}, aside: () => undefined };

export function createReduction({ kills, shop, attempts }: Configuration, rules: Rules): Reduction {
  if (!kills || rules !== allRules) return noReduction;
  return {
    dropOvertaken(world) {
      for (let i = 0; i < world.slots.length; i++) {
        const slot = world.slots[i]!;
        if (slot.doing === 'nothing') continue;
        const overtaken =
          slot.doing === 'begin'
            ? world.carts[slot.of]!.begun === attempts
            : isOvertaken(slot, world.attempts[slot.of]!, shop);
        if (overtaken) world.end(i);
      }
    },
    aside({ attempts }) {
      const at = attempts.findIndex(
        ({ state, saved, intent }) =>
          state === 'closed' && !saved && (intent === 'none' || intent === 'requires_payment_method'),
      );
      return at < 0 ? undefined : at;
    },
  };
}

/** Whether what it has left to do changes nothing: its compare-and-set must fail, now and at every later moment. */
function isOvertaken(
  { doing, n, seen, money, ends }: Slot,
  attempt: Attempt,
  shop: Configuration['shop'],
): boolean {
  const { state, outcome } = attempt;
  switch (doing) {
    case 'retry':
      return state !== 'active' || attempt.n !== n;
    case 'mark': {
      const expected = seen === 'requires_payment_method' ? 'accepted' : 'open';
      return state !== 'active' || attempt.n !== n || outcome !== expected;
    }
    case 'claim':
    case 'give-up-active':
      return state !== 'active';
    case 'place':
      // A shop elsewhere is asked whatever our state has become.
      return state !== 'placing' && (shop === 'joined' || attempt.shop === 'release');
    case 'commit':
    case 'let-go':
    case 'give-up-placing':
      return state !== 'placing';
    case 'follow':
      return ends === 'nothing' && (attempt.money !== money || moneyAt(seen) === money);
    default:
      return false;
  }
}
