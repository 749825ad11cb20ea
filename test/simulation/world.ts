/** One small world: a database, a fake Stripe, two server instances, and the network between them. */
import Stripe from 'stripe';
import { createApp } from '../../server-stub/app.ts';
import type { CheckoutDeps } from '../../server-stub/checkout/deps.ts';
import { createFakeStripe, type FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import {
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from '../../server-stub/fake-stripe/keys.ts';
import { createLog } from '../../server-stub/operation/log.ts';
import { initialiseSettings, readSettings, type Settings } from '../../server-stub/settings/settings.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import { apiVersion, createGateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import { SimulatedDatabase } from './database.ts';
import { Network } from './network.ts';
import { openOtherShop } from './other-shop.ts';
import type { Random } from './random.ts';
import { Scheduler, type Process } from './scheduler.ts';
import { Watch } from './watch.ts';
import { Wire } from './wire.ts';

export const tokenSecret = 'a-secret-of-at-least-32-characters!!';
export const origin = 'http://shop.test';
/** A Tuesday, on which every run begins. */
export const beginning = Date.UTC(2026, 0, 6, 3, 0, 0);

/** What is made once and emptied between runs: making it takes seconds. */
export interface Stage {
  database: SimulatedDatabase;
  fake: FakeStripe;
}

export async function openStage(): Promise<Stage> {
  const database = await SimulatedDatabase.open();
  database.setNow(beginning);
  return { database, fake: createFakeStripe({ wallMs: () => database.nowMs }) };
}

interface Server extends Process {
  readonly deps: CheckoutDeps;
  readonly app: ReturnType<typeof createApp>;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Where the shop is: in our transactions, or over a wire that loses answers. */
export type Home = 'our database' | 'elsewhere';

interface Chosen {
  home?: Home;
  /** Instead of those that the seed would choose. */
  settings?: object;
}

export async function openWorld(
  { database, fake }: Stage,
  random: Random,
  trace: (line: string) => void,
  { home = 'our database', settings }: Chosen = {},
) {
  database.empty(beginning);
  fake.reset();
  const db = database.connect();
  const firstSettings = settings ?? {
    capture: random.pick(['manual', 'automatic']),
    cardSaving: random.pick(['off', 'optional', 'required']),
    threeDSecure: random.weighted({ automatic: 6, any: 1, strict: 1 }),
  };
  await initialiseSettings(db, firstSettings);
  trace(`settings: ${Object.values(firstSettings).join(', ')}`);
  const inForce: Settings = await readSettings(db);
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();

  const otherShop = home === 'elsewhere' ? openOtherShop() : undefined;
  const watch = new Watch(database, fake, otherShop);
  const scheduler = new Scheduler(random, trace, (error) => watch.failed(error));
  const wire = new Wire(random, scheduler, trace);
  /** What of it anybody may read: the log as it is shipped, and the URLs, ours as well as Stripe's. */
  const said: string[] = [];
  const logger = createLog({ write: (line) => void said.push(line) });
  const log = {
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
  };
  const network = new Network({
    fake,
    random,
    scheduler,
    wire,
    leaving(request) {
      said.push(request.path);
      watch.leaving(request);
    },
    executed: () => watch.money(),
  });
  const leavingForShop = (operation: string) => watch.outsideTransaction(`${operation} of the shop`);
  let crashes = 0;

  function startServer(name: string): Server {
    let server: Server | undefined = undefined;
    const own = database.connect({
      async before(statement) {
        if (!scheduler.inTask || database.inTransaction) return;
        await scheduler.gate(short(statement));
      },
      async after(statement) {
        watch.wrote(statement);
        // A process dies between two statements as well as within a transaction, whose work is then gone.
        if (!scheduler.inTask || wire.healthy || crashes === 0) return;
        if (!random.chance(writes.test(statement) ? 0.06 : 0.01)) return;
        crashes -= 1;
        if (database.inTransaction) database.run('ROLLBACK', []);
        await scheduler.crashHere(short(statement));
      },
    });
    const deps: CheckoutDeps = {
      db: own,
      shop: otherShop?.port(wire, leavingForShop) ?? createDemoShop(own),
      gateways: singleGateway(
        createGateway({
          secretKey: SECRET_KEY,
          publishableKey: PUBLISHABLE_KEY,
          webhookSecrets: [WEBHOOK_SECRET],
          account: PLATFORM_ACCOUNT,
          mode: 'test',
          httpClient: network,
          maxNetworkRetries: 0,
        }),
      ),
      installation,
      reconcile: 'act',
      log: {
        ...log,
        error(fields: { err?: unknown }, message?: string) {
          watch.failed(fields.err);
          log.error(fields, message);
        },
      },
      changed: () => {},
      due: () => {},
      waitForChange: () => Promise.resolve(),
    };
    server = { name, alive: true, deps, app: createApp(deps, { tokenSecret, allowedOrigins: [origin] }) };
    return server;
  }

  const servers = [startServer('server A'), startServer('server B')];

  return {
    database,
    db,
    fake,
    random,
    trace,
    settings: inForce,
    scheduler,
    network,
    wire,
    watch,
    /** As its shoppers and its staff use it. */
    shop: otherShop ?? createDemoShop(db),
    otherShop,
    said,
    stripe: new Stripe(SECRET_KEY, { apiVersion, httpClient: network, maxNetworkRetries: 0 }),
    /** The instance that a request happens to reach; a dead one has been started again by then. */
    server(): Server {
      servers.forEach((server, at) => {
        if (!server.alive) servers[at] = startServer(server.name);
      });
      return random.pick(servers);
    },
    allowCrash: () => (crashes += 1),
    /** Both clocks at once: ours through app_now(), Stripe's through the fake's. */
    pass(seconds: number): void {
      database.setNow(database.nowMs + Math.round(seconds * 1000));
      fake.clock.setOffset(0);
    },
  };
}

/** After these the database holds something new: a crash there is a recovery point of its own. */
const writes = /^\s*(update|insert|delete|with|commit)/i;

export const silent = { info() {}, warn() {}, error() {} };

const short = (statement: string): string => statement.replaceAll(/\s+/g, ' ').slice(0, 60);
