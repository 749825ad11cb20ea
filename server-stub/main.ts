/** Puts the parts together and listens. Everything that can go wrong at start is one line and exit code 1. */
import { setFlagsFromString } from 'node:v8';
import { serve } from '@hono/node-server';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { createStorefront } from '../demo/storefront.ts';
import { ensureOwner, firstOwner } from './admin/first-owner.ts';
import { ensureFirstSettings } from './admin/first-settings.ts';
import { checkSecondFactors } from './admin/second-factor.ts';
import { createApp } from './app.ts';
import type { CheckoutDeps } from './checkout/deps.ts';
import { readOffer } from './checkout/offer.ts';
import { createSignals } from './checkout/signals.ts';
import { startSweeper } from './checkout/sweeper.ts';
import { isLoopback, readConfig, StartError, type Config } from './config.ts';
import { alarmMail } from './operation/alarm-mail.ts';
import { startAlarms } from './operation/alarms.ts';
import { createLog } from './operation/log.ts';
import { createMetrics } from './operation/metrics.ts';
import { stripeCalls } from './operation/request-context.ts';
import { adminPages } from './routes/admin-pages.ts';
import { adminRoutes } from './routes/admin.ts';
import { assetRoutes } from './routes/assets.ts';
import { readSettings } from './settings/settings.ts';
import { openShop } from './shop/open-shop.ts';
import { openDatabase, type Database } from './store/database.ts';
import { DirectoryLocked, lockDirectory } from './store/directory-lock.ts';
import type { KeyStore } from './keys/change.ts';
import { checkVault } from './keys/credentials.ts';
import { takeOverKeys } from './keys/environment.ts';
import { createVault, VaultError } from './keys/vault.ts';
import { askOwner } from './stripe/ask-owner.ts';
import type { Gateways } from './stripe/gateways.ts';
import { createStoredGateways } from './stripe/stored-gateways.ts';

