import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolve } from '../../server-stub/checkout/resolve.ts';
import { receiveEvent } from '../../server-stub/checkout/webhook.ts';
import type { Gateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import type { Standing } from '../../server-stub/store/standings.ts';
import { deferred } from '../helpers/deferred.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const declined = '4000000000000002';

let server: TestServer;
let cart: { id: string; version: number };
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
beforeEach(async () => {
  cart = await server.newCart();
});

/** Stripe has answered this resolve's first look, and the answer is still on its way; `arrive` gives what it resolves to. */
async function lookOnItsWay(id: string): Promise<{ arrive(): Promise<Standing> }> {
  const answered = deferred();
  const goOn = deferred();
  let looks = 0;
  const retrieveIntent: Gateway['retrieveIntent'] = async (intent) => {
    const answer = await server.gateway.retrieveIntent(intent);
    looks += 1;
    if (looks > 1) return answer;
    answered.resolve();
    await goOn.promise;
    return answer;
  };
  const gateways = singleGateway({ ...server.gateway, retrieveIntent });
  const resolved = resolve({ ...server.deps, gateways }, id);
  await answered.promise;
  return {
    arrive() {
      goOn.resolve();
      return resolved;
    },
  };
}

async function withGateway<T>(change: Partial<Gateway>, act: () => Promise<T>): Promise<T> {
  const usual = server.deps.gateways;
  server.deps.gateways = singleGateway({ ...server.gateway, ...change });
  try {
    return await act();
  } finally {
    server.deps.gateways = usual;
  }
}

const confirmations = (id: string) =>
  server.db
    .selectFrom('confirmation')
    .select(['n', 'outcome'])
    .where('attempt_id', '=', id)
    .orderBy('n')
    .execute();
const attemptOf = (id: string) =>
  server.db.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const orderOf = (id: string) =>
  server.db.selectFrom('orders').selectAll().where('attempt_id', '=', id).executeTakeFirstOrThrow();

/** What Stripe would send about this attempt's intent arrives now, as an event of its own. */
async function deliver(type: string, attempt: string): Promise<string> {
  const { pi_id } = await attemptOf(attempt);
  const { data } = await server.stripe.events.list({ limit: 100, type });
  const event = data.find((each) => 'id' in each.data.object && each.data.object.id === pi_id);
  if (!event) throw new Error(`no ${type}`);
  const id = `evt_${crypto.randomUUID()}`;
  await receiveEvent(server.deps, { ...event, id });
  return id;
}

/** Seconds from the arrival of an event to the look that is planned. */
async function secondsToLook(event: string, attempt: string): Promise<number> {
  const { received_at } = await server.db
    .selectFrom('webhook_event')
    .select('received_at')
    .where('id', '=', event)
    .executeTakeFirstOrThrow();
  const { next_check_at } = await attemptOf(attempt);
  return Math.round(((next_check_at?.getTime() ?? Number.NaN) - received_at.getTime()) / 1000);
}

describe('a look at Stripe that comes back late', () => {
  it('says nothing of a confirm that was written after it began', async () => {
    const page = await openPage(server, cart);
    const asked = await page.pay(needs3ds);
    const late = await lookOnItsWay(asked.id); // requires_action, of confirmation 1
    await server.authenticate(asked, 'fail');
    expect(await page.resume(asked)).toMatchObject({ status: 'declined' });
    const lost = async () => ({ kind: 'unknown' as const, message: 'the request never arrived' });
    await withGateway({ confirmIntent: lost }, () => page.pay(needs3ds));

    await late.arrive();
    expect(await confirmations(asked.id)).toMatchObject([
      { outcome: { kind: 'declined' } },
      { outcome: null },
    ]);
    expect(await page.look(asked.id)).toMatchObject({ status: 'pending' });
    await server.passMinutes(1);
    await server.sweep();
    expect(await page.look(asked.id)).toMatchObject({ status: 'action-required' });
  });

  it('does not tell that the last card was declined once another one is on its way', async () => {
    const page = await openPage(server, cart);
    const first = await page.pay(declined);
    expect(first).toMatchObject({ status: 'declined' });
    const late = await lookOnItsWay(first.id); // requires_payment_method, as the decline left it
    const lost = async () => ({ kind: 'unknown' as const, message: 'the request is still on its way' });
    await withGateway({ confirmIntent: lost }, () => page.pay(good));

    expect((await late.arrive()).last).toMatchObject({ n: 2, outcome: null });
  });

  /** Sends a confirm, and looks at Stripe before its answer is taken note of; the look is still on its way then. */
  async function payWithEarlyLook(page: Awaited<ReturnType<typeof openPage>>, executed: 'before' | 'after') {
    const reached = deferred();
    const goOn = deferred();
    const confirmIntent: Gateway['confirmIntent'] = async (...call) => {
      const early = executed === 'before' ? await server.gateway.confirmIntent(...call) : undefined;
      reached.resolve();
      await goOn.promise;
      return early ?? server.gateway.confirmIntent(...call);
    };
    return withGateway({ confirmIntent }, async () => {
      const paying = page.pay(needs3ds);
      await reached.promise;
      const { id } = await server.db
        .selectFrom('attempt')
        .select('id')
        .where('cart_id', '=', cart.id)
        .executeTakeFirstOrThrow();
      const late = await lookOnItsWay(id);
      goOn.resolve();
      const asked = await paying;
      expect(asked).toMatchObject({ status: 'action-required' });
      return { asked, late };
    });
  }

  it('does not call a payment declined that has gone to the bank meanwhile', async () => {
    const page = await openPage(server, cart);
    const { asked, late } = await payWithEarlyLook(page, 'after'); // requires_payment_method
    await late.arrive();
    expect(await page.look(asked.id)).toMatchObject({ status: 'action-required' });
    await server.authenticate(asked, 'complete');
    expect(await page.resume(asked)).toMatchObject({ status: 'succeeded' });
  });

  it('does not call a payment accepted that has been declined meanwhile', async () => {
    const page = await openPage(server, cart);
    const { asked, late } = await payWithEarlyLook(page, 'before'); // requires_action, and no answer yet
    await server.authenticate(asked, 'fail');
    expect(await page.resume(asked)).toMatchObject({ status: 'declined' });
    await late.arrive();
    expect(await page.look(asked.id)).toMatchObject({ status: 'declined' });
    expect(await confirmations(asked.id)).toMatchObject([{ outcome: { kind: 'declined' } }]);
    expect(await page.pay(good)).toMatchObject({ status: 'succeeded' });
  });

  it('keeps the refusal that a look has learnt: a later look adds nothing and takes nothing back', async () => {
    const page = await openPage(server, cart);
    const asked = await page.pay(needs3ds);
    const late = await lookOnItsWay(asked.id);
    await server.authenticate(asked, 'fail');
    await page.resume(asked);
    await late.arrive();
    const declined = { kind: 'declined', code: 'payment_intent_authentication_failure' };
    expect(await confirmations(asked.id)).toEqual([{ n: 1, outcome: declined }]);
    expect(await page.look(asked.id)).toMatchObject({ status: 'declined' });
  });

  it('leaves the money of an order as those who looked later saw it', async () => {
    const { id } = await (await openPage(server, cart)).pay(good);
    const { pi_id } = await attemptOf(id);
    await server.stripe.paymentIntents.capture(pi_id ?? '');
    await resolve(server.deps, id);
    await server.stripe.refunds.create({ payment_intent: pi_id ?? '', amount: 100 });
    const late = await lookOnItsWay(id); // partly refunded
    await server.stripe.refunds.create({ payment_intent: pi_id ?? '' });
    await resolve(server.deps, id);
    await late.arrive();
    expect(await orderOf(id)).toMatchObject({ money: 'refunded' });
  });

  it('does not let a hold that is lost look held', async () => {
    const { id } = await (await openPage(server, cart)).pay(good);
    const { pi_id } = await attemptOf(id);
    const late = await lookOnItsWay(id); // requires_capture
    await server.stripe.paymentIntents.cancel(pi_id ?? '');
    await resolve(server.deps, id);
    await late.arrive();
    expect(await orderOf(id)).toMatchObject({ money: 'needs_attention' });
  });
});

describe('an event that arrives while an attempt is being looked at', () => {
  it('is looked into after the commit that it came just before', async () => {
    const page = await openPage(server, cart);
    const { shop } = server.deps;
    let id = '';
    server.deps.shop = {
      ...shop,
      async orderNumber(attemptId) {
        id = attemptId;
        const { pi_id } = await attemptOf(attemptId);
        await server.stripe.paymentIntents.cancel(pi_id ?? '');
        await deliver('payment_intent.canceled', attemptId);
        return shop.orderNumber(attemptId);
      },
    };
    try {
      await page.pay(good);
    } finally {
      server.deps.shop = shop;
    }
    expect(await attemptOf(id)).toMatchObject({ state: 'committed' });
    await server.sweep();
    expect(await orderOf(id)).toMatchObject({ money: 'needs_attention' });
  });

  it('is looked into though it was known before the order was: refunded in part by hand, it does not say captured', async () => {
    const page = await openPage(server, cart);
    const asked = await page.pay(needs3ds);
    const { id } = asked;
    await server.authenticate(asked, 'complete');
    const { pi_id } = await attemptOf(id);
    await server.stripe.paymentIntents.capture(pi_id ?? '');
    await server.stripe.refunds.create({ payment_intent: pi_id ?? '', amount: 100 });
    await resolve(server.deps, id);
    expect(await attemptOf(id)).toMatchObject({ state: 'committed' });
    await server.sweep();
    expect(await orderOf(id)).toMatchObject({ money: 'partly_refunded' });
  });

  it('is looked into although the look that was under way would have waited', async () => {
    const page = await openPage(server, cart);
    const asked = await page.pay(needs3ds);
    const late = await lookOnItsWay(asked.id); // requires_action: look again in five seconds
    await server.authenticate(asked, 'complete');
    await deliver('payment_intent.amount_capturable_updated', asked.id);
    await late.arrive();
    await server.sweep();
    expect(await page.look(asked.id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a hold', () => {
  const held = 'payment_intent.amount_capturable_updated';

  it('is left to the handler that sees it for two seconds, and to nobody once the order stands', async () => {
    const page = await openPage(server, cart);
    const { shop } = server.deps;
    let id = '';
    let seconds = Number.NaN;
    server.deps.shop = {
      ...shop,
      async orderNumber(attemptId) {
        id = attemptId;
        seconds = await secondsToLook(await deliver(held, attemptId), attemptId);
        throw new Error('the server dies');
      },
    };
    try {
      await expect(page.pay(good)).rejects.toThrow();
    } finally {
      server.deps.shop = shop;
    }
    expect(seconds).toBe(2);
    await server.passMinutes(3 / 60);
    await server.sweep();
    expect(await attemptOf(id)).toMatchObject({ state: 'committed', next_check_at: null });
    await deliver(held, id);
    expect(await attemptOf(id)).toMatchObject({ next_check_at: null });
  });

  it('is looked at where Stripe only repeats its answer to the confirm', async () => {
    const page = await openPage(server, cart);
    const repeated: Gateway['confirmIntent'] = async (intent, ...asked) => {
      await server.gateway.confirmIntent(intent, ...asked);
      await server.stripe.paymentIntents.cancel(intent);
      return server.gateway.confirmIntent(intent, ...asked);
    };
    const view = await withGateway({ confirmIntent: repeated }, () => page.pay(good));
    expect(view).toMatchObject({ status: 'closed', reason: 'canceled-at-stripe' });
  });
});
