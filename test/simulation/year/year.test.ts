import { expect, it } from 'vitest';
import { stories } from './stories.ts';
import { liveAYear } from './year.ts';

/** The short form; `npm run year` has a year. */
it('half a year of trade with every fault mixed in is reconciled to zero open rows, and the books are even', async () => {
  const report = await liveAYear({ seed: 1, days: 183, tradesPerDay: 0.5 });
  console.log(report);
  expect(report.openRows).toBe(0);
  expect(Object.keys(report.stories).toSorted()).toEqual(Object.keys(stories).toSorted());
  expect(report.foreign).toBe(report.stories['another system’s payment']);
  // People had something to do, and not only they mended something.
  expect(Object.keys(report.workedOff)).not.toEqual([]);
  expect(report.healedRows).toBeGreaterThan(0);
}, 300_000);
