/** A backup taken, trade that goes on, a restore to the earlier state: what Stripe knows and the database forgot. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reconcile, reconcileIfDue } from '../../server-stub/checkout/reconcile.ts';
import { countBoard, listBoard } from '../../server-stub/orders/board-rows.ts';
import { openPage, startServer, type TestServer, withCurrentKey } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';

let server: TestServer;

beforeAll(async () => {
  server = await startServer('PGlite');
});
afterAll(() => server.stop());

/**
 * What `pg_dump` writes of a copy of the files, taken between two statements: as from a snapshot of the disk, the log in it
 * is replayed first.
 */
async function backUp(): Promise<string> {
  const snapshot = await mkdtemp(join(tmpdir(), 'secure-checkout-snapshot-'));
  await cp(join(server.dataDir, 'db'), snapshot, { recursive: true });
  const copy = await PGlite.create(snapshot);
  try {
    return await (await pgDump({ pg: copy })).text();
  } finally {
    await copy.close();
    await rm(snapshot, { recursive: true, force: true });
  }
}

/** Into an emptied database, as `psql` would; the dump itself leaves its connection without a search path. */
async function restore(dump: string): Promise<void> {
  await server.db.connection().execute(async (connection) => {
    await sql`DROP SCHEMA public CASCADE; CREATE SCHEMA public`.execute(connection);
    await sql.raw(dump).execute(connection);
    await sql`SET search_path TO public`.execute(connection);
  });
}

const cartOf = () => server.newCart();
const pay = async (cart: { id: string; version: number }, card = good) => {
  const page = await openPage(server, cart, { sub: crypto.randomUUID() });
  return { page, view: await page.pay(card) };
};
const attemptRow = (id: string) =>
  server.db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirst();
const intentOf = async (id: string) => (await attemptRow(id))?.pi_id ?? '';
const orderOf = (cart: { id: string }) =>
  server.db.selectFrom('orders').selectAll().where('cart_id', '=', cart.id).executeTakeFirst();
const statusOf = async (intent: string) => (await server.stripe.paymentIntents.retrieve(intent)).status;

it('a restore to an earlier state: every payment since becomes its order, is let go, or stands on the board', async () => {
  const before = await pay(await cartOf());
  const underWay = await pay(await cartOf(), needs3ds);
  const [ordered, changed, captured, followed] = [
    await cartOf(),
    await cartOf(),
    await cartOf(),
    before.view,
  ];
  await reconcileIfDue(await withCurrentKey(server));
  const backup = await backUp();

  const afterwards = {
    ordered: (await pay(ordered)).view,
    changed: (await pay(changed)).view,
    captured: (await pay(captured)).view,
  };
  const intents = {
    before: await intentOf(followed.id),
    underWay: await intentOf(underWay.view.id),
    ordered: await intentOf(afterwards.ordered.id),
    changed: await intentOf(afterwards.changed.id),
    captured: await intentOf(afterwards.captured.id),
  };
  await server.authenticate(underWay.view, 'complete');
  await server.stripe.paymentIntents.capture(intents.before);
  await server.stripe.paymentIntents.capture(intents.captured);

  await restore(backup);
  expect(await attemptRow(afterwards.ordered.id)).toBeUndefined();
  // Meanwhile the shopper put something else into one of the carts, and one cart is gone.
  await server.db
    .updateTable('cart')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', 'in', [changed.id, captured.id])
    .execute();

  const observed = { ...(await withCurrentKey(server)), reconcile: 'observe' as const };
  await reconcile(observed, new Date(Date.now() - 3_600_000));
  expect(await statusOf(intents.changed)).toBe('requires_capture');
  expect(await orderOf(ordered)).toBeUndefined();

  await server.passMinutes(11);
  await reconcileIfDue(await withCurrentKey(server));
  await server.sweep();

  expect(await orderOf(ordered)).toMatchObject({ pi_id: intents.ordered, money: 'authorised' });
  expect(await statusOf(intents.changed)).toBe('canceled');
  expect(await attemptRow(underWay.view.id)).toMatchObject({ state: 'committed' });
  expect(
    await server.db.selectFrom('orders').select('money').where('pi_id', '=', intents.before).execute(),
  ).toEqual([{ money: 'captured' }]);
  const open = await listBoard(server.db, { status: 'open' }, { limit: 10 });
  expect(open.map(({ bucket, intent }) => [bucket, intent])).toEqual([['captured', intents.captured]]);
  await server.stripe.refunds.create({ payment_intent: intents.captured });
  await server.passMinutes(11);
  await reconcileIfDue(await withCurrentKey(server));
  expect((await countBoard(server.db)).filter(({ status }) => status === 'open')).toEqual([]);
  await server.invariants();
});
