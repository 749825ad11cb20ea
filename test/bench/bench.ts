import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { elementBudget, measureElement } from '../../scripts/element-size.ts';
import { projectRoot } from '../../scripts/paths.ts';
import { consoleSheets } from '../../server-stub/routes/admin-pages.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { freePort } from '../helpers/ports.ts';
import { fakeStripeRows } from './fake-stripe.ts';
import { median, memoryOfTree, printRows, runToEnd, secondsOf, untilLine, type Row } from './measure.ts';

/** `npm run bench`: each promise beside its limit and a baseline measured in the same run, for machines differ. */
const restarts = 5;
const pageViews = 100;

async function installAndStart(): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'secure-checkout-bench-'));
  try {
    await runToEnd('git', ['clone', '--quiet', '--depth=1', `file://${projectRoot}`, folder], tmpdir());
    const install = await secondsOf(() => runToEnd('npm', ['ci', '--silent'], folder));
    const [port, fakePort] = [await freePort(), await freePort()];
    const start = await secondsOf(async () => {
      const child = spawn('npm', ['start'], {
        cwd: folder,
        env: { ...process.env, PORT: `${port}`, FAKE_STRIPE_PORT: `${fakePort}` },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await untilLine(child, 'ready ');
      child.kill('SIGTERM');
    });
    return {
      what: 'npm ci, then npm start to ready',
      measured: install + start,
      limit: 60,
      unit: 's',
      baseline: { what: 'npm ci alone', measured: install },
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function restartToReady(stack: CheckoutStack): Promise<Row> {
  const times: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < restarts; n++) {
    times.push(await secondsOf(() => stack.restartServer()));
    bare.push(await secondsOf(startBareServer));
  }
  return {
    what: 'kill -9 of the server to ready',
    measured: median(times),
    limit: 3,
    unit: 's',
    baseline: { what: 'an empty node:http server', measured: median(bare) },
  };
}

async function startBareServer(): Promise<void> {
  const child = spawnBareServer();
  await untilLine(child, 'listening');
  child.kill('SIGKILL');
}

function spawnBareServer() {
  const code = `require('node:http').createServer().listen(0, () => console.log('listening'))`;
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function memory(stack: CheckoutStack): Promise<Row> {
  for (let n = 0; n < pageViews; n++) await fetch(stack.url).then((answer) => answer.text());
  const bare = spawnBareServer();
  await untilLine(bare, 'listening');
  const baseline = memoryOfTree(bare.pid ?? 0);
  bare.kill('SIGKILL');
  return {
    what: `everything npm start runs, after ${pageViews} page views`,
    measured: memoryOfTree(stack.pid),
    limit: 500,
    unit: 'MB',
    baseline: { what: 'an empty node:http server', measured: baseline },
  };
}

/** Of all that the console's first view loads: the page, and what it names. */
async function consoleWeight(stack: CheckoutStack): Promise<Row> {
  const weigh = async (path: string) => {
    const answer = await fetch(stack.url + path);
    return gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length / 1000;
  };
  const named = ['console.js', ...consoleSheets].map((name) => `/admin/${name}`);
  const weights = await Promise.all(['/admin', ...named].map(weigh));
  const { floor } = await measureElement();
  return {
    what: "the console's first load, gzip",
    measured: weights.reduce((sum, one) => sum + one, 0),
    limit: 120,
    unit: 'kB',
    baseline: { what: 'Lit and the Stripe loader', measured: floor },
  };
}

async function size(): Promise<Row> {
  const { element, floor } = await measureElement();
  return {
    what: 'secure-checkout.min.js, gzip',
    measured: element,
    limit: elementBudget,
    unit: 'kB',
    baseline: { what: 'Lit and the Stripe loader', measured: floor },
  };
}

const stack = await startStack();
const rows: Row[] = await fakeStripeRows();
try {
  rows.push(await size(), await consoleWeight(stack), await memory(stack), await restartToReady(stack));
} finally {
  await stack.stop();
}
rows.push(await installAndStart());

printRows(rows);
