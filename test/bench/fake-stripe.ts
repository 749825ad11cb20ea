/** What the fake Stripe promises: cheap calls, and lists that do not slow down as it fills. */
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

async function listAMillion(): Promise<Row> {
  const fake = createFakeStripe();
  try {
    const { world } = fake.scene();
    const created = await fake.app.request('/v1/payment_intents', { method: 'POST', headers, body: intent });
    const { id } = (await created.json()) as { id: string };
    const template = world.payment_intents.get(id);
    if (!template) throw new Error('no intent to copy');
    const fill = (from: number, to: number) => {
      for (let at = from; at < to; at++) {
        const second = template.created + 1 + Math.floor(at / 10);
        world.payment_intents.put({ ...template, id: `pi_${at}`, created: second });
      }
    };
    const list = async () => {
      const middle = template.created + Math.floor(world.payment_intents.size / 20);
      const path = `/v1/payment_intents?limit=100&created[gte]=${middle}&created[lt]=${middle + 3600}`;
      const began = performance.now();
      for (let time = 0; time < 20; time++) await (await fake.app.request(path, { headers })).text();
      return (performance.now() - began) / 20;
    };
    // After enough rounds to have the code compiled, and the heap that the filling left swept.
    const settled = async () => {
      const rounds: number[] = [];
      for (let round = 0; round < 30; round++) rounds.push(await list());
      return median(rounds.slice(10));
    };
    fill(0, 2000);
    const few = await settled();
    fill(2000, 1_000_000);
    return {
      what: 'fake Stripe: a page of 100 by created, of 1,000,000 intents',
      measured: await settled(),
      limit: few * 1.5,
      unit: 'ms',
      baseline: { what: 'the same of 2,000', measured: few },
    };
  } finally {
    fake.close();
  }
}
