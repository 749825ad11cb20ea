/** `npm run crash-matrix`: every cell over the real server, killed with -9. Prints what was run, and each that does not hold. */
import shareServer from '../helpers/postgres.ts';
import { openLane } from './lane.ts';
import { findCells, nameOf, runCell, type Cell } from './matrix.ts';
import { compileVictim } from './victim.ts';

const lanesAtOnce = 3;

const began = performance.now();
const stopPostgres = await shareServer();
const programs = await compileVictim();
const lanes = await Promise.all(Array.from({ length: lanesAtOnce }, () => openLane(programs)));
const broken: string[] = [];
try {
  const cells = await findCells(lanes[0]!);
  const left = cells.values();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const cell of left) {
        const failure = await failureOf(() => runCell(lane, cell));
        if (failure) broken.push(`${nameOf(cell)}: ${failure}`);
        if (failure) console.log(`✗ ${broken.at(-1)}`);
      }
    }),
  );
  print(cells);
} finally {
  for (const lane of lanes) await lane.close();
  await stopPostgres();
}
process.exitCode = broken.length > 0 ? 1 : 0;

async function failureOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function print(cells: Cell[]): void {
  for (const step of new Set(cells.map((cell) => cell.step)))
    console.log(`${step.padEnd(14)} ${cells.filter((cell) => cell.step === step).length} cells`);
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`crash matrix: ${cells.length} cells, ${broken.length} broken, ${minutes} min`);
}
