/** The workers as a server runs them: how much they take at once, what wakes them, and what they wait for. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createApp } from '../../server-stub/app.ts';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { reconcileIfDue } from '../../server-stub/checkout/reconcile.ts';
import { createSignals } from '../../server-stub/checkout/signals.ts';
import { startSweeper, type Sweeper } from '../../server-stub/checkout/sweeper.ts';
import type { Gateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import { leasedFrom } from '../crash/steps.ts';
import { deferred } from '../helpers/deferred.ts';
import { eventsSince, postEvent } from '../simulation/webhooks.ts';
import { openPage, origin, startServer, tokenSecret, withCurrentKey, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const lanes = 4;

let server: TestServer;
let sweeper: Sweeper | undefined;
/** What a test holds back; a stop would wait for it. */
const held: { resolve(): void }[] = [];
beforeAll(async () => {
  server = await startServer('PostgreSQL', { capture: 'automatic' });
});
afterAll(() => server.stop());
afterEach(async () => {
  vi.useRealTimers();
  for (const { resolve } of held.splice(0)) resolve();
  await sweeper?.stop();
  sweeper = undefined;
  vi.restoreAllMocks();
  // What a test leaves at the bank is not due again while the next one counts.
  await setDue(new Date(Date.now() + 3_600_000));
});

/** A server whose workers run. Nothing wakes them but a nudge: the second after which they look by themselves never ends. */
async function startWorkers(gateway: Partial<Gateway> = {}) {
  const its = await withCurrentKey(server);
  await pollEvents(its);
  await reconcileIfDue(its);
  // However long this machine takes, nobody asks Stripe again of himself.
  await server.db
    .updateTable('stripe_search')
    .set({ next_at: new Date(Date.now() + 3_600_000) })
    .execute();
  const query = vi.spyOn(pg.Client.prototype, 'query');
  /** How many were found by each statement that takes from this queue, in order. */
  const taken = async (queue: 'attempt' | 'outbox'): Promise<number[]> => {
    const found: number[] = [];
    for (const [at, [text]] of query.mock.calls.entries()) {
      if (leasedFrom(textOf(text)) !== queue) continue;
      const answer = (await query.mock.results[at]?.value) as unknown as { rows: unknown[] };
      found.push(answer.rows.length);
    }
    return found;
  };
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const signals = createSignals();
  const gateways = singleGateway({ ...server.gateway, ...gateway });
  const deps = { ...server.deps, ...signals, gateways };
  sweeper = startSweeper(deps);
  signals.onDue(sweeper.nudge);
  const app = createApp(deps, { tokenSecret, allowedOrigins: [origin] });
  return { app, taken, sweeper };
}

/** Of a statement as it is, or of one that goes by its name. */
const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : (asked as pg.QueryConfig).text;

/** Waits until both queues have been looked into, and nothing was there. */
async function untilIdle({ taken }: Awaited<ReturnType<typeof startWorkers>>): Promise<void> {
  for (const queue of ['attempt', 'outbox'] as const)
    await expect.poll(async () => (await taken(queue)).at(-1)).toBe(0);
}

const setDue = (at: Date) =>
  server.db
    .updateTable('attempt')
    .set({ next_check_at: at })
    .where('next_check_at', 'is not', null)
    .execute();

async function leaveAtBank(): Promise<string> {
  const page = await openPage(server, await server.newCart(), { sub: crypto.randomUUID() });
  return (await page.pay(needs3ds)).id;
}

const intentOf = async (id: string) =>
  (await server.db.selectFrom('attempt').select('pi_id').where('id', '=', id).executeTakeFirstOrThrow())
    .pi_id;

it('four attempts are taken with one statement; who waits for a slow answer holds up itself alone, and the stop', async () => {
  const ids: string[] = [];
  while (ids.length < lanes + 2) ids.push(await leaveAtBank());
  const slow = deferred();
  const asked: string[] = [];
  const answered = new Set<string>();
  const others = deferred();
  held.push(slow, others);
  await setDue(new Date(0));
  const workers = await startWorkers({
    async retrieveIntent(intent) {
      asked.push(intent);
      await (asked.length === 1 ? slow : others).promise;
      answered.add(intent);
      return server.gateway.retrieveIntent(intent);
    },
  });
  await expect.poll(() => asked.length).toBe(lanes);
  expect(await workers.taken('attempt')).toEqual([lanes]);

  others.resolve();
  await expect.poll(() => answered.size).toBe(ids.length - 1);
  expect(answered).not.toContain(asked[0]);

  let stopped = false;
  const stopping = workers.sweeper.stop().then(() => (stopped = true));
  await new Promise(setImmediate);
  expect(stopped).toBe(false);
  slow.resolve();
  await stopping;
  expect(new Set(asked)).toEqual(new Set(await Promise.all(ids.map(intentOf))));
  expect((await workers.taken('attempt')).reduce((sum, found) => sum + found)).toBe(ids.length);
});

it('what follows an order is begun when it stands, not when the workers look next', async () => {
  const workers = await startWorkers();
  await untilIdle(workers);
  const cart = await server.newCart();
  const page = await openPage({ ...server, app: workers.app }, cart);
  expect(await page.pay(good)).toMatchObject({ status: 'succeeded' });
  const order = () => server.db.selectFrom('orders').select('money').where('cart_id', '=', cart.id).execute();
  await expect.poll(order).toEqual([{ money: 'captured' }]);
  // All of it at once: the mail, the order number for Stripe, and the capture.
  expect((await workers.taken('outbox')).find((found) => found > 0)).toBe(3);
});

it('several events of one payment wake the workers for one look, which finds the order', async () => {
  const cart = await server.newCart();
  const page = await openPage(server, cart);
  const view = await page.pay(needs3ds);
  const workers = await startWorkers();
  await untilIdle(workers);
  const before = new Set(eventsSince(server.fake, new Set()).map(({ id }) => id));
  await server.authenticate(view, 'complete');
  const events = eventsSince(server.fake, before);
  const types = events.map(({ type }) => type);
  expect(types).toContain('payment_intent.amount_capturable_updated');
  const [event] = events;
  if (!event) throw new Error('Stripe tells nothing');
  // The same again under ids of their own: as many as Stripe may ever send.
  await Promise.all(
    ['', '_2', '_3'].map((more) => postEvent(workers.app, server.fake, { ...event, id: event.id + more })),
  );
  const orders = () =>
    server.db.selectFrom('orders').select('attempt_id').where('cart_id', '=', cart.id).execute();
  await expect.poll(orders).toEqual([{ attempt_id: view.id }]);
  await untilIdle(workers);
  expect((await workers.taken('attempt')).filter((found) => found > 0)).toEqual([1]);
  await server.invariants({ settled: false });
});
