/** `npm run year`: a year of trade at its full size; `--seed N`, `--trades N` a day, `--days N`. Prints what happened. */
import { parseArgs } from 'node:util';
import { liveAYear } from './year.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    trades: { type: 'string', default: '20' },
    days: { type: 'string', default: '365' },
  },
});
const began = performance.now();
const report = await liveAYear({
  seed: Number(values.seed),
  tradesPerDay: Number(values.trades),
  days: Number(values.days),
});
console.log(report);
console.log(`${report.openRows} open rows, ${((performance.now() - began) / 60_000).toFixed(1)} min`);
process.exit(report.openRows === 0 ? 0 : 1);
