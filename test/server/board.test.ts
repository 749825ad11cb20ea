import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DepsAtStripe } from '../../server-stub/checkout/deps.ts';
import { reconcile } from '../../server-stub/checkout/reconcile.ts';
import { raiseAlarms, type Alarm } from '../../server-stub/orders/alerts.ts';
import type { BoardRow, BucketCount } from '../../server-stub/orders/board-rows.ts';
import { startRun, type BoardRun } from '../../server-stub/orders/board-run.ts';
import { openConsole } from './console.ts';
import { forgotten } from './forgotten.ts';
import { openPage, startServer, type TestServer, withCurrentKey } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';

interface Board {
  counts: BucketCount[];
  rows: BoardRow[];
  days: { day: string; bucket: string; healed: number; open: number }[];
  run: BoardRun | null;
}

let server: TestServer;
let console: Awaited<ReturnType<typeof openConsole>>;
let deps: DepsAtStripe;
let cart: { id: string; version: number };

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  console = await openConsole(server);
  deps = await withCurrentKey(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

const open = () => openPage(server, cart, { sub: crypto.randomUUID() });
const rowsOf = async (attempt: string, status = '') =>
  (await console.get<Board>(`/board?status=${status}`)).rows.filter((row) => row.attempt === attempt);
const openRows = async () => (await console.get<Board>('/board?status=open')).rows;
const attemptRow = (id: string) =>
  server.db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const anHourAgo = () => new Date(Date.now() - 3_600_000);

describe('the document’s three cases', () => {
  it('left during authentication: incomplete and under way until its time is over, then cancelled', async () => {
    const view = await (await open()).pay(needs3ds);
    expect(await rowsOf(view.id)).toMatchObject([
      { bucket: 'incomplete', status: 'underway', remedy: 'cancel' },
    ]);
    await server.passMinutes(31);
    await server.sweep();
    expect(await rowsOf(view.id)).toEqual([]);
    const [healed] = await rowsOf(view.id, 'healed');
    expect(healed).toMatchObject({ bucket: 'incomplete', status: 'healed', remedy: 'cancelled' });
    expect(healed?.due).not.toBeNull();
  });

  it('another tab took over: the first is cancelled, and the order is the second’s', async () => {
    const first = await (await open()).pay(needs3ds);
    const second = await open();
    await second.takeOver(first);
    const view = await second.pay(good);
    await server.sweep();
    expect(await rowsOf(first.id, 'healed')).toMatchObject([{ bucket: 'incomplete', remedy: 'cancelled' }]);
    expect(await rowsOf(view.id)).toEqual([]);
  });

  it('sold out during authentication: cancelled with its number, and no order', async () => {
    const page = await open();
    const view = await page.pay(needs3ds);
    const { snapshot } = await attemptRow(view.id);
    const sku = snapshot.lines[0]?.sku ?? '';
    await server.shop.setStock(sku, 0);
    await server.authenticate(view, 'complete');
    await page.resume(view);
    await server.sweep();
    await server.shop.setStock(sku, 1000);
    const [row] = await rowsOf(view.id, 'healed');
    expect(row).toMatchObject({ bucket: 'cancelled', status: 'healed', remedy: 'cancelled' });
    expect(row?.order).not.toBeNull();
  });
});

it('a hold that the sweeper should have ended is open, and fixing it ends it now', async () => {
  const view = await (await open()).pay(needs3ds);
  await server.passMinutes(35);
  const [row] = await rowsOf(view.id, 'open');
  expect(row).toMatchObject({ bucket: 'incomplete', status: 'open' });
  expect((await console.post('/board/plan', { key: row?.key })).json).toEqual({ plan: 'look' });
  expect((await attemptRow(view.id)).state).toBe('active');
  expect((await console.post('/board/fix', { key: row?.key })).status).toBe(200);
  expect((await attemptRow(view.id)).state).toBe('closed');
  expect(await rowsOf(view.id, 'open')).toEqual([]);
});

it('captured money without an order waits for a person, and is given back once however often it is pressed', async () => {
  const { id, intent, key } = await forgotten(server, cart, { captured: true });
  await reconcile(deps, anHourAgo());
  expect(await rowsOf(id)).toMatchObject([{ bucket: 'captured', status: 'open', remedy: 'person', key }]);
  expect((await console.post('/board/plan', { key })).json).toEqual({ plan: 'refund' });
  await Promise.all([1, 2, 3].map(() => console.post('/board/fix', { key })));
  expect((await server.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  expect(await rowsOf(id)).toEqual([]);
  await server.invariants();
});

it('a row that was put off is no alarm until its time is over, and says why and by whom', async () => {
  const { id, key } = await forgotten(server, cart, { captured: true });
  await reconcile(deps, anHourAgo());
  const refusal = await console.post('/board/snooze', { key, hours: 1, reason: ' ' });
  expect(refusal.status).toBe(400);
  await console.post('/board/snooze', { key, hours: 1, reason: 'asked the bank' });
  expect(await rowsOf(id)).toMatchObject([{ status: 'snoozed', snoozeReason: 'asked the bank' }]);
  await server.passMinutes(61);
  expect(await rowsOf(id)).toMatchObject([{ status: 'open' }]);
  const { json } = await console.post('/board/fix', { key });
  expect(json).toEqual({ plan: 'refund' });
});

it('an order whose hold runs out is shown before it does, and its loss afterwards', async () => {
  const view = await (await open()).pay(good);
  await server.db
    .updateTable('orders')
    .set({ capture_before: new Date(Date.now() + 3_600_000) })
    .where('attempt_id', '=', view.id)
    .execute();
  expect(await rowsOf(view.id)).toMatchObject([{ bucket: 'expiring', remedy: 'capture-by-hand' }]);
  await server.stripe.paymentIntents.cancel((await attemptRow(view.id)).pi_id ?? '');
  const [row] = await rowsOf(view.id);
  await console.post('/board/fix', { key: row?.key });
  expect(await rowsOf(view.id)).toMatchObject([{ bucket: 'lost', status: 'open' }]);
  await console.post('/board/snooze', { key: `order:${view.id}`, hours: 24 * 3653, reason: 'not shipped' });
  expect(await rowsOf(view.id)).toMatchObject([{ status: 'snoozed' }]);
});

describe('a run by hand', () => {
  it('says what it would do without doing it, then does it, and leaves no open row', async () => {
    const { id, intent } = await forgotten(server, cart);
    const wanted = { days: 1, dry: true, actor: 'owner' };
    await (
      await startRun(server.deps, wanted)
    ).ended;
    const { run } = await console.get<Board>('/board');
    expect(run).toMatchObject({ dry: true, outcome: 'complete', actor: 'owner' });
    expect(run?.progress.would).toMatchObject([{ intent, plan: 'cancel', currency: 'jpy' }]);
    expect((await server.stripe.paymentIntents.retrieve(intent)).status).toBe('requires_capture');
    await (
      await startRun(server.deps, { ...wanted, dry: false })
    ).ended;
    expect((await server.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled');
    expect(await rowsOf(id, 'healed')).toMatchObject([{ bucket: 'uncaptured', remedy: 'cancelled' }]);
    expect(await openRows()).toEqual([]);
  });

  it('is one at a time, and stops when it is told to', async () => {
    server.fake.faults.add({
      kind: 'delay',
      path: '/v1/payment_intents',
      method: 'GET',
      times: 1,
      delay_ms: 300,
    });
    const { ended } = await startRun(server.deps, { days: 1, dry: true, actor: 'owner' });
    expect((await console.post('/board/run', { days: 1, dry: true })).status).toBe(409);
    await console.post('/board/run/stop', {});
    await ended;
    const { run } = await console.get<{ run: BoardRun }>('/board/run');
    expect(['stopped', 'complete']).toContain(run.outcome);
    expect(run.endedAt).not.toBeNull();
  });
});

it('an alarm goes out once for a bucket that should be empty, and again only when it grows', async () => {
  const sent: Alarm[][] = [];
  const send = async (alarms: Alarm[]) => void sent.push(alarms);
  await raiseAlarms(server.deps, send);
  const first = await forgotten(server, cart, { captured: true });
  await reconcile(deps, anHourAgo());
  sent.length = 0;
  const failing = () => Promise.reject(new Error('no mail'));
  await raiseAlarms(server.deps, failing);
  await raiseAlarms(server.deps, send);
  await raiseAlarms(server.deps, send);
  expect(sent).toEqual([[{ bucket: 'captured', count: 1 }]]);
  cart = await server.newCart();
  const second = await forgotten(server, cart, { captured: true });
  await reconcile(deps, anHourAgo());
  await raiseAlarms(server.deps, send);
  expect(sent.at(-1)).toEqual([{ bucket: 'captured', count: 2 }]);
  for (const { key } of [first, second]) await console.post('/board/fix', { key });
  expect(await raiseAlarms(server.deps, send)).toEqual([]);
});

it('the board as CSV has the rows that are shown and the page’s totals, and the chart counts them by the shop’s days', async () => {
  const answer = await console.raw('GET', '/board.csv?status=healed&lang=en');
  const text = await answer.text();
  const { rows, days, counts } = await console.get<Board>('/board?status=healed');
  const lines = text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(rows.length + 2);
  expect(answer.headers.get('x-row-count')).toBe(String(rows.length));
  const [total] = counts.filter(({ status }) => status === 'healed').map(({ currency }) => currency);
  const amount = rows.reduce((sum, row) => sum + row.amount, 0);
  expect(lines.at(-1)).toMatch(new RegExp(`^Total of ${rows.length},+${amount},${total?.toUpperCase()},`));
  const healedAmount = counts.filter(({ status }) => status === 'healed');
  expect(healedAmount.reduce((sum, row) => sum + Number(row.amount), 0)).toBe(amount);
  const healed = days.reduce((sum, day) => sum + Number(day.healed), 0);
  expect(healed).toBe(rows.length);
  expect(
    counts.filter(({ status }) => status === 'healed').reduce((n, { count }) => n + Number(count), 0),
  ).toBe(healed);
});

it('knows no row that is not there', async () => {
  for (const key of ['finding:pi_none', 'attempt:at_none', 'job:0', 'job:none', 'nothing'])
    expect([key, (await console.post('/board/fix', { key })).status]).toEqual([key, 404]);
});
