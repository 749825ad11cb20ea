/** The environment, checked once at start. Whatever is wrong is one line that says what to do. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readAddressList, type AddressList } from './admin/addresses.ts';
import { hashPassword, isPasswordHash } from './admin/password.ts';
import type { EnvironmentKeys } from './keys/environment.ts';
import {
  isFakeKey,
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from './fake-stripe/keys.ts';

export class StartError extends Error {}

const port = z.coerce.number().int().min(1).max(65535);
const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = z.preprocess(empty, z.string().optional());

const isZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

const environment = z.object({
  PORT: z.preprocess(empty, port.default(4242)),
  FAKE_STRIPE_PORT: z.preprocess(empty, port.default(4243)),
  DATA_DIR: z.preprocess(empty, z.string().default('.data')),
  DATABASE_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
  ),
  STRIPE: z.preprocess(empty, z.enum(['real', 'fake'], 'must be real or fake').optional()),
  STRIPE_API_BASE: z.preprocess(empty, z.url().optional()),
  STRIPE_SECRET_KEY: z.preprocess(
    empty,
    z
      .string()
      .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret (sk_…) or restricted (rk_…) key')
      .optional(),
  ),
  STRIPE_PUBLISHABLE_KEY: z.preprocess(
    empty,
    z
      .string()
      .regex(/^pk_(test|live)_\w+$/, 'must be a publishable key (pk_…)')
      .optional(),
  ),
  STRIPE_WEBHOOK_SECRET: z.preprocess(
    empty,
    z
      .string()
      .regex(/^whsec_\w+(,whsec_\w+)?$/, 'must be whsec_…, or two of them with a comma during a rotation')
      .optional(),
  ),
  CHECKOUT_TOKEN_SECRET: z.preprocess(
    empty,
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
  SECRETS_KEY: z.preprocess(
    empty,
    z
      .string()
      .regex(
        /^[0-9a-f]{64}(,[0-9a-f]{64})*$/i,
        'must be 64 hexadecimal digits (openssl rand -hex 32); during a rotation several with commas, the newest first',
      )
      .optional(),
  ),
  ADMIN_PASSWORD_HASH: z.preprocess(
    empty,
    z.string().refine(isPasswordHash, 'is not a hash; npm run admin:password makes one').optional(),
  ),
  ADMIN_TOTP_SECRET: z.preprocess(
    empty,
    z
      .string()
      .regex(/^[A-Z2-7]{16,}$/, 'must be base32; npm run admin:password makes one')
      .optional(),
  ),
  ADMIN_ALLOWED_IPS: optional,
  TRUSTED_PROXIES: optional,
  ALLOWED_ORIGINS: optional,
  PUBLIC_URL: z.preprocess(empty, z.url().optional()),
  SMTP_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .optional(),
  ),
  SHOP_URL: z.preprocess(
    empty,
    z.url('must be an address such as https://shop.example/checkout-port').optional(),
  ),
  SHOP_SECRET: z.preprocess(
    empty,
    z
      .string()
      .regex(
        /^[^,]{32,}(,[^,]{32,})?$/,
        'must have at least 32 characters; two with a comma during a rotation',
      )
      .optional(),
  ),
  MAIL: z.preprocess(empty, z.enum(['shop', 'server'], 'must be shop or server').optional()),
  MAIL_FROM: optional,
  SETTINGS_FILE: optional,
  METRICS_TOKEN: z.preprocess(empty, z.string().min(16, 'must have at least 16 characters').optional()),
  ALARM_MAIL_TO: optional,
  SHOP_TIME_ZONE: z.preprocess(
    empty,
    z.string().refine(isZone, 'must be an IANA time zone, such as Asia/Tokyo').default('Asia/Tokyo'),
  ),
  RECONCILE: z.preprocess(empty, z.enum(['act', 'observe'], 'must be act or observe').default('act')),
});

export interface Config {
  port: number;
  dataDir: string;
  databaseUrl?: string;
  publicUrl: string;
  allowedOrigins: string[];
  tokenSecret: string;
  /** 64 hexadecimal digits each, the newest first: of them the console's own keys and those of the vault are derived. */
  secretsKeys: [string, ...string[]];
  admin: {
    passwordHash: string;
    totpSecret?: string;
    /** Made for the demo: said at the start. */ password?: string;
    allowed?: AddressList;
    proxies?: AddressList;
  };
  smtpUrl?: string;
  /** Whoever scrapes /metrics shows it. */
  metricsToken?: string;
  /** Whom the reconciliation board's alarms go to. */
  alarmMailTo?: string;
  /** In which the merchant's days begin and end. */
  zone: string;
  mailFrom?: string;
  /** A shop elsewhere, in the demo shop's place. */
  shop?: { url: string; mail: 'shop' | 'server' };
  /** Sign the calls to a shop elsewhere, and those it makes; the newest first. None: `/shop/v1` is not there. */
  shopSecrets: string[];
  /** `observe`: a restored copy says what it finds at Stripe and touches nothing. */
  reconcile: 'act' | 'observe';
  /** What SETTINGS_FILE holds; not yet checked. */
  firstSettings: unknown;
  stripe: {
    fake: boolean;
    /** The fake's own origin, for its Stripe.js and its frames. */
    fakeUrl?: string;
    apiBase?: string;
    /** For the first start, and whenever they are others than at the last one. */
    keys?: EnvironmentKeys;
  };
}

