import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../server-stub/app.ts';
import { resolve } from '../../server-stub/checkout/resolve.ts';
import { createSignals } from '../../server-stub/checkout/signals.ts';
import { sweep } from '../../server-stub/checkout/sweeper.ts';
import type { Gateway } from '../../server-stub/stripe/gateway.ts';
import type { Tx } from '../../server-stub/store/database.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import { deferred } from '../helpers/deferred.ts';
import { openPage, origin, Refusal, startServer, tokenSecret, type TestServer } from './harness.ts';

/** As `npm run races` runs them, and as `npm test` does. */
const { rivals, shoppers, takeovers } =
  process.env['RACES'] === 'full'
    ? { rivals: 1000, shoppers: 1000, takeovers: 500 }
    : { rivals: 150, shoppers: 150, takeovers: 60 };

const good = '4242424242424242';
const needs3ds = '4000002760003184';

describe('many at once on PostgreSQL', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer('PostgreSQL', { capture: 'automatic' });
  });
  afterAll(() => server.stop());

  const ordersOf = (cart: string) =>
    server.db.selectFrom('orders').selectAll().where('cart_id', '=', cart).execute();
  const intentsOf = async (cart: string) =>
    (await server.stripe.paymentIntents.list({ limit: 100 })).data.filter(
      ({ metadata }) => metadata['cart'] === cart,
    );
  const calls = (path: RegExp) =>
    server.fake.log.list().filter((request) => request.method === 'POST' && path.test(request.path));

  it(`lets one of ${rivals} payments of one cart through: one order, one intent`, async () => {
    const cart = await server.newCart();
    const pages = await Promise.all(
      Array.from({ length: rivals }, (_, i) => openPage(server, cart, { sub: `rival-${i}` })),
    );
    const requests = await Promise.all(pages.map((page) => page.payRequest(good)));
    const answers = await Promise.allSettled(pages.map((page, i) => page.send(requests[i]!)));
    const views = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const refusals = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as unknown] : [],
    );
    expect(views).toMatchObject([{ status: 'succeeded' }]);
    expect(refusals.every((error) => error instanceof Refusal && error.problem.status < 500)).toBe(true);
    expect(await ordersOf(cart.id)).toHaveLength(1);
    expect(await intentsOf(cart.id)).toHaveLength(1);
    await server.sweep();
    await server.invariants();
  }, 300_000);

  it(`sells 10 units to 10 of ${shoppers} shoppers, and no loser’s card reaches Stripe`, async () => {
    const carts = [];
    for (let i = 0; i < shoppers; i++) carts.push(await server.newCart());
    const [line] = await server.db
      .selectFrom('cart_line')
      .select('sku')
      .where('cart_id', '=', carts[0]!.id)
      .execute();
    await server.shop.setStock(line!.sku, 10);
    const pages = await Promise.all(carts.map((cart, i) => openPage(server, cart, { sub: `shopper-${i}` })));
    const requests = await Promise.all(pages.map((page) => page.payRequest(good)));
    server.fake.log.clear();
    const answers = await Promise.allSettled(pages.map((page, i) => page.send(requests[i]!)));
    await server.shop.setStock(line!.sku, 1000);
    const winners = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(winners).toHaveLength(10);
    expect(winners.every(({ status }) => status === 'succeeded')).toBe(true);
    const codes = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [(answer.reason as Refusal).problem.code] : [],
    );
    expect([...new Set(codes)]).toEqual(['sold-out']);
    expect(calls(/\/confirm$/)).toHaveLength(10);
    expect(calls(/\/v1\/payment_intents$/)).toHaveLength(10);
    await server.sweep();
    await server.invariants();
  }, 300_000);

  it(`ends each of ${takeovers} races of approval against takeover in an order or in a cancellation, never in both`, async () => {
    const race = async (i: number) => {
      const cart = await server.newCart();
      const page = await openPage(server, cart, { sub: `first-${i}` });
      const rival = await openPage(server, cart, { sub: `rival-${i}` });
      const view = await page.pay(needs3ds);
      await server.authenticate(view, 'complete');
      await Promise.allSettled([page.resume(view), rival.takeOver(view)]);
      return { cart, page, view };
    };
    const races = [];
    for (let done = 0; done < takeovers; done += 10) {
      races.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => race(done + i)))));
    }
    // Who lost a step to the other one looks again within a minute.
    await server.passMinutes(2);
    await server.sweep();
    for (const { cart, page, view } of races) {
      const end = await page.look(view.id);
      const orders = await ordersOf(cart.id);
      const intents = await server.stripe.paymentIntents.list({ customer: await customerOf(view.id) });
      expect([end.status, orders.length, ...intents.data.map(({ status }) => status)]).toEqual(
        end.status === 'succeeded' ? ['succeeded', 1, 'succeeded'] : ['closed', 0, 'canceled'],
      );
    }
    await server.invariants();
  }, 300_000);

  const customerOf = async (attempt: string): Promise<string> => {
    const row = await server.db
      .selectFrom('attempt')
      .select('customer_id')
      .where('id', '=', attempt)
      .executeTakeFirstOrThrow();
    return row.customer_id ?? '';
  };

  it('shares the work of two instances without doing anything twice', async () => {
    const views = [];
    for (let i = 0; i < 30; i++) {
      const page = await openPage(server, await server.newCart(), { sub: `buyer-${i}` });
      views.push(await page.pay(good));
    }
    const ids = views.map(({ id }) => id);
    server.fake.log.clear();
    const second = { ...server.deps, ...createSignals() };
    await Promise.all([sweep(server.deps), sweep(second), sweep(server.deps), sweep(second)]);
    const jobs = await server.db
      .selectFrom('outbox')
      .select(['kind', 'tries', 'done_at'])
      .where('attempt_id', 'in', ids)
      .execute();
    // Mail, label, capture, and what the capture did to the money.
    expect(jobs).toHaveLength(120);
    expect(jobs.every(({ tries, done_at }) => tries === 1 && done_at !== null)).toBe(true);
    expect(calls(/\/capture$/)).toHaveLength(30);
    await server.invariants();
  }, 120_000);

  it('lets an instance that wakes up late before its confirm change nothing', async () => {
    const cart = await server.newCart();
    const reached = deferred();
    const release = deferred();
    const confirmIntent: Gateway['confirmIntent'] = async (...call) => {
      reached.resolve();
      await release.promise;
      return server.gateway.confirmIntent(...call);
    };
    const late = { ...server.deps, gateways: singleGateway({ ...server.gateway, confirmIntent }) };
    const app = createApp(late, { tokenSecret, allowedOrigins: [origin] });
    const sleeper = await openPage({ ...server, app }, cart, { sub: 'sleeper' });
    const asleep = sleeper.pay(good);
    await reached.promise;

    const awake = await openPage(server, cart, { sub: 'awake' });
    const attempt = await server.db
      .selectFrom('attempt')
      .selectAll()
      .where('cart_id', '=', cart.id)
      .executeTakeFirstOrThrow();
    const view = await awake.look(attempt.id);
    expect(await awake.takeOver(view)).toMatchObject({ status: 'closed' });
    expect(await awake.pay(good)).toMatchObject({ status: 'succeeded' });
    release.resolve();
    expect(await asleep).toMatchObject({ id: attempt.id, status: 'closed', reason: 'taken-over' });
    expect(await ordersOf(cart.id)).toHaveLength(1);
    expect((await intentsOf(cart.id)).map(({ status }) => status).sort()).toEqual([
      'canceled',
      'requires_capture',
    ]);
    await server.sweep();
    await server.invariants();
  });

  it('lets an instance that wakes up late before its commit place nothing that was let go meanwhile', async () => {
    const page = await openPage(server, await server.newCart());
    const asked = await page.pay(needs3ds);
    await server.authenticate(asked, 'complete');
    const attempt = () =>
      server.db.selectFrom('attempt').selectAll().where('id', '=', asked.id).executeTakeFirstOrThrow();
    const reached = deferred();
    const release = deferred();
    const db = new Proxy(server.db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'transaction') return value.bind(target) as unknown;
        return () => ({
          async execute(work: (tx: Tx) => Promise<unknown>) {
            if ((await attempt()).state === 'placing') {
              reached.resolve();
              await release.promise;
            }
            return target.transaction().execute(work);
          },
        });
      },
    });
    const asleep = resolve({ ...server.deps, db }, asked.id);
    await reached.promise;

    await server.db.updateTable('product').set({ stock: 0 }).execute();
    await resolve(server.deps, asked.id);
    await server.db.updateTable('product').set({ stock: 100 }).execute();
    release.resolve();
    expect(await asleep).toMatchObject({ state: 'closed', close_reason: 'sold-out' });
    expect(await ordersOf((await attempt()).cart_id)).toEqual([]);
    await server.sweep();
    await server.invariants();
  });
});
