/** Presses of the pay button, in any number of tabs, and leaving. */
import { isLive } from './code.ts';
import type { Configuration } from './configurations.ts';
import { shownDeclined } from './invariants.ts';
import type { Rules } from './rules.ts';
import type { Step } from './step.ts';
import type { Attempt, Slot, World } from './world.ts';

export const lives = ({ state }: Attempt) => state !== 'none' && isLive(state);

function liveIn(world: World, cart: number): boolean {
  const [from, to] = world.range(cart);
  for (let i = from; i < to; i++) if (lives(world.attempts[i]!)) return true;
  return false;
}

/** By whatever method, as the shop knows it. */
export function isOrdered(world: World, cart: number, except = -1): boolean {
  const [from, to] = world.range(cart);
  for (let i = from; i < to; i++) {
    const { state, shop } = world.attempts[i]!;
    if (i !== except && (state === 'committed' || shop === 'order')) return true;
  }
  return world.carts[cart]!.ordered;
}

/** A reservation is there as long as its attempt is live; elsewhere, until the shop is told that it is over. */
const reserved = (world: World, except = -1) =>
  world.attempts.filter((attempt, i) => reserves(attempt) && world.cartOf(i) !== except).length;

const reserves = (attempt: Attempt) =>
  lives(attempt) || (attempt.state === 'closed' && attempt.job === 'due');

export function shopperSteps({ attempts }: Configuration, rules: Rules): Step[] {
  const unique = rules.has('one live attempt per cart');
  const compares = rules.has('compare-and-set on save and confirm');
  const asSeen = rules.has('another card only after the decline that was seen');
  const cancelsFirst = rules.has('cancel before a new attempt');
  const mayConfirm = ({ state, saved }: Attempt) => saved && (state === 'active' || !compares);
  return [
    {
      says: 'a press of the pay button finds nobody paying for the cart',
      of: 'cart',
      take(world, cart) {
        if (world.carts[cart]!.begun === attempts || isOrdered(world, cart)) return false;
        if (unique && liveIn(world, cart)) return false;
        return world.launch({ doing: 'begin', of: cart as Slot['of'] });
      },
    },
    {
      says: 'that press writes its attempt and its reservation, or is refused',
      of: 'slot',
      take(world, slot) {
        const { doing, of } = world.slots[slot]!;
        if (doing !== 'begin') return false;
        const { begun } = world.carts[of]!;
        world.end(slot);
        if (begun === attempts || (unique && liveIn(world, of)) || world.stock <= reserved(world))
          return true;
        const [from] = world.range(of);
        const free = world.attempts.findIndex(({ state }, i) => i >= from && state === 'none');
        world.change(free, { state: 'active' });
        world.changeCart(of, { begun: (begun + 1) as 1 });
        return true;
      },
    },
    {
      says: 'confirmation 1 is written down',
      of: 'attempt',
      take(world, at) {
        const attempt = world.attempts[at]!;
        if (!mayConfirm(attempt) || attempt.n > 0) return false;
        world.change(at, { n: 1 });
        return true;
      },
    },
    {
      says: 'a press with another card finds the last one declined',
      of: 'attempt',
      take(world, at) {
        const attempt = world.attempts[at]!;
        if (attempt.state !== 'active' || attempt.n !== 1 || !shownDeclined(attempt, rules)) return false;
        return world.launch({ doing: 'retry', of: at as Slot['of'], n: attempt.n });
      },
    },
    {
      says: 'that press writes down the next confirmation, or is refused',
      of: 'slot',
      take(world, slot) {
        const { doing, of, n } = world.slots[slot]!;
        const attempt = world.attempts[of]!;
        if (doing !== 'retry') return false;
        world.end(slot);
        if (attempt.n === 3 || !mayConfirm(attempt)) return true;
        if (asSeen ? attempt.n !== n : attempt.outcome === 'open') return true;
        world.change(of, {
          n: (attempt.n + 1) as 2 | 3,
          answer: 'none',
          outcome: 'open',
          remembered: 'other',
        });
        return true;
      },
    },
    {
      says: 'somebody leaves it, takes it over, or lets it expire',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const { state } = world.attempts[at]!;
        if (state !== 'active') return false;
        world.change(at, { state: cancelsFirst ? 'cancelling' : 'closed' });
        return true;
      },
    },
    {
      says: 'the cart is ordered by another payment method',
      of: 'cart',
      take(world, cart) {
        if (isOrdered(world, cart) || world.stock <= reserved(world, cart)) return false;
        world.changeCart(cart, { ordered: true });
        world.stock -= 1;
        return true;
      },
    },
    {
      says: 'the stock is lost',
      of: 'world',
      take(world) {
        if (world.loss !== 'none' || world.stock === 0) return false;
        world.loss = 'lost';
        world.stock = 0;
        return true;
      },
    },
    {
      says: 'one is in stock again',
      of: 'world',
      take(world) {
        if (world.loss !== 'lost') return false;
        world.loss = 'made up for';
        world.stock = 1;
        return true;
      },
    },
  ];
}
