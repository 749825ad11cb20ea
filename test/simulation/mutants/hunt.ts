/** In a process of its own: runs with so many seeds, from one on, until one breaks something, and tells which. */
import { homeOf, modeOf, simulate } from '../run.ts';
import { openStage } from '../world.ts';

export interface Found {
  seed: number;
  broken: string[];
}

const [from = '1', seeds = '1', home] = process.argv.slice(2);
const stage = await openStage();
let found: Found | undefined;
for (let seed = Number(from); seed < Number(from) + Number(seeds) && !found; seed++) {
  if (home && homeOf(seed) !== home) continue;
  const { broken } = await simulate(stage, seed, modeOf(seed));
  if (broken.length > 0) found = { seed, broken };
}
process.send?.(found ?? 'nothing', () => process.exit());
