/** Every step × moment × road × company that occurs: which cells there are, and what must hold at the end of one. */
import type { Lane } from './lane.ts';
import {
  companies,
  roads,
  walkAlone,
  walkWithTakeover,
  type Company,
  type Ending,
  type Road,
} from './roads.ts';
import { moments, steps, type Moment, type Step } from './steps.ts';

export interface Cell {
  step: Step;
  moment: Moment;
  road: Road;
  company: Company;
}

export const nameOf = ({ step, moment, road, company }: Cell) => `${moment} "${step}", ${road}, ${company}`;

/** Walks each road once unharmed to see which steps are on it. Throws if a named step is on none. */
export async function findCells(lane: Lane): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const road of roads)
    for (const company of companies) {
      if (road === 'left' && company === 'takeover') continue; // the same as 3-D Secure there
      await lane.victim.arm(undefined);
      await walk(lane, road, company);
      const passed = steps.filter((step) => lane.victim.passed.has(step));
      cells.push(...passed.flatMap((step) => moments.map((moment) => ({ step, moment, road, company }))));
    }
  const missing = steps.filter((step) => !cells.some((cell) => cell.step === step));
  if (missing.length > 0) throw new Error(`on no road: ${missing.join(', ')}`);
  return cells;
}

/** Throws with what does not hold. */
export async function runCell(lane: Lane, { step, moment, road, company }: Cell): Promise<void> {
  await lane.victim.arm({ step, moment });
  await walk(lane, road, company);
  if (!lane.victim.struck) throw new Error('the strike never fell');
  await lane.invariants();
}

async function walk(lane: Lane, road: Road, company: Company): Promise<void> {
  await lane.resetClock();
  const cart = await lane.newCart();
  const ending = await (company === 'alone' ? walkAlone : walkWithTakeover)(lane, cart, road);
  await settle(lane);
  await expectTruth(lane, cart.id, road === 'left' && company === 'alone' ? 'not paid' : 'paid', ending);
}

/** More than any road leaves to be done. */
const most = { rests: 40, news: 4000 };

/**
 * Until no attempt is open and nothing is left to do, a server that lost a reply being killed on the way. The clock goes on
 * only while the server rests, and only to the next thing that is due.
 */
async function settle(lane: Lane): Promise<void> {
  for (let [rests, heard] = [0, 0]; rests < most.rests && heard < most.news; heard++) {
    // Asked for first, so that nothing happens unheard while the database is looked at.
    const news = lane.victim.news();
    await lane.victim.killIfDeaf();
    if (await lane.isSettled()) return;
    const heardOf = await news;
    if (heardOf === 'nothing') throw new Error('the server has gone silent');
    if (heardOf === 'at work') continue;
    rests += 1;
    await lane.passUntilDue();
  }
  throw new Error('never settled');
}

async function expectTruth(lane: Lane, cart: string, wanted: Ending['told'], ending: Ending): Promise<void> {
  const orders = await lane.ordersOf(cart);
  const holds = await lane.holdsOf(cart);
  const paid = wanted === 'paid';
  const wrong = [
    ...(ending.told === wanted ? [] : [`the shopper is told "${ending.told}"`]),
    ...(orders.length === Number(paid) ? [] : [`${orders.length} orders`]),
    ...(holds.length === Number(paid) ? [] : [`${holds.length} payments`]),
    ...orders.flatMap(({ money }) => (money === 'captured' ? [] : [`the order's money is ${money}`])),
    ...holds.flatMap(({ status }) => (status === 'succeeded' ? [] : [`the payment is ${status}`])),
  ];
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}
