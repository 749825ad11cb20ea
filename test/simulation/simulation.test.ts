import { beforeAll, describe, expect, it } from 'vitest';
import { modeOf, simulate } from './run.ts';
import { readable } from './trace.ts';
import { openStage, type Stage } from './world.ts';

/** The short form; `npm run simulate:ci` has five minutes and `npm run simulate` 100,000 runs. */
const seconds = 10;

describe('the checkout under a seeded scheduler', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });

  it('does the same again for the same seed, whatever ran before', async () => {
    const first = [];
    for (let seed = 1; seed <= 3; seed++)
      first.push(readable((await simulate(stage, seed, modeOf(seed))).trace));
    const fresh = await openStage();
    for (let seed = 3; seed >= 1; seed--) {
      const again = readable((await simulate(fresh, seed, modeOf(seed))).trace);
      expect(again).toBe(first[seed - 1]);
    }
  }, 240_000);

  it(
    'breaks no invariant in any order of faults, crashes and presses, and ends every attempt in its time',
    async () => {
      const until = performance.now() + seconds * 1000;
      let [runs, orders] = [0, 0];
      for (let seed = 1; performance.now() < until; seed++) {
        const result = await simulate(stage, seed, modeOf(seed));
        if (result.broken.length > 0) {
          const replay = `npm run simulate -- --seed ${seed}`;
          throw new Error(`${result.broken.join('\n')}\n${replay}\n${readable(result.trace)}`);
        }
        runs += 1;
        orders += result.orders;
      }
      console.log(`${runs} runs, ${orders} orders`);
      expect(orders).toBeGreaterThan(0);
    },
    seconds * 1000 + 60_000,
  );
});