async function main(): Promise<void> {
  const config = await readConfig(process.env);
  const unlock = await lockDirectory(config.dataDir);
  const log = createLog();
  const metrics = createMetrics();
  const db = await open(config);
  await ensureFirstSettings(db, config.firstSettings);
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();

  const keys = keyStore(config);
  await takeOver(db, keys, config);
  await ensureOwner(db, keys.vault, config.admin);
  await refuseOpenConsole(db, keys, config);
  const gateways = createStoredGateways({
    ...keys,
    db,
    transport: { ...config.stripe, onCall: stripeCalls(log, metrics) },
  });
  await warnOfKeys(gateways, config, log);

  const mailer = config.smtpUrl ? createTransport(config.smtpUrl) : undefined;
  const { shop, storefront } = openShop(db, {
    ...config,
    mailer,
    readSettings: () => readSettings(db),
  });
  const signals = createSignals();
  const deps: CheckoutDeps = {
    db,
    shop,
    gateways,
    reconcile: config.reconcile,
    installation,
    log,
    ...signals,
  };

  const stopping = new AbortController();
  const app = createApp(deps, { ...config, metrics, stopping: stopping.signal });
  app.route('/assets', assetRoutes());
  const admin = {
    ...(config.admin.allowed && { allowed: config.admin.allowed }),
    ...(config.admin.proxies && { proxies: config.admin.proxies }),
    secretsKey: config.secretsKeys[0],
    keys,
    publicUrl: config.publicUrl,
    zone: config.zone,
    stripe: {
      fake: config.stripe.fake,
      ...(config.stripe.fakeUrl && { fakeUrl: config.stripe.fakeUrl }),
    },
  };
  app.route('/admin/api', adminRoutes(deps, admin));
  app.route('/admin', adminPages(deps, admin));
  if (storefront)
    app.route(
      '/',
      createStorefront({
        shop: storefront,
        db,
        publicUrl: config.publicUrl,
        tokenSecret: config.tokenSecret,
        ...(config.stripe.fakeUrl && { stripeJs: `${config.stripe.fakeUrl}/endive/stripe.js` }),
        ...(config.stripe.fakeUrl && isLoopback(config.publicUrl) && { playground: { gateways } }),
        offers: (country) => readOffer(deps, country),
      }),
    );

  const to = config.alarmMailTo;
  const from = config.mailFrom ?? to ?? '';
  const alarms = startAlarms(
    deps,
    mailer && to ? alarmMail(mailer, { from, to, publicUrl: config.publicUrl }) : async () => {},
  );
  const sweeper = startSweeper(deps);
  signals.onDue(sweeper.nudge);
  const server = serve({ fetch: app.fetch, port: config.port }, () => {
    log.info({ port: config.port }, 'listening');
    const { password } = config.admin;
    if (password)
      process.stdout.write(`console ${config.publicUrl}/admin  name ${firstOwner}  password ${password}\n`);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    fail(
      error.code === 'EADDRINUSE'
        ? `PORT: ${config.port} is in use; stop what uses it, or set another PORT`
        : error.message,
    );
  });

  /** Takes nothing new, ends what is under way, and leaves the rest to the database, from which it goes on. */
  const stop = async () => {
    stopping.abort();
    log.info('stopping');
    const closed = new Promise<void>((done) => server.close(() => done()));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await Promise.all([alarms.stop(), sweeper.stop(), Promise.race([closed, after(stopMs)])]);
    await db.destroy();
    await unlock();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

/** Longer than a call to Stripe with its one retry; what is cut off then is mended as after a crash. */
const stopMs = 25_000;
const after = (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref());

async function open(config: Config): Promise<Database> {
  // Optimising the embedded database's code again costs 100 MB and a third of the start, and gains a tenth of a millisecond.
  if (!config.databaseUrl) setFlagsFromString('--liftoff-only');
  try {
    return await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  } catch (error) {
    const reason =
      error instanceof Error ? error.message || String('code' in error ? error.code : error.name) : 'unknown';
    throw new StartError(
      `${config.databaseUrl ? 'DATABASE_URL' : 'DATA_DIR'}: the database cannot be opened (${reason})`,
    );
  }
}

/** Where Stripe's keys are kept, and how their owner is found. */
function keyStore({ secretsKeys, stripe }: Config): KeyStore {
  return {
    vault: createVault(secretsKeys),
    world: stripe.fake ? 'fake' : 'stripe',
    askOwner: (secretKey) => askOwner(secretKey, stripe),
  };
}

/** The environment's keys go into the database; what is there already must be readable. */
async function takeOver(db: Database, keys: KeyStore, { stripe }: Config): Promise<void> {
  try {
    await checkVault(db, keys.vault);
    await checkSecondFactors(db, keys.vault);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new StartError(
      `SECRETS_KEY: the keys in the database cannot be opened with it (${error.message}); give it the one it had, after a comma`,
    );
  }
  if (!stripe.keys) return;
  // The fake starts beside us, and its own keys are known.
  const asking = stripe.fake ? { ...keys, askOwner: async () => ({ kind: 'silent' as const }) } : keys;
  if ((await takeOverKeys(db, asking, stripe.keys)) === 'unknown-to-stripe')
    throw new StartError('STRIPE_SECRET_KEY: Stripe does not know this key');
}

/** Nobody gets into a console over live money by a password alone. */
async function refuseOpenConsole(db: Database, keys: KeyStore, { admin }: Config): Promise<void> {
  const { environment } = await readSettings(db);
  const open = keys.world === 'stripe' && environment === 'live' && !admin.allowed;
  const owners = await db.selectFrom('staff').select('totp_sealed').where('role', '=', 'owner').execute();
  if (open && !owners.some(({ totp_sealed }) => totp_sealed !== null))
    throw new StartError(
      'live mode needs a second factor or a list of addresses: set ADMIN_TOTP_SECRET (npm run admin:password makes one) or ADMIN_ALLOWED_IPS',
    );
}

/** A key that Stripe does not know would fail the first shopper; a Stripe that cannot be reached now may be later. */
async function warnOfKeys(gateways: Gateways, { stripe }: Config, log: Logger): Promise<void> {
  if (stripe.fake) return;
  const gateway = await gateways.current();
  if (!gateway)
    return log.warn('no Stripe keys are stored for the environment that is selected: nobody can pay');
  const account = await gateway.retrieveAccount();
  if (account.kind === 'refused' && account.code === 'StripeAuthenticationError')
    log.error({ reason: account.message }, 'Stripe does not know the stored key: set another in the console');
  if (account.kind === 'unknown') log.warn({ reason: account.message }, 'Stripe cannot be reached');
}

function fail(message: string): never {
  process.stderr.write(`secure-checkout: ${message}\n`);
  process.exit(1);
}

main().catch((error: unknown) => {
  if (error instanceof StartError || error instanceof DirectoryLocked) fail(error.message);
  fail(error instanceof Error ? error.message : String(error));
});
