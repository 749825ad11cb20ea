/** What the fake Stripe promises: cheap calls, and lists that do not slow down as it fills. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { median, type Row } from './measure.ts';

const headers = {
  Authorization: `Bearer ${SECRET_KEY}`,
  'Content-Type': 'application/x-www-form-urlencoded',
};
const intent = 'amount=1200&currency=jpy&capture_method=manual&metadata[order]=1';

export async function fakeStripeRows(): Promise<Row[]> {
  return [await createAndConfirm(), await listAMillion()];
}

/** CPU milliseconds per run, the best of three rounds after one to warm up. */
async function cpuOf(run: () => Promise<void>): Promise<number> {
  const round = async (times: number) => {
    const before = process.cpuUsage();
    for (let done = 0; done < times; done++) await run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / times;
  };
  await round(300);
  return Math.min(await round(500), await round(500), await round(500));
}

async function createAndConfirm(): Promise<Row> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fake-stripe-'));
  const fake = createFakeStripe({ dataDir });
  const bare = new Hono().post('*', async (c) => c.json({ id: (await c.req.text()).length }));
  let call = 0;
  const post = async (app: { request: Hono['request'] }, path: string, body: string) => {
    const init = { method: 'POST', headers: { ...headers, 'Idempotency-Key': `k${call++}` }, body };
    return (await (await app.request(path, init)).json()) as { id: string };
  };
  const pair = (app: { request: Hono['request'] }) => async () => {
    const { id } = await post(app, '/v1/payment_intents', intent);
    await post(app, `/v1/payment_intents/${id}/confirm`, 'payment_method=pm_card_visa');
  };
  try {
    return {
      what: 'fake Stripe: create and confirm, journal and idempotency key included, CPU',
      measured: await cpuOf(pair(fake.app as unknown as Hono)),
      limit: 1,
      unit: 'ms',
      baseline: { what: 'two empty Hono calls', measured: await cpuOf(pair(bare)) },
    };
  } finally {
    fake.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Two fakes in two processes, asked in turn, so that whatever else the machine does slows both. */
async function listAMillion(): Promise<Row> {
  const [few, many] = [listing(2000), listing(1_000_000)];
  try {
    await Promise.all([few.ready, many.ready]);
    const rounds: { few: number; many: number }[] = [];
    for (let round = 0; round < 40; round++)
      rounds.push({ few: await few.round(), many: await many.round() });
    // After enough rounds to have the code compiled, and the heap that the filling left swept.
    const settled = rounds.slice(10);
    const baseline = median(settled.map((round) => round.few));
    return {
      what: 'fake Stripe: a page of 100 by created, of 1,000,000 intents',
      measured: median(settled.map((round) => round.many)),
      limit: baseline * 1.5,
      unit: 'ms',
      baseline: { what: 'the same of 2,000', measured: baseline },
    };
  } finally {
    few.stop();
    many.stop();
  }
}

function listing(intents: number) {
  const child = fork(new URL('fake-stripe-lists.ts', import.meta.url), [`${intents}`]);
  const next = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  return {
    ready: next<string>(),
    round: () => {
      child.send('list');
      return next<number>();
    },
    stop: () => child.kill(),
  };
}
