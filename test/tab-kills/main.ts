/** `npm run tab-kills [-- --runs N --seed N]`: renderers killed at random moments of 3-D Secure, and tabs taken over. */
import { parseArgs } from 'node:util';
import { checkBothSides, stripeOf } from '../e2e/both-sides.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack } from '../helpers/checkout-stack.ts';
import { createRandom } from '../simulation/random.ts';
import { killTab, promised, type Kill, type Scene } from './kill.ts';
import { takeOver } from './takeover.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    takeovers: { type: 'string', default: '20' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
  },
});
const seed = Number(values.seed);
const limits = { takeover: 2000, explanation: 1000 }; // ms
const lanes = 2;

const began = performance.now();
const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
const scene: Scene = { stack, browser, stripe: stripeOf(stack) };
try {
  await fetch(`${stack.url}/demo/stock`, {
    method: 'POST',
    headers: { origin: stack.url },
    body: new URLSearchParams({ sku: 'sencha', stock: '9999' }),
  });
  console.log(`seed ${seed}`);
  const kills = await runKills(Number(values.runs));
  const takeovers = await runTakeovers(Number(values.takeovers));
  await checkBothSides(stack, { settled: false });
  const silent = kills.filter(({ after }) => after === undefined);
  for (const kill of silent) console.log(`✗ ${JSON.stringify(kill)}`);
  count('killed while', kills, ({ killedIn }) => killedIn);
  count('reopened', kills, ({ said, truth }) => `${said} (at Stripe: ${truth})`);
  count('in the end', kills, ({ end }) => end);
  const [told, done, explained] = [
    times(
      'truth told after',
      kills.map(({ after }) => after ?? Number.POSITIVE_INFINITY),
      promised,
    ),
    times(
      'takeover done after',
      takeovers.map((takeover) => takeover.done),
      limits.takeover,
    ),
    times(
      'old tab explains itself after',
      takeovers.map((takeover) => takeover.explained),
      limits.explanation,
    ),
  ];
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(
    `tab kills: ${kills.length}, ${silent.length} of them untrue, ${takeovers.length} takeovers, ${minutes} min`,
  );
  process.exitCode = told && done && explained ? 0 : 1;
} finally {
  await browser.close();
  await stack.stop();
}
// The copy of the database that was looked into leaves a timer, which would keep the process for minutes.
process.exit();

async function runKills(runs: number): Promise<Kill[]> {
  const kills: Kill[] = [];
  const numbers = Array.from({ length: runs }, (_, index) => index).values();
  const lane = async () => {
    for (const number of numbers) kills.push(await killTab(scene, createRandom(seed + number)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return kills;
}

async function runTakeovers(runs: number): Promise<{ done: number; explained: number }[]> {
  const found: { done: number; explained: number }[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext({ locale: 'ja-JP' });
    found.push(await takeOver(scene, context));
    await context.close();
  }
  return found;
}

function count(what: string, kills: Kill[], by: (kill: Kill) => string): void {
  const counts = new Map<string, number>();
  for (const kill of kills) counts.set(by(kill), (counts.get(by(kill)) ?? 0) + 1);
  console.log(`${what}: ${[...counts].map(([name, number]) => `${name} ${number}`).join(', ')}`);
}

function times(what: string, measured: number[], limit: number): boolean {
  const sorted = measured.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  const kept = sorted.every((value) => value <= limit);
  console.log(
    `${what} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms (limit ${limit} ms)${kept ? '' : ' ✗'}`,
  );
  return kept;
}
