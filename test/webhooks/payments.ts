/** Payments of which no webhook has arrived yet, each in a world of its own, and the end that a given order of arrival leads to. */
import { atStripe } from '../../server-stub/checkout/deps.ts';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { workOutbox } from '../../server-stub/checkout/outbox.ts';
import { sweepOne } from '../../server-stub/checkout/sweeper.ts';
import { isConnected } from '../../server-stub/fake-stripe/events/deliver.ts';
import { signatureHeader } from '../../server-stub/fake-stripe/events/signature.ts';
import { PLATFORM_ACCOUNT, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { renderEvent } from '../../server-stub/fake-stripe/render/event.ts';
import { settingsVersion } from '../../server-stub/settings/settings.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import { checkInvariants } from '../helpers/invariants.ts';
import { fakeStripeJs, fillCart, openPage } from '../server/harness.ts';
import { createRandom } from '../simulation/random.ts';
import { openWorld, type Stage, type World } from '../simulation/world.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const declined = '4000000000000002';

type Shopper = Awaited<ReturnType<typeof openShopper>>;

/** Each leaves five events about its intent at most. */
const payments = {
  plain: async ({ pay }: Shopper) => {
    await pay(good);
  },
  '3-D Secure, and the page is gone': async ({ pay, authenticate }: Shopper) => {
    await authenticate(await pay(needs3ds), 'complete');
  },
  'declined, then paid': async ({ pay }: Shopper) => {
    await pay(declined);
    await pay(good);
  },
  'captured in the Dashboard before the order': async ({ pay, authenticate, intent, stripe }: Shopper) => {
    await authenticate(await pay(needs3ds), 'complete');
    await stripe.paymentIntents.capture(await intent());
  },
  refunded: async ({ pay, intent, stripe }: Shopper) => {
    await pay(good);
    await stripe.paymentIntents.capture(await intent());
    await stripe.refunds.create({ payment_intent: await intent() });
  },
} satisfies Record<string, (shopper: Shopper) => Promise<void>>;

export type Payment = keyof typeof payments;
export const paymentNames = Object.keys(payments) as Payment[];

const mostEvents = 5;

async function openShopper(world: World) {
  const { app } = world.server();
  const { cardToken, authenticate } = fakeStripeJs(async (path, { method = 'GET', headers, body }) => {
    const sent = { method, path, headers: headers as Record<string, string>, body: String(body) };
    const answer = await world.network.execute(sent);
    return new Response(answer.body, { status: answer.status });
  });
  const version = settingsVersion(world.settings, PLATFORM_ACCOUNT, 'test');
  const cart = await fillCart(createDemoShop(world.db));
  const page = await openPage({ app, cardToken, settingsVersion: () => Promise.resolve(version) }, cart);
  return {
    pay: (card: string) => page.pay(card),
    authenticate,
    stripe: world.stripe,
    async intent(): Promise<string> {
      const { pi_id } = await world.db.selectFrom('attempt').select('pi_id').executeTakeFirstOrThrow();
      return pi_id ?? '';
    },
  };
}

async function begin(stage: Stage, payment: Payment) {
  const world = await openWorld(stage, createRandom(1), () => {}, { settings: { capture: 'manual' } });
  for (const { sku } of await createDemoShop(world.db).products()) await world.shop.setStock(sku, 1000);
  const shopper = await openShopper(world);
  await payments[payment](shopper);
  const intent = await shopper.intent();
  const stripe = stage.fake.store.world(PLATFORM_ACCOUNT, false);
  const events = [...stripe.events]
    .map((event) => JSON.stringify(renderEvent(stripe, event, isConnected(stripe))))
    .filter((event) => event.includes(intent))
    .slice(0, mostEvents);
  return { world, events, intent };
}

export async function countEvents(stage: Stage, payment: Payment): Promise<number> {
  return (await begin(stage, payment)).events.length;
}

/** How the payment ends whose events arrive in this order, each worked off before the next comes. */
export async function endAfter(stage: Stage, payment: Payment, order: readonly number[]): Promise<object> {
  const { world, events, intent } = await begin(stage, payment);
  for (const at of order) {
    const body = events[at];
    if (body === undefined) throw new Error(`there is no event ${at}`);
    await deliver(world, body);
    await work(world);
  }
  // Then the workers come round: Stripe's own list of events, and the attempts that are due.
  world.pass(60);
  const { deps } = world.server();
  const its = await atStripe(deps, { account: PLATFORM_ACCOUNT, mode: 'test' });
  if (its) await pollEvents(its);
  await work(world);
  await checkInvariants(world.db, world.stripe);
  return endOf(world, intent);
}

/** Everything that is due, one after the other: there is one connection. */
async function work(world: World): Promise<void> {
  const { deps } = world.server();
  while ((await sweepOne(deps)) || (await workOutbox(deps)));
}

async function deliver(world: World, body: string): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const response = await world.server().app.request('/webhooks/stripe', {
    method: 'POST',
    headers: { 'stripe-signature': signatureHeader(body, WEBHOOK_SECRET, seconds) },
    body,
  });
  if (response.status !== 200) throw new Error(`a webhook was answered with ${response.status}`);
}

/** On our side and at Stripe; the number of the order is the first in each world. */
async function endOf({ db, stripe }: World, intent: string): Promise<object> {
  const attempt = await db
    .selectFrom('attempt as a')
    .leftJoin('orders as o', 'o.attempt_id', 'a.id')
    .select(['a.state', 'a.pi_status', 'a.close_reason', 'o.order_no', 'o.money', 'o.amount_captured'])
    .executeTakeFirstOrThrow();
  const jobs = await db.selectFrom('outbox').select(['kind', 'done_at']).orderBy('kind').execute();
  const { status, metadata } = await stripe.paymentIntents.retrieve(intent);
  return {
    ...attempt,
    jobs: jobs.map(({ kind, done_at }) => `${kind}${done_at ? '' : ' to do'}`),
    stripe: status,
    told: metadata['order_id'],
  };
}
