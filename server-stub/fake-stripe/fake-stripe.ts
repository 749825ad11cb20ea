import { join } from 'node:path';
import { Hono } from 'hono';
import { Agenda } from './agenda.ts';
import { createClock, type Clock } from './clock.ts';
import type { ProcessingSwitch, Scene } from './context.ts';
import { controlRoutes } from './control.ts';
import { Deliverer } from './events/deliver.ts';
import { EVENTS_KEPT_SECONDS, emitter } from './events/emit.ts';
import { Faults } from './faults.ts';
import { KeyRing } from './http/auth.ts';
import { prune } from './http/idempotency.ts';
import { RequestLog } from './http/log.ts';
import { CORS, endpoint, type ApiDependencies } from './http/pipeline.ts';
import { ConnectionLost, type Bindings } from './http/wire.ts';
import { createIds } from './ids.ts';
import { resumeProcessing } from './intents/confirm.ts';
import { resumeExpiries } from './intents/expire.ts';
import { PLATFORM_ACCOUNT, WEBHOOK_SECRET } from './keys.ts';
import { seeded } from './random.ts';
import { routes } from './resources/index.ts';
import { resumeRefunds } from './resources/refunds.ts';
import { Journal } from './store/journal.ts';
import type { EventRow } from './store/rows.ts';
import { Store } from './store/store.ts';
import type { World } from './store/world.ts';
import { realTimers, type Timers } from './timers.ts';
import { postOverKept, type Send } from './events/kept-connection.ts';

export interface FakeStripeOptions {
  /** Where the fake is reached; its 3-D Secure pages are linked from there. */
  readonly baseUrl?: string | (() => string);
  /** Keeps the state in `<dataDir>/fake-stripe`. Without it the state is gone with the process. */
  readonly dataDir?: string;
  /** Gets every event of the test mode, those of connected accounts too, signed with `WEBHOOK_SECRET`. */
  readonly webhookUrl?: string;
  /** How webhooks are sent; over kept connections when left out. */
  readonly fetch?: Send;
  /** The time that nobody moves; `Date.now` when left out. */
  readonly wallMs?: () => number;
  /** How the fake waits: for the next thing due, for a delayed answer, for a webhook that nobody takes. */
  readonly timers?: Timers;
  /** Makes every id, secret and drawn fault the same in every run. Random when left out. */
  readonly seed?: number;
  /** Failed attempts after which an intent is canceled. Stripe has such a limit and does not publish it. */
  readonly attemptLimit?: number;
}

const DEFAULT_ATTEMPT_LIMIT = 20;
const TIDY_EVERY_MS = 60_000;

export interface FakeStripe {
  readonly app: Hono<{ Bindings: Bindings }>;
  readonly store: Store;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly webhooks: Deliverer;
  readonly keys: KeyRing;
  readonly processing: ProcessingSwitch;
  /** The world of an account, the platform's test mode when nothing is said. */
  readonly scene: (world?: World) => Scene;
  /** Does what has become due. Only a `wallMs` that jumps needs it: requests, clock moves and timers do it too. */
  readonly runDue: () => void;
  /** Forgets everything but the configured webhook endpoint, and sets clock, faults and switches back. */
  readonly reset: () => void;
  readonly close: () => void;
}