export async function readConfig(env: NodeJS.ProcessEnv): Promise<Config> {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const e = parsed.data;
  await makeDirectory(e.DATA_DIR);
  const stripe = readStripe(e);
  const publicUrl = (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, '');
  const keep = (name: 'CHECKOUT_TOKEN_SECRET' | 'SECRETS_KEY') => secret(e, name, stripe.fake);
  const tokenSecret = await keep('CHECKOUT_TOKEN_SECRET');
  const [secretsKey = '', ...olderKeys] = (await keep('SECRETS_KEY')).toLowerCase().split(',');
  const admin = await readAdmin(e, stripe);
  return {
    port: e.PORT,
    dataDir: e.DATA_DIR,
    ...(e.DATABASE_URL && { databaseUrl: e.DATABASE_URL }),
    publicUrl,
    allowedOrigins: [...new Set([new URL(publicUrl).origin, ...origins(e.ALLOWED_ORIGINS)])],
    tokenSecret,
    secretsKeys: [secretsKey, ...olderKeys],
    admin,
    ...(e.SMTP_URL && { smtpUrl: e.SMTP_URL }),
    ...(e.METRICS_TOKEN && { metricsToken: e.METRICS_TOKEN }),
    ...(e.ALARM_MAIL_TO && { alarmMailTo: e.ALARM_MAIL_TO }),
    zone: e.SHOP_TIME_ZONE,
    ...(e.MAIL_FROM && { mailFrom: e.MAIL_FROM }),
    ...readShop(e),
    reconcile: e.RECONCILE,
    firstSettings: await readSettingsFile(e.SETTINGS_FILE),
    stripe,
  };
}

type Environment = z.output<typeof environment>;

/** The demo makes a password and says it; with real keys there must be one. */
async function readAdmin(e: Environment, stripe: Config['stripe']): Promise<Config['admin']> {
  const more = {
    ...(e.ADMIN_TOTP_SECRET && { totpSecret: e.ADMIN_TOTP_SECRET }),
    ...addresses('allowed', 'ADMIN_ALLOWED_IPS', e.ADMIN_ALLOWED_IPS),
    ...addresses('proxies', 'TRUSTED_PROXIES', e.TRUSTED_PROXIES),
  };
  if (e.ADMIN_PASSWORD_HASH) return { passwordHash: e.ADMIN_PASSWORD_HASH, ...more };
  if (!stripe.fake) {
    throw new StartError(
      'ADMIN_PASSWORD_HASH must be set when real Stripe keys are used (npm run admin:password makes one)',
    );
  }
  const password = await kept(join(e.DATA_DIR, 'admin-password'), () => randomBytes(9).toString('base64url'));
  return { passwordHash: await hashPassword(password), password, ...more };
}

function addresses<Name extends string>(
  name: Name,
  variable: string,
  list: string | undefined,
): Partial<Record<Name, AddressList>> {
  if (!list) return {};
  try {
    return { [name]: readAddressList(list) } as Record<Name, AddressList>;
  } catch (error) {
    throw new StartError(`${variable}: ${error instanceof Error ? error.message : ''}`);
  }
}

