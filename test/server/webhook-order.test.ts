import fc from 'fast-check';
import { signatureHeader } from '../../server-stub/fake-stripe/events/signature.ts';
import { PLATFORM_ACCOUNT, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { stateOf } from '../../server-stub/fake-stripe/state.ts';
import { atStripe } from '../../server-stub/checkout/deps.ts';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const declined = '4000000000000002';

/** A payment of which no webhook has arrived yet; its attempt's id. Each leaves five events about its intent at most. */
const payments: Record<string, (server: TestServer) => Promise<string>> = {
  plain: async (server) => (await (await page(server)).pay(good)).id,
  '3-D Secure': async (server) => {
    const view = await (await page(server)).pay(needs3ds);
    await server.authenticate(view, 'complete');
    return view.id;
  },
  'declined, then paid': async (server) => {
    const its = await page(server);
    await its.pay(declined);
    return (await its.pay(good)).id;
  },
  captured: async (server) => {
    const { id } = await (await page(server)).pay(good);
    await server.stripe.paymentIntents.capture(await intentOf(server, id));
    return id;
  },
  refunded: async (server) => {
    const { id } = await (await page(server)).pay(good);
    const intent = await intentOf(server, id);
    await server.stripe.paymentIntents.capture(intent);
    await server.stripe.refunds.create({ payment_intent: intent });
    return id;
  },
};

const page = async (server: TestServer) => openPage(server, await server.newCart());

async function intentOf(server: TestServer, attempt: string): Promise<string> {
  const row = await server.db
    .selectFrom('attempt')
    .select('pi_id')
    .where('id', '=', attempt)
    .executeTakeFirstOrThrow();
  return row.pi_id ?? '';
}

describe.each(Object.entries(payments))('the webhooks of a payment: %s', (_name, begin) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer('PGlite');
  }, 60_000);
  afterAll(() => server.stop());

  const eventsOf = (intent: string) =>
    (stateOf(server.fake).worlds[0]?.events ?? [])
      .filter((event) => JSON.stringify(event.data).includes(intent))
      .slice(0, 5);

  async function deliver(event: object): Promise<void> {
    const body = JSON.stringify(event);
    const response = await server.app.request('/webhooks/stripe', {
      method: 'POST',
      headers: { 'stripe-signature': signatureHeader(body, WEBHOOK_SECRET, Math.floor(Date.now() / 1000)) },
      body,
    });
    expect(response.status).toBe(200);
  }

  /** The end of a payment whose events arrived in this order, some twice, some never. */
  async function endAfter(order: readonly number[]): Promise<object> {
    const id = await begin(server);
    const intent = await intentOf(server, id);
    const events = eventsOf(intent);
    for (const at of order) {
      const event = events[at % events.length];
      if (event) await deliver(event);
    }
    // Then the workers come round: the attempts that are due, and Stripe's own list of events.
    await server.passMinutes(1);
    server.fake.clock.setOffset(server.fake.clock.offsetSeconds + 60);
    await server.sweep();
    const its = await atStripe(server.deps, { account: PLATFORM_ACCOUNT, mode: 'test' });
    if (its) await pollEvents(its);
    await server.sweep();
    await server.invariants();
    const attempt = await server.db
      .selectFrom('attempt as a')
      .leftJoin('orders as o', 'o.attempt_id', 'a.id')
      .select(['a.state', 'a.pi_status', 'a.close_reason', 'o.money', 'o.amount_captured'])
      .where('a.id', '=', id)
      .executeTakeFirstOrThrow();
    const jobs = await server.db
      .selectFrom('outbox')
      .select('kind')
      .where('attempt_id', '=', id)
      .orderBy('kind')
      .execute();
    const { status } = await server.stripe.paymentIntents.retrieve(intent);
    return { ...attempt, status, jobs };
  }

  it('end in the same state in every order', async () => {
    const inOrder = await endAfter([4, 3, 2, 1, 0]);
    expect(inOrder).toMatchObject({ state: 'committed' });
    for (const order of permutations([0, 1, 2])) expect(await endAfter(order)).toEqual(inOrder);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 8 }), async (order) => {
        expect(await endAfter(order)).toEqual(inOrder);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) =>
    permutations(of.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}