/** Stripe's API without a port: serve `app`, or hand `app.fetch` to the SDK's fetch client. */
export function createFakeStripe(options: FakeStripeOptions = {}): FakeStripe {
  const wallMs = options.wallMs ?? Date.now;
  const clock = createClock(wallMs);
  const timers = options.timers ?? realTimers;
  const agenda = new Agenda(clock, timers);
  const store = new Store(
    options.dataDir === undefined ? undefined : new Journal(join(options.dataDir, 'fake-stripe')),
  );
  // A fake that is opened again over its journal must not draw the ids that it drew before.
  const seed = options.seed === undefined ? undefined : options.seed + store.replayed;
  const ids = createIds(seed === undefined ? undefined : seeded(seed));
  const webhooks = new Deliverer({
    store,
    clock,
    agenda,
    timers,
    ids,
    fetch: options.fetch ?? postOverKept,
    wallSeconds: () => Math.floor(wallMs() / 1000),
  });
  const { baseUrl = 'http://localhost:4243' } = options;
  const shared = {
    clock,
    agenda,
    ids,
    limits: { attempts: options.attemptLimit ?? DEFAULT_ATTEMPT_LIMIT },
    processing: { seconds: 0, times: 0 },
    baseUrl: () => (typeof baseUrl === 'string' ? baseUrl : baseUrl()),
    commit: () => store.commit(),
  };
  const sceneOf = (world: World, request: EventRow['request']): Scene => ({
    ...shared,
    world,
    emit: emitter(world, clock, ids, request, webhooks.offer),
    later: () => sceneOf(world, NOBODY),
  });
  const api: ApiDependencies = {
    store,
    keys: new KeyRing(),
    faults: new Faults(seed),
    log: new RequestLog(),
    ids,
    timers,
    sceneOf,
    wallMs,
  };
  const fake: FakeStripe = {
    app: new Hono<{ Bindings: Bindings }>(),
    store,
    clock,
    faults: api.faults,
    log: api.log,
    keys: api.keys,
    webhooks,
    processing: shared.processing,
    scene: (world = store.world(PLATFORM_ACCOUNT, false)) => sceneOf(world, NOBODY),
    runDue: () => agenda.runDue(),
    reset() {
      agenda.clear();
      webhooks.clear();
      api.faults.clear();
      api.log.clear();
      Object.assign(shared.processing, { seconds: 0, times: 0 });
      store.reset();
      clock.setOffset(0);
      tidy(fake, agenda);
      registerEndpoints(fake, options.webhookUrl);
    },
    close() {
      agenda.close();
      webhooks.close();
      store.close();
    },
  };
  mount(fake, api);
  resume(fake);
  tidy(fake, agenda);
  registerEndpoints(fake, options.webhookUrl);
  return fake;
}

const NOBODY: EventRow['request'] = { id: null, idempotency_key: null };

function mount(fake: FakeStripe, api: ApiDependencies): void {
  const { app } = fake;
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.options('/v1/*', () => new Response(null, { status: 204, headers: CORS }));
  for (const route of routes) app.on(route.method, route.path, endpoint(api, route));
  app.all('/v1/*', endpoint(api, null));
  app.route('/_control', controlRoutes(fake));
  // A lost connection has to reach whoever called `app.fetch`; what else comes here is a defect outside the API.
  app.onError((error) => {
    if (error instanceof ConnectionLost) throw error;
    console.error(error);
    return new Response(JSON.stringify({ error: { type: 'api_error', message: String(error) } }), {
      status: 500,
    });
  });
}

/** What was under way when the last process ended goes on. */
function resume(fake: FakeStripe): void {
  const { store, clock, webhooks } = fake;
  if (store.offsetSeconds !== 0) clock.setOffset(store.offsetSeconds);
  clock.onMove(() => store.keepOffset(clock.offsetSeconds));
  for (const world of store.worlds()) {
    resumeExpiries(fake.scene(world));
    resumeRefunds(fake.scene(world));
    resumeProcessing(fake.scene(world));
  }
  webhooks.resume();
}

/** Forgets what Stripe forgets: idempotency keys after a day, events after 30. Repeats itself. */
function tidy(fake: FakeStripe, agenda: Agenda): void {
  agenda.at(fake.clock.nowMs() + TIDY_EVERY_MS, () => {
    for (const world of fake.store.worlds()) {
      prune(world, fake.clock);
      world.events.pruneBefore(fake.clock.now() - EVENTS_KEPT_SECONDS);
    }
    fake.store.commit();
    tidy(fake, agenda);
  });
}

/** The same endpoints at every start: their ids never change, their address may. One hears of connected accounts. */
function registerEndpoints({ store, clock }: FakeStripe, url: string | undefined): void {
  const { webhook_endpoints: endpoints } = store.world(PLATFORM_ACCOUNT, false);
  for (const [id, connect] of [
    ['we_fake_secure_checkout_connect', true],
    ['we_fake_secure_checkout', false],
  ] as const) {
    const known = endpoints.get(id);
    if (url === undefined || known?.url === url) continue;
    endpoints.put({
      id,
      created: known?.created ?? clock.now(),
      url,
      secret: WEBHOOK_SECRET,
      connect,
      enabled_events: ['*'],
      description: 'Configured at the start of the fake Stripe',
      metadata: {},
      disabled: false,
    });
  }
  store.commit();
}
