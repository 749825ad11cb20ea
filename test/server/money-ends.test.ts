/** How an order's money ends where nobody wished for it: refused captures, disputes, refunds before there is an order. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { act } from '../../server-stub/checkout/acts.ts';
import { atStripe } from '../../server-stub/checkout/deps.ts';
import { reconcile } from '../../server-stub/checkout/reconcile.ts';
import { closeDispute } from '../../server-stub/fake-stripe/intents/dispute.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import { listBoard } from '../../server-stub/orders/board-rows.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const disputed = '4000000000000259';

let server: TestServer;
beforeAll(async () => {
  server = await startServer('PostgreSQL', { capture: 'automatic' });
});
afterAll(() => server.stop());
beforeEach(() => {
  vi.restoreAllMocks();
});

const open = async () => openPage(server, await server.newCart(), { sub: crypto.randomUUID() });
const orderOf = (id: string) =>
  server.db.selectFrom('orders').selectAll().where('attempt_id', '=', id).executeTakeFirst();
const attemptOf = (id: string) =>
  server.db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const rowsOf = async (id: string, status?: 'healed') =>
  (await listBoard(server.db, { status }, { limit: 100 })).filter(({ attempt }) => attempt === id);
const lookAgain = async (id: string) => {
  await server.db
    .updateTable('attempt')
    .set({ next_check_at: new Date(0) })
    .where('id', '=', id)
    .execute();
  await server.sweep();
};

describe('an automatic capture', () => {
  const refusal = { kind: 'refused', code: 'capture_unauthorized_payment', message: 'no' } as const;
  const refusing = (answer: typeof refusal & { key?: true }) =>
    vi.spyOn(server.gateway, 'captureIntent').mockResolvedValue(answer);

  it('that is refused for certain is tried no more, and stands on the board until a person captures', async () => {
    const capture = refusing(refusal);
    const { id } = await (await open()).pay(good);
    await server.sweep();
    await server.passMinutes(60);
    await server.sweep();
    expect(capture).toHaveBeenCalledTimes(1);
    const order = await orderOf(id);
    expect(order).toMatchObject({ money: 'needs_attention', money_reason: 'capture-refused' });
    expect(await rowsOf(id)).toMatchObject([
      { bucket: 'expiring', status: 'open', remedy: 'capture-by-hand', order: order?.order_no },
    ]);
    // Looking again, from the queue or from Stripe's list, does not make it look well.
    await lookAgain(id);
    const its = await atStripe(server.deps, { account: PLATFORM_ACCOUNT, mode: 'test' });
    const count = its && (await reconcile(its, new Date(Date.now() - 3_600_000)));
    expect(count).toMatchObject({ followed: 0 });
    expect(await orderOf(id)).toMatchObject({ money: 'needs_attention' });

    vi.restoreAllMocks();
    const report = await act(server.deps, {
      kind: 'capture',
      requestId: crypto.randomUUID(),
      orderNumber: order?.order_no ?? '',
      reason: 'the bank agreed',
      actor: 'owner',
    });
    expect(report).toMatchObject({ state: 'done', payment: { money: 'captured' } });
    expect(await orderOf(id)).toMatchObject({ money: 'captured', money_reason: null });
    expect(await rowsOf(id)).toEqual([]);
    await server.invariants();
  });

  it('that cannot be made with this key goes on with the next one', async () => {
    refusing({ ...refusal, key: true });
    const { id } = await (await open()).pay(good);
    await server.sweep();
    expect(await orderOf(id)).toMatchObject({ money: 'authorised' });
    vi.restoreAllMocks();
    await server.passMinutes(10);
    await server.sweep();
    expect(await orderOf(id)).toMatchObject({ money: 'captured' });
  });
});

describe('a dispute', () => {
  async function dispute(): Promise<{ id: string; close(how: 'won' | 'lost'): Promise<void> }> {
    const { id } = await (await open()).pay(disputed);
    await server.sweep();
    await lookAgain(id);
    expect(await orderOf(id)).toMatchObject({ money: 'disputed' });
    const intent = (await attemptOf(id)).pi_id ?? '';
    return {
      id,
      async close(how) {
        const scene = server.fake.scene();
        const row = [...scene.world.disputes].find(({ payment_intent }) => payment_intent === intent);
        if (!row) throw new Error('there is no dispute');
        closeDispute(scene, row, how);
        await lookAgain(id);
      },
    };
  }

  it('that was won leaves the order captured, and no trace on the board', async () => {
    const { id, close } = await dispute();
    expect(await rowsOf(id)).toMatchObject([{ bucket: 'lost', status: 'underway' }]);
    await close('won');
    expect(await orderOf(id)).toMatchObject({ money: 'captured', money_reason: 'dispute-won' });
    expect(await rowsOf(id)).toEqual([]);
  });

  it('that was lost stays one', async () => {
    const { id, close } = await dispute();
    await close('lost');
    expect(await orderOf(id)).toMatchObject({ money: 'disputed', money_reason: null });
  });

  it('whose end Stripe does not tell stays as it is known', async () => {
    const { id, close } = await dispute();
    const silent = vi.spyOn(server.gateway, 'listDisputes');
    silent.mockResolvedValue({ kind: 'unknown', message: 'no answer' });
    await close('won');
    expect(await orderOf(id)).toMatchObject({ money: 'disputed' });
    silent.mockRestore();
    await lookAgain(id);
    expect(await orderOf(id)).toMatchObject({ money: 'captured' });
  });
});

it('money that was captured and given back by hand before there was an order makes none', async () => {
  const page = await open();
  const view = await page.pay(needs3ds);
  await server.authenticate(view, 'complete');
  const intent = (await attemptOf(view.id)).pi_id ?? '';
  await server.stripe.paymentIntents.capture(intent);
  await server.stripe.refunds.create({ payment_intent: intent });
  expect(await page.resume(view)).toMatchObject({ status: 'closed' });
  expect(await attemptOf(view.id)).toMatchObject({ state: 'closed', close_reason: 'canceled-at-stripe' });
  expect(await orderOf(view.id)).toBeUndefined();
  expect(await rowsOf(view.id)).toEqual([]);
  expect(await rowsOf(view.id, 'healed')).toMatchObject([{ status: 'healed', remedy: 'refunded' }]);
  expect((await server.stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(1);
  await server.invariants();
});
