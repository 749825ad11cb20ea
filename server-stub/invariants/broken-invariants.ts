/**
 * The protocol's invariants as questions to both sides: our database and Stripe's list. Tests ask after every scenario, the
 * demo's playground after every scene. What must hold at each instant (I10, I11, I15) is asked where time passes: in the
 * simulation, the crash roads and the races.
 */
import type { BothSides, BrokenInvariant } from './both-sides.ts';
import { amountsOfTheSnapshot, lostPaymentsAreSeen, moneyHasItsOrder, oneHoldPerCart } from './money.ts';
import { cardsSavedAsAllowed, recordsHoldNoSecret } from './privacy.ts';
import {
  confirmsAfterTheirIntent,
  everyAttemptEnded,
  oneLiveAttempt,
  oneOrderPerCartVersion,
  ordersOfTheCommitted,
  stockIsKept,
} from './records.ts';

const rules: ((sides: BothSides) => BrokenInvariant[] | Promise<BrokenInvariant[]>)[] = [
  confirmsAfterTheirIntent,
  oneLiveAttempt,
  oneHoldPerCart,
  moneyHasItsOrder,
  oneOrderPerCartVersion,
  ordersOfTheCommitted,
  stockIsKept,
  amountsOfTheSnapshot,
  lostPaymentsAreSeen,
  recordsHoldNoSecret,
  everyAttemptEnded,
  cardsSavedAsAllowed,
];

export async function brokenInvariants(sides: BothSides): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const rule of rules) broken.push(...(await rule(sides)));
  return broken;
}
