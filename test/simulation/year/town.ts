/** A shop, its server and Stripe for a year: the real handlers on the fake Stripe, both clocks moved together. */
import { sql } from 'kysely';
import Stripe from 'stripe';
import { createApp } from '../../../server-stub/app.ts';
import { atStripe, type CheckoutDeps } from '../../../server-stub/checkout/deps.ts';
import { pollEvents } from '../../../server-stub/checkout/events-poll.ts';
import { workOutbox } from '../../../server-stub/checkout/outbox.ts';
import { reconcileIfDue } from '../../../server-stub/checkout/reconcile.ts';
import { sweepOne } from '../../../server-stub/checkout/sweeper.ts';
import {
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from '../../../server-stub/fake-stripe/keys.ts';
import { initialiseSettings, readSettings, settingsVersion } from '../../../server-stub/settings/settings.ts';
import { createDemoShop } from '../../../server-stub/shop/demo/demo-shop.ts';
import { apiVersion, createGateway } from '../../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../../server-stub/stripe/gateways.ts';
import { databaseSteps, type Strike } from '../../crash/steps.ts';
import { fakeStripeJs, openPage } from '../../server/harness.ts';
import { createRandom, type Random } from '../random.ts';
import { eventsSince, postEvent } from '../webhooks.ts';
import { beginning, openStage, origin, silent, tokenSecret } from '../world.ts';

/** What the shelves hold, unless a story empties one. */
const plenty = 1_000_000;

export type Town = Awaited<ReturnType<typeof openTown>>;

export interface Cart {
  owner: string;
  id: string;
  version: number;
  sku: string;
}

/** Thrown where the process would die: whoever called gets no good answer, and what was not committed is gone. */
class Killed extends Error {}

/** Between the server and its database: thrown once, at the step and moment that are asked for. */
function killer() {
  const nameOf = databaseSteps();
  let strike: Strike | undefined;
  let step: Strike['step'] | undefined;
  const dieIfDue = (moment: Strike['moment']): void => {
    if (!step || strike?.step !== step || strike.moment !== moment) return;
    strike = undefined;
    throw new Killed(`${moment} "${step}"`);
  };
  return {
    arm: (at: Strike | undefined) => void (strike = at),
    async before(statement: string, parameters: readonly unknown[]): Promise<void> {
      step = nameOf(statement, parameters);
      dieIfDue('before');
    },
    async after(): Promise<void> {
      dieIfDue('after');
    },
  };
}

export async function openTown(seed: number) {
  const random = createRandom(seed);
  const { database, fake } = await openStage();
  database.empty(beginning);
  const db = database.connect();
  await initialiseSettings(db, { capture: 'manual', cardSaving: 'off' });
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  const network = (url: string | URL | Request, init?: RequestInit) =>
    Promise.resolve(fake.app.fetch(new Request(url, init)));
  const httpClient = Stripe.createFetchHttpClient(network as typeof fetch);
  const stripe = new Stripe(SECRET_KEY, { apiVersion, httpClient, maxNetworkRetries: 0 });
  const shop = createDemoShop(db);
  for (const { sku } of await shop.products()) await shop.setStock(sku, plenty);

  const kills = killer();
  const own = database.connect(kills);
  const deps: CheckoutDeps = {
    db: own,
    shop: createDemoShop(own),
    gateways: singleGateway(
      createGateway({
        secretKey: SECRET_KEY,
        publishableKey: PUBLISHABLE_KEY,
        webhookSecrets: [WEBHOOK_SECRET],
        account: PLATFORM_ACCOUNT,
        mode: 'test',
        httpClient,
        maxNetworkRetries: 0,
      }),
    ),
    installation,
    reconcile: 'act',
    log: silent,
    changed: () => {},
    due: () => {},
    waitForChange: () => Promise.resolve(),
  };
  const app = createApp(deps, { tokenSecret, allowedOrigins: [origin] });
  const its = await atStripe(deps, { account: PLATFORM_ACCOUNT, mode: 'test' });
  if (!its) throw new Error('no gateway');
  const stripeJs = fakeStripeJs((path, init) => network(`https://api.stripe.com${path}`, init));
  const browser = {
    app,
    settingsVersion: async () => settingsVersion(await readSettings(db), PLATFORM_ACCOUNT, 'test'),
    cardToken: stripeJs.cardToken,
  };
  const taken = new Set<string>();

  return {
    db,
    deps,
    fake,
    random,
    shop,
    stripe,
    authenticate: stripeJs.authenticate,
    now: () => database.nowMs,
    pass(seconds: number): void {
      database.setNow(database.nowMs + Math.round(seconds * 1000));
      fake.clock.setOffset(0);
      fake.runDue();
    },
    kill: (at: Strike | undefined) => kills.arm(at),
    async newCart(): Promise<Cart> {
      const owner = `visit-${crypto.randomUUID()}`;
      const { sku } = random.pick(await shop.products());
      await shop.addToCart(owner, { sku, quantity: 1 + random.int(3), locale: random.pick(['ja', 'en']) });
      const cart = await shop.cartOf(owner);
      if (!cart) throw new Error('the cart is gone');
      return { owner, id: cart.id, version: cart.version, sku };
    },
    openTab: (cart: Cart) => openPage(browser, cart, { sub: cart.owner }),
    restock: (sku: string) => shop.setStock(sku, plenty),
    /** What Stripe sends of what has happened since: lost, twice, in any order. */
    async webhooks(healthy: boolean): Promise<void> {
      for (const event of shuffled(eventsSince(fake, taken), random)) {
        const fate = healthy ? 'once' : random.weighted({ once: 60, twice: 10, lost: 30 });
        taken.add(event.id);
        if (fate === 'lost') continue;
        await postEvent(app, fake, event);
        if (fate === 'twice') await postEvent(app, fake, event);
      }
    },
    /** Everything that the server does by itself and that is due. */
    async work(): Promise<void> {
      await pollEvents(its);
      await reconcileIfDue(its);
      await sweep(deps);
    },
    sweep: () => sweep(deps),
    async setCapture(capture: 'manual' | 'automatic'): Promise<void> {
      await sql`UPDATE settings SET data = jsonb_set(data, '{capture}', to_jsonb(${capture}::text)),
        version = version + 1`.execute(db);
    },
    close: () => fake.close(),
  };
}

/** One connection: one at a time. */
async function sweep(deps: CheckoutDeps): Promise<void> {
  let some = true;
  while (some) {
    some = false;
    while (await sweepOne(deps)) some = true;
    while (await workOutbox(deps)) some = true;
  }
}

export function shuffled<T>(from: readonly T[], random: Random): T[] {
  const rest = [...from];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(random.int(rest.length), 1));
  return order;
}
