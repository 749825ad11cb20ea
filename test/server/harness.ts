/** The whole server in one process: real database, real SDK, the fake Stripe in the network's place, no port. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { pino, type DestinationStream } from 'pino';
import Stripe from 'stripe';
import { createApp } from '../../server-stub/app.ts';
import type { CheckoutDeps, DepsAtStripe } from '../../server-stub/checkout/deps.ts';
import { createSignals } from '../../server-stub/checkout/signals.ts';
import { sweep } from '../../server-stub/checkout/sweeper.ts';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import {
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from '../../server-stub/fake-stripe/keys.ts';
import { createLog } from '../../server-stub/operation/log.ts';
import { initialiseSettings, readSettings, settingsVersion } from '../../server-stub/settings/settings.ts';
import { createDemoShop, type DemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { Mailer } from '../../server-stub/shop/mail/outgoing-mail.ts';
import type { Contact } from '../../server-stub/shop/demo/tables.ts';
import type { Shop } from '../../server-stub/shop/port.ts';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { apiVersion, createGateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import type {
  AttemptView,
  CheckoutProblem,
  CheckoutTokenClaims,
  CheckoutView,
  PayRequest,
} from '../../src/shared/contract.ts';
import { layCluster } from '../helpers/cluster.ts';
import { checkInvariants } from '../helpers/invariants.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { shopSecret } from '../other-shop/start.ts';

export const tokenSecret = 'a-secret-of-at-least-32-characters!!';
export const origin = 'http://shop.test';

export type Home = 'PGlite' | 'PostgreSQL';
export type TestServer = Awaited<ReturnType<typeof startServer>>;

interface Surroundings {
  /** In the demo shop’s place. */
  shop?(db: Database): Shop;
  mailer?: Mailer;
  /** Where the log goes; where the invariants read it when left out. */
  log?: DestinationStream;
}

