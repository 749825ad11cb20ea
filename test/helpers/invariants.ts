/**
 * The protocol's invariants as questions to both sides: our database and Stripe's list. Tests ask after every scenario. What
 * must hold at each instant (I10, I11, I15) is asked where time passes: in the simulation, the crash roads and the races.
 */
import type Stripe from 'stripe';
import type { Database } from '../../server-stub/store/database.ts';
import { readBothSides, type BothSides, type BrokenInvariant } from './invariants/both-sides.ts';
import {
  amountsOfTheSnapshot,
  lostPaymentsAreSeen,
  moneyHasItsOrder,
  oneHoldPerCart,
} from './invariants/money.ts';
import { cardsSavedAsAllowed, recordsHoldNoSecret } from './invariants/privacy.ts';
import {
  confirmsAfterTheirIntent,
  everyAttemptEnded,
  oneLiveAttempt,
  oneOrderPerCartVersion,
  ordersOfTheCommitted,
  stockIsKept,
} from './invariants/records.ts';

export { holdsMoney } from './invariants/both-sides.ts';

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

/** Throws with every broken rule. `settled`: nothing is under way any more, so nothing may be left over either. */
export async function checkInvariants(db: Database, stripe: Stripe, { settled = true } = {}): Promise<void> {
  const sides = await readBothSides(db, stripe, settled);
  const broken: BrokenInvariant[] = [];
  for (const rule of rules) broken.push(...(await rule(sides)));
  if (broken.length === 0) return;
  throw new Error(`invariants broken:\n${broken.map(({ rule, what }) => `${rule}: ${what}`).join('\n')}`);
}