function readStripe(e: Environment): Config['stripe'] {
  const given = [e.STRIPE_SECRET_KEY, e.STRIPE_PUBLISHABLE_KEY, e.STRIPE_WEBHOOK_SECRET].filter(
    (key) => key && !isFakeKey(key),
  ).length;
  if (e.STRIPE === 'fake' && given > 0)
    throw new StartError('STRIPE: with fake, no STRIPE_…_KEY and no STRIPE_WEBHOOK_SECRET may be set');
  if (given === 0 && e.STRIPE !== 'real') {
    const fakeUrl = `http://localhost:${e.FAKE_STRIPE_PORT}`;
    return {
      fake: true,
      fakeUrl,
      apiBase: e.STRIPE_API_BASE ?? fakeUrl,
      keys: {
        mode: 'test',
        secretKey: SECRET_KEY,
        publishableKey: PUBLISHABLE_KEY,
        webhookSecrets: [WEBHOOK_SECRET],
        account: PLATFORM_ACCOUNT,
      },
    };
  }
  const apiBase = e.STRIPE_API_BASE;
  // A live key may come at any time from the console; it goes nowhere else either.
  if (apiBase && !isLoopback(apiBase) && (given === 0 || e.STRIPE_SECRET_KEY?.includes('_live_')))
    throw new StartError('STRIPE_API_BASE: with a live key only a loopback address is allowed');
  return { fake: false, ...(apiBase && { apiBase }), ...(given > 0 && { keys: environmentKeys(e) }) };
}

function environmentKeys(e: Environment): EnvironmentKeys {
  const {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_PUBLISHABLE_KEY: publishableKey,
    STRIPE_WEBHOOK_SECRET: webhook,
  } = e;
  if (!secretKey || !publishableKey || !webhook) {
    throw new StartError(
      'STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET go together: set all three, or none for the demo',
    );
  }
  const mode = secretKey.includes('_live_') ? 'live' : 'test';
  if (!publishableKey.startsWith(`pk_${mode}_`)) {
    throw new StartError(
      `STRIPE_PUBLISHABLE_KEY is of another mode than STRIPE_SECRET_KEY, which is a ${mode} key`,
    );
  }
  return {
    mode,
    secretKey,
    publishableKey,
    webhookSecrets: webhook.split(','),
    // Where Stripe does not say whose they are, the browser's key itself is the account's name.
    account: publishableKey,
  };
}

/** Without an address it is the demo's shop, whose mails this server writes. */
function readShop(e: Environment): Pick<Config, 'shop' | 'shopSecrets'> {
  const shopSecrets = e.SHOP_SECRET?.split(',') ?? [];
  if (!e.SHOP_URL) {
    if (e.MAIL === 'shop') throw new StartError('MAIL=shop needs a shop elsewhere: set SHOP_URL');
    return { shopSecrets };
  }
  if (shopSecrets.length === 0)
    throw new StartError('SHOP_SECRET must be set with SHOP_URL (openssl rand -hex 32)');
  if (!e.SHOP_URL.startsWith('https://') && !isLoopback(e.SHOP_URL))
    throw new StartError(
      'SHOP_URL: only https, or a loopback address, keeps what shoppers order to themselves',
    );
  if (e.ALARM_MAIL_TO && !e.SMTP_URL) throw new StartError('ALARM_MAIL_TO needs SMTP_URL');
  if (e.MAIL === 'server' && !(e.SMTP_URL && e.MAIL_FROM))
    throw new StartError('MAIL=server needs SMTP_URL, and MAIL_FROM for whom the mails are from');
  return { shop: { url: e.SHOP_URL, mail: e.MAIL ?? 'shop' }, shopSecrets };
}

export function isLoopback(base: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(base).hostname);
}

function origins(list: string | undefined): string[] {
  return (list ?? '').split(',').flatMap((part) => {
    const value = part.trim();
    if (!value) return [];
    if (!URL.canParse(value) || new URL(value).origin !== value) {
      throw new StartError(`ALLOWED_ORIGINS: "${value}" is not an origin such as https://shop.example`);
    }
    return [value];
  });
}

async function makeDirectory(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, '.writable'), '');
  } catch (error) {
    throw new StartError(
      `DATA_DIR: ${dir} cannot be written to (${error instanceof Error ? error.message : 'unknown'})`,
    );
  }
}

/** With the fake, a missing secret is made once and kept; with real keys it must be given. */
async function secret(
  e: Environment,
  name: 'CHECKOUT_TOKEN_SECRET' | 'SECRETS_KEY',
  fake: boolean,
): Promise<string> {
  const given = e[name];
  if (given) return given;
  if (!fake)
    throw new StartError(`${name} must be set when real Stripe keys are used (openssl rand -hex 32)`);
  return kept(join(e.DATA_DIR, name.toLowerCase().replaceAll('_', '-')), () =>
    randomBytes(32).toString('hex'),
  );
}

/** Made once, and the same at every later start. */
async function kept(file: string, make: () => string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const made = make();
    await writeFile(file, made, { mode: 0o600 });
    return made;
  }
}

async function readSettingsFile(file: string | undefined): Promise<unknown> {
  if (!file) return {};
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new StartError(
      `SETTINGS_FILE: ${file} cannot be read as JSON (${error instanceof Error ? error.message : ''})`,
    );
  }
}
