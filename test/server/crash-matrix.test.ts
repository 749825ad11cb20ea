import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLane, type Lane } from '../crash/lane.ts';
import { nameOf, runCell, type Cell } from '../crash/matrix.ts';
import { compileVictim } from '../crash/victim.ts';

/** Every fault of the list, and every moment, road and company; `npm run crash-matrix` runs all that occur together. */
const cells: (Cell & { fault?: string })[] = [
  {
    fault: 'fault 34: killed after the attempt row',
    step: 'attempt row',
    moment: 'after',
    road: 'plain',
    company: 'alone',
  },
  {
    fault: 'fault 35: killed after the create, before the id is saved',
    step: 'create',
    moment: 'after',
    road: 'decline, then good',
    company: 'alone',
  },
  { step: 'create', moment: 'reply lost', road: 'plain', company: 'takeover' },
  {
    fault: 'fault 36: killed after saving the id',
    step: 'save intent',
    moment: 'after',
    road: 'plain',
    company: 'alone',
  },
  {
    fault: 'fault 37: killed after the confirm',
    step: 'confirm',
    moment: 'after',
    road: 'decline, then good',
    company: 'alone',
  },
  {
    fault: 'fault 38: killed inside the commit',
    step: 'in commit',
    moment: 'after',
    road: 'plain',
    company: 'alone',
  },
  {
    fault: 'fault 39: killed after the commit, before the capture',
    step: 'commit',
    moment: 'reply lost',
    road: 'plain',
    company: 'alone',
  },
  { step: 'capture', moment: 'reply lost', road: 'plain', company: 'alone' },
  {
    fault: 'fault 40: killed after the capture, before it is marked',
    step: 'mark',
    moment: 'before',
    road: 'plain',
    company: 'alone',
  },
  {
    fault: 'fault 41: killed in a takeover',
    step: 'give up',
    moment: 'after',
    road: '3-D Secure',
    company: 'takeover',
  },
  { step: 'cancel', moment: 'reply lost', road: '3-D Secure', company: 'takeover' },
  { step: 'close', moment: 'before', road: 'left', company: 'alone' },
];

let lane: Lane;

beforeAll(async () => {
  lane = await openLane(await compileVictim());
});
afterAll(() => lane?.close());

it.each(cells.map((cell) => [cell.fault ?? `killed ${nameOf(cell)}`, cell] as const))(
  '%s: one truth afterwards, for the shopper, the shop and Stripe',
  async (_name, cell) => {
    await expect(runCell(lane, cell)).resolves.toBeUndefined();
  },
);
