/**
 * `npm run simulate`: so many runs, or so many minutes, on every core. A failure prints its seed and its trace;
 * `npm run simulate -- --seed N` replays it. With `--liveness` every run asks only whether all attempts end in time.
 */
import { parseArgs } from 'node:util';
import { inShares, sendShare } from '../helpers/shares.ts';
import { modeOf, simulate, type Mode } from './run.ts';
import { readable } from './trace.ts';
import { openStage } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    runs: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: 'Infinity' },
    liveness: { type: 'boolean', default: false },
    /** Of the runs, every so-manieth: `2/1` has the odd seeds. Set by the parent process. */
    share: { type: 'string' },
  },
});
const mode = (seed: number): Mode => (values.liveness ? 'liveness' : modeOf(seed));

interface Tally {
  runs: number;
  failed: number;
  steps: number;
  orders: number;
}

async function work(share: string): Promise<Tally> {
  const [of = 1, which = 0] = share.split('/').map(Number);
  const stage = await openStage();
  const until = performance.now() + Number(values.minutes) * 60_000;
  const tally: Tally = { runs: 0, failed: 0, steps: 0, orders: 0 };
  const from = Number(values.from);
  for (let seed = from + which; seed < from + Number(values.runs) && performance.now() < until; seed += of) {
    const result = await simulate(stage, seed, mode(seed));
    tally.runs += 1;
    tally.steps += result.steps;
    tally.orders += result.orders;
    if (result.broken.length === 0) continue;
    tally.failed += 1;
    console.log(`\nseed ${seed} (${result.mode}), after ${tally.runs} runs:\n${result.broken.join('\n')}`);
    console.log(`npm run simulate -- --seed ${seed}${values.liveness ? ' --liveness' : ''}`);
    if (tally.failed === 1) console.log(readable(result.trace));
    if (tally.failed >= 5) break;
  }
  return tally;
}

if (values.seed !== undefined) {
  const seed = Number(values.seed);
  const result = await simulate(await openStage(), seed, mode(seed));
  console.log(readable(result.trace));
  console.log(result.broken.length > 0 ? `\n${result.broken.join('\n')}` : '\nevery invariant holds');
  process.exit(result.broken.length > 0 ? 1 : 0);
} else if (values.share !== undefined) {
  sendShare(await work(values.share));
} else {
  const started = performance.now();
  const shares = await inShares<Tally>(import.meta.url);
  const sum = (of: keyof Tally) => shares.reduce((total, tally) => total + tally[of], 0);
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(
    `\n${sum('runs')} runs, ${sum('failed')} failed; ${sum('steps')} steps, ${sum('orders')} orders, ${minutes} min`,
  );
  process.exitCode = sum('failed') > 0 || sum('orders') === 0 ? 1 : 0;
}
