/** What must be so at every instant, and what must be so once nothing is under way any more. */
import { holdsNothing, isDeclined, isLive, moneyAt } from './code.ts';
import type { Rules } from './rules.ts';
import type { Attempt, IntentNow, World } from './world.ts';

export interface Invariant {
  id: string;
  says: string;
  holds(world: World): boolean;
}

/** What the screen calls declined: another card may be tried. */
export function shownDeclined(attempt: Attempt, rules: Rules): boolean {
  if (isDeclined(attempt)) return true;
  const { outcome, remembered } = attempt;
  return (
    !rules.has('a decline is a fact of its confirmation') && outcome === 'accepted' && remembered !== 'other'
  );
}

const holdsMoney = (intent: IntentNow) =>
  intent === 'requires_capture' || intent === 'succeeded' || intent === 'captured-by-hand';
const mayHold = (intent: IntentNow) => holdsMoney(intent) || intent === 'requires_action';

const each = (holds: (attempt: Attempt) => boolean) => (world: World) => world.attempts.every(holds);

function inEachCart(
  world: World,
  counts: (attempt: Attempt) => boolean,
  most: (cart: number) => number,
): boolean {
  for (let cart = 0; cart < world.carts.length; cart++) {
    const [from, to] = world.range(cart);
    let count = 0;
    for (let i = from; i < to; i++) if (counts(world.attempts[i]!)) count++;
    if (count > most(cart)) return false;
  }
  return true;
}

export function invariantsOf(rules: Rules): Invariant[] {
  return [
    {
      id: 'I1',
      says: 'a confirm is sent only after a committed row holds the intent',
      holds: each(({ answer, saved }) => answer === 'none' || saved),
    },
    {
      id: 'I2',
      says: 'a cart has at most one live attempt',
      holds: (world) =>
        inEachCart(
          world,
          ({ state }) => state !== 'none' && isLive(state),
          () => 1,
        ),
    },
    {
      id: 'I3',
      says: 'at most one intent of a cart holds money without an order',
      holds: (world) =>
        inEachCart(
          world,
          ({ state, intent }) => state !== 'committed' && holdsMoney(intent),
          () => 1,
        ),
    },
    {
      id: 'I4',
      says: 'we capture nothing without an order',
      holds: each(({ intent, state }) => intent !== 'succeeded' || state === 'committed'),
    },
    {
      id: 'I5',
      says: 'a cart is ordered at most once',
      holds: (world) =>
        inEachCart(
          world,
          ({ state, shop }) => state === 'committed' || shop === 'order',
          (cart) => (world.carts[cart]!.ordered ? 0 : 1),
        ),
    },
    { id: 'I8', says: 'stock is never negative', holds: ({ stock }) => stock >= 0 },
    {
      id: 'I15 (declined)',
      says: 'the screen never says "declined, try another card" while money may be held',
      holds: each(
        (attempt) => attempt.state !== 'active' || !shownDeclined(attempt, rules) || !mayHold(attempt.intent),
      ),
    },
    {
      id: 'I15 (ended)',
      says: 'the screen never says "ended, nothing is held" while money may be held',
      holds: each(({ state, intent }) => state !== 'closed' || !mayHold(intent)),
    },
  ];
}

/** Asked where no handler is left, after the server has done by itself all that it does. */
export const endings: Invariant[] = [
  {
    id: 'I14',
    says: 'every attempt ends',
    holds: each(({ state }) => state === 'none' || !isLive(state)),
  },
  {
    id: 'I6',
    says: 'no money is held for an attempt without an order',
    holds: each(({ state, intent }) => state === 'committed' || !mayHold(intent)),
  },
  {
    id: 'I11',
    says: 'of an attempt that ended without an order nothing is left alive at Stripe',
    holds: each(({ state, intent }) => state !== 'closed' || holdsNothing(intent)),
  },
  {
    id: 'I5 (shop)',
    says: 'an order of the shop is an order of a committed attempt',
    holds: each(({ state, shop }) => shop !== 'order' || state === 'committed'),
  },
  {
    id: 'I10',
    says: 'the order says of its money what Stripe says',
    holds: each(
      ({ state, intent, money }) =>
        state !== 'committed' || intent === 'canceled' || money === moneyAt(intent),
    ),
  },
  {
    id: 'I12',
    says: 'an order whose payment was lost needs attention',
    holds: each(
      ({ state, intent, money }) =>
        state !== 'committed' || intent !== 'canceled' || money === moneyAt(intent),
    ),
  },
];
