import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPage, refused, startServer, type Home, type TestServer } from './harness.ts';

const homes: Home[] = ['PGlite', 'PostgreSQL'];
const good = '4242424242424242';
const needs3ds = '4000002760003184';
const declined = '4000000000000002';

describe.each(homes)('a purchase on %s', (home) => {
  let server: TestServer;
  let cart: { id: string; version: number };

  beforeAll(async () => {
    server = await startServer(home);
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    cart = await server.newCart();
  });

  const order = (cartId: string) =>
    server.db.selectFrom('orders').selectAll().where('cart_id', '=', cartId).execute();
  const intentsOf = async (cartId: string) =>
    (await server.stripe.paymentIntents.list({ limit: 100 })).data.filter(
      (pi) => pi.metadata['cart'] === cartId,
    );

  it('commits one order and leaves the money authorised', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(good);
    expect(view.status).toBe('succeeded');
    const orders = await order(cart.id);
    expect(orders).toHaveLength(1);
    expect(orders[0]?.money).toBe('authorised');
    const [intent] = await intentsOf(cart.id);
    expect(intent?.status).toBe('requires_capture');
    expect(intent?.capture_method).toBe('manual');
    await server.sweep();
    const labelled = await server.stripe.paymentIntents.retrieve(intent?.id ?? '');
    expect(labelled.metadata['order_id']).toBe(orders[0]?.order_no);
    await server.invariants();
  });

  it('repeats the same answer for the same client key', async () => {
    const page = await openPage(server, cart);
    const request = await page.payRequest(good);
    const first = await page.send(request);
    const again = await page.send(request);
    expect(again).toMatchObject({ id: first.id, status: 'succeeded' });
    expect(await order(cart.id)).toHaveLength(1);
    expect(await intentsOf(cart.id)).toHaveLength(1);
  });

  it('goes through 3-D Secure and commits when it is completed', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    expect(view).toMatchObject({ status: 'action-required' });
    expect(await order(cart.id)).toHaveLength(0);
    await server.authenticate(view, 'complete');
    expect(await page.resume(view)).toMatchObject({ status: 'succeeded' });
    await server.invariants();
  });

  it('calls a failed 3-D Secure declined, and takes another card on the same intent', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await server.authenticate(view, 'fail');
    const after = await page.resume(view);
    expect(after).toMatchObject({
      status: 'declined',
      decline: { code: 'payment_intent_authentication_failure' },
    });
    expect(await page.pay(good)).toMatchObject({ status: 'succeeded', id: view.id });
    expect(await intentsOf(cart.id)).toHaveLength(1);
    await server.invariants();
  });

  it('keeps the intent when a card is declined and another one pays', async () => {
    const page = await openPage(server, cart);
    const first = await page.pay(declined);
    expect(first).toMatchObject({
      status: 'declined',
      decline: { message: expect.stringContaining('カード会社') },
    });
    const second = await page.pay(good);
    expect(second).toMatchObject({ id: first.id, status: 'succeeded' });
    const intents = await intentsOf(cart.id);
    expect(intents).toHaveLength(1);
    await server.invariants();
  });

  it('refuses a second tab while the first is at the bank, and shows no secret to it', async () => {
    const first = await openPage(server, cart);
    const second = await openPage(server, cart, { sub: 'visitor-2' });
    const view = await first.pay(needs3ds);
    const problem = await refused(second.pay(good));
    expect(problem).toMatchObject({ code: 'in-progress-elsewhere', attempt: { id: view.id, own: false } });
    expect(JSON.stringify(problem)).not.toContain('_secret_');
    expect(await intentsOf(cart.id)).toHaveLength(1);
  });

  it('cancels the first attempt at Stripe before another one may begin by takeover', async () => {
    const first = await openPage(server, cart);
    const second = await openPage(server, cart, { sub: 'visitor-2' });
    const view = await first.pay(needs3ds);
    expect(await second.takeOver(view)).toMatchObject({ status: 'closed', reason: 'taken-over' });
    expect(await second.pay(good)).toMatchObject({ status: 'succeeded' });
    const intents = await intentsOf(cart.id);
    expect(intents.map(({ status }) => status).sort()).toEqual(['canceled', 'requires_capture']);
    expect(await first.look(view.id)).toMatchObject({ status: 'closed', reason: 'taken-over' });
    await server.invariants();
  });

  it('lets one of twenty simultaneous payments through and holds money once', async () => {
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, i) => openPage(server, cart, { sub: `visitor-${i}` })),
    );
    const outcomes = await Promise.allSettled(pages.map((page) => page.pay(good)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await order(cart.id)).toHaveLength(1);
    expect(await intentsOf(cart.id)).toHaveLength(1);
    await server.invariants();
  });

  it('cancels what the shopper gave up, and frees the stock', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    expect(await page.cancel(view)).toMatchObject({
      status: 'closed',
      reason: 'abandoned',
      holdReleased: false,
    });
    const held = await server.db
      .selectFrom('reservation')
      .where('attempt_id', '=', view.id)
      .selectAll()
      .execute();
    expect(held).toHaveLength(0);
    await server.invariants();
  });

  it('closes an abandoned 3-D Secure by the sweeper, after half an hour', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await server.passMinutes(31);
    await server.sweep();
    expect(await page.look(view.id)).toMatchObject({ status: 'closed', reason: 'abandoned' });
    expect((await intentsOf(cart.id))[0]).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
    });
    await server.invariants();
  });

  it('finds by the sweeper the order of a shopper who never came back from 3-D Secure', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await server.authenticate(view, 'complete');
    await server.passMinutes(1);
    await server.sweep();
    expect(await order(cart.id)).toHaveLength(1);
    await server.invariants();
  });

  it('cancels the hold and names the item when the stock is gone at the last moment', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await server.db.updateTable('product').set({ stock: 0 }).execute();
    await server.authenticate(view, 'complete');
    const after = await page.resume(view);
    await server.db.updateTable('product').set({ stock: 100 }).execute();
    expect(after).toMatchObject({ status: 'closed', reason: 'sold-out', holdReleased: true });
    expect(after.status === 'closed' && after.items?.[0]?.name).toBeTruthy();
    expect(after.status === 'closed' && after.destination).toContain('/cart?checkout_result=');
    const [intent] = await intentsOf(cart.id);
    expect(intent?.status).toBe('canceled');
    expect(intent?.metadata['order_id']).toBeTruthy();
    await server.invariants();
  });

  it('refuses an amount from the page, and anything else it does not know', async () => {
    const page = await openPage(server, cart);
    const request = { ...(await page.payRequest(good)), amount: 1 };
    const response = await page.call('POST', '/v1/attempts', request);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('answers another cart’s attempt as an unknown one', async () => {
    const mine = await openPage(server, cart);
    const view = await mine.pay(needs3ds);
    const other = await openPage(server, await server.newCart());
    const hidden = await refused(other.look(view.id));
    const unknown = await refused(other.look('at_unknown'));
    expect(hidden).toEqual(unknown);
  });

  it('refuses a stale fence as superseded', async () => {
    const page = await openPage(server, cart);
    const view = await page.pay(needs3ds);
    await page.resume(view);
    expect(await refused(page.resume(view))).toMatchObject({ code: 'superseded', status: 409 });
  });

  it('stops after five declines of one cart and says when to come back', async () => {
    const page = await openPage(server, cart);
    for (let i = 0; i < 5; i++) expect(await page.pay(declined)).toMatchObject({ status: 'declined' });
    const problem = await refused(page.pay(good));
    expect(problem.code).toBe('rate-limited');
    expect(problem.retryAfter).toBeGreaterThan(0);
  });
});