export async function startServer(home: Home, firstSettings: object = {}, around: Surroundings = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
  const postgres = home === 'PostgreSQL' ? await startPostgres() : undefined;
  if (!postgres) await layCluster(dataDir);
  const db = await openDatabase({ url: postgres?.url, dataDir });
  await initialiseSettings(db, firstSettings);
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();

  const fake = await createFakeStripe({});
  const network = (url: string | URL | Request, init?: RequestInit) =>
    Promise.resolve(fake.app.fetch(new Request(url, init)));
  const httpClient = Stripe.createFetchHttpClient(network as typeof fetch);
  const stripe = new Stripe(SECRET_KEY, { apiVersion, httpClient, maxNetworkRetries: 0 });
  const shop = createDemoShop(db, { mailer: around.mailer });
  for (const { sku } of await shop.products()) await shop.setStock(sku, 1000);
  const gateway = createGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecrets: [WEBHOOK_SECRET],
    account: PLATFORM_ACCOUNT,
    mode: 'test',
    httpClient,
  });
  const lines: string[] = [];
  const deps: CheckoutDeps = {
    db,
    shop: around.shop?.(db) ?? shop,
    gateways: singleGateway(gateway),
    reconcile: 'act',
    installation,
    log: around.log ? pino(around.log) : createLog({ write: (line) => void lines.push(line) }),
    ...createSignals(),
  };
  const app = createApp(deps, { tokenSecret, allowedOrigins: [origin], shopSecrets: [shopSecret] });

  return {
    app,
    db,
    dataDir,
    deps,
    gateway,
    shop,
    stripe,
    fake,
    httpClient,
    /** Of a PostgreSQL, for another instance over it. */
    databaseUrl: postgres?.url,
    ...fakeStripeJs((path, init) => network(`https://api.stripe.com${path}`, init)),
    settingsVersion: async () => settingsVersion(await readSettings(db), PLATFORM_ACCOUNT, 'test'),
    newCart: (contact?: Contact) => fillCart(shop, contact),
    sweep: () => sweep(deps),
    /** Moves our clock; the fake keeps its own. */
    async passMinutes(minutes: number): Promise<void> {
      await db
        .updateTable('clock')
        .set((eb) => ({ offset_ms: eb('offset_ms', '+', minutes * 60_000) }))
        .execute();
    },
    invariants: ({ settled = true } = {}) => {
      const asked = fake.log.list().filter(({ method }) => method === 'GET');
      const said = [...lines, ...asked.map(({ path, params }) => `${path}?${params}`)];
      return checkInvariants(db, stripe, { settled, heard: { said, secrets: [tokenSecret, shopSecret] } });
    },
    async stop(): Promise<void> {
      await fake.close();
      await db.destroy();
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The server's parts with the key that a new attempt would use. */
export async function withCurrentKey({ deps }: TestServer): Promise<DepsAtStripe> {
  const gateway = await deps.gateways.current();
  if (!gateway) throw new Error('no key is stored');
  return { ...deps, gateway };
}

/** What a browser does with the publishable key, without a browser. */
export function fakeStripeJs(send: (path: string, init: RequestInit) => Promise<Response>) {
  const publishable = async (
    path: string,
    form: Record<string, string>,
    { publishableKey, account }: Pick<CheckoutView['stripe'], 'publishableKey' | 'account'> = {
      publishableKey: PUBLISHABLE_KEY,
    },
  ) => {
    const response = await send(path, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${publishableKey}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        ...(account && { 'Stripe-Account': account }),
      },
      body: new URLSearchParams(form).toString(),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(body));
    return body as { id: string };
  };

  return {
    /** What Stripe.js would make of a typed card. */
    async cardToken(
      number: string,
      usage?: 'on_session' | 'off_session',
      by: CheckoutView['stripe'] = { publishableKey: PUBLISHABLE_KEY, mode: 'test' },
    ): Promise<string> {
      const form = {
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': number,
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': '2034',
        'payment_method_data[card][cvc]': '123',
        ...(usage && { setup_future_usage: usage }),
      };
      const token = await publishable('/v1/confirmation_tokens', form, by);
      return token.id;
    },
    async authenticate(view: AttemptView, outcome: 'complete' | 'fail'): Promise<void> {
      if (view.status !== 'action-required' || !view.clientSecret)
        throw new Error(`no 3-D Secure: ${view.status}`);
      const [intent = ''] = view.clientSecret.split('_secret_');
      await publishable('/v1/3ds2/authenticate', {
        payment_intent: intent,
        client_secret: view.clientSecret,
        outcome,
      });
    },
  };
}

/** A guest's cart with one thing in it of which there is plenty. */
export async function fillCart(shop: DemoShop, contact?: Contact): Promise<{ id: string; version: number }> {
  const owner = crypto.randomUUID();
  const product = (await shop.products()).find(({ stock }) => stock > 50);
  if (!product) throw new Error('nothing is in stock');
  await shop.addToCart(owner, { sku: product.sku, quantity: 1, locale: 'ja' });
  if (contact) await shop.setContact(owner, contact);
  const cart = await shop.cartOf(owner);
  if (!cart) throw new Error('the cart is gone');
  return { id: cart.id, version: cart.version };
}

/** A shopper's page with its own token for one cart. */
export async function openPage(
  server: Instance,
  cart: { id: string; version: number },
  claims: Partial<CheckoutTokenClaims> = {},
) {
  const token = await signToken({
    sub: 'visitor-1',
    cart: cart.id,
    ver: cart.version,
    shopper: 'guest',
    billing_country: 'JP',
    origin,
    urls: { cart: `${origin}/cart`, check: `${origin}/checkout`, complete: `${origin}/complete` },
    exp: Math.floor(Date.now() / 1000) + 1800,
    ...claims,
  });
  return pageWith(server, cart, token);
}

/** As much of a server as a shopper's page asks. */
type Instance = Pick<TestServer, 'settingsVersion' | 'cardToken'> & {
  app: { request(path: string, init: RequestInit): Response | Promise<Response> };
};

/** A shopper's page with a token that the shop has signed. */
export function pageWith(server: Instance, cart: { version: number }, token: string) {
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    Promise.resolve(
      server.app.request(path, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Origin: origin },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  const attempt = async (response: Promise<Response>): Promise<AttemptView> => {
    const answer = await response;
    const body: unknown = await answer.json();
    if (!answer.ok) throw new Refusal(body as CheckoutProblem);
    return body as AttemptView;
  };
  return {
    token,
    call,
    async payRequest(card: string, more: Partial<PayRequest> = {}): Promise<PayRequest> {
      return {
        cartVersion: cart.version,
        settingsVersion: await server.settingsVersion(),
        clientKey: crypto.randomUUID(),
        confirmationToken: await server.cardToken(card),
        card: 'new',
        ...more,
      };
    },
    async pay(card: string, more: Partial<PayRequest> = {}): Promise<AttemptView> {
      return attempt(call('POST', '/v1/attempts', await this.payRequest(card, more)));
    },
    send: (request: PayRequest) => attempt(call('POST', '/v1/attempts', request)),
    resume: (view: AttemptView) =>
      attempt(call('POST', `/v1/attempts/${view.id}/resume`, { fence: view.fence })),
    cancel: (view: AttemptView) =>
      attempt(call('POST', `/v1/attempts/${view.id}/cancel`, { fence: view.fence })),
    takeOver: (view: AttemptView) => attempt(call('POST', `/v1/attempts/${view.id}/takeover`, {})),
    look: (id: string) => attempt(call('GET', `/v1/attempts/${id}`)),
  };
}

export class Refusal extends Error {
  readonly problem: CheckoutProblem;

  constructor(problem: CheckoutProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The refusal that a call ends in; a call that succeeds fails the test. */
export async function refused(call: Promise<unknown>): Promise<CheckoutProblem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}

export function signToken(claims: Record<string, unknown>, secret = tokenSecret): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}
