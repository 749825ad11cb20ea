/** The environment's keys are taken over when they are given for the first time, or are others than at the last start. */
import { sql } from 'kysely';
import { settingsSchema } from '../settings/settings.ts';
import type { Database, Tx } from '../store/database.ts';
import { fingerprint, storeCredential, type World } from './credentials.ts';
import type { KeyOwnerAnswer } from './change.ts';
import type { Mode } from './shape.ts';
import type { Vault } from './vault.ts';

export interface EnvironmentKeys {
  mode: Mode;
  secretKey: string;
  publishableKey: string;
  /** The newest last: during a rotation there are two. */
  webhookSecrets: string[];
  /** What the account is called where Stripe does not say. */
  account: string;
}

export interface TakeOver {
  vault: Vault;
  world: World;
  askOwner(secretKey: string, mode: Mode): Promise<KeyOwnerAnswer>;
}

/** Whoever spoke last wins: a key from the console stays until the environment is given another one. */
export async function takeOverKeys(
  db: Database,
  { vault, world, askOwner }: TakeOver,
  keys: EnvironmentKeys,
): Promise<'taken' | 'known' | 'unknown-to-stripe'> {
  if (await isKnown(db, world, keys)) return 'known';
  const owner = await askOwner(keys.secretKey, keys.mode);
  if (owner.kind === 'unknown-key') return 'unknown-to-stripe';
  await db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('settings').select('data').forUpdate().executeTakeFirstOrThrow();
    // Another instance that started at the same time was first.
    if (await isKnown(tx, world, keys)) return;
    const settings = settingsSchema.parse(row.data);
    const connect = settings.authMethod === 'connect' && settings.accountId !== undefined;
    const authMethod = connect
      ? 'connect'
      : keys.secretKey.startsWith('rk_')
        ? 'restricted_key'
        : 'secret_key';
    const account =
      (connect && settings.accountId) ||
      (owner.kind === 'account' ? owner.id : (settings.accountId ?? keys.account));
    const place = { account, mode: keys.mode, connect };
    const store = { vault, world, source: 'environment' as const };
    await storeCredential(tx, store, { ...place, field: 'publishableKey', value: keys.publishableKey });
    await storeCredential(tx, store, { ...place, field: 'secretKey', value: keys.secretKey });
    for (const value of keys.webhookSecrets)
      await storeCredential(tx, store, { ...place, field: 'webhookSecret', value });
    const next = { ...settings, environment: keys.mode, authMethod };
    await tx
      .updateTable('settings')
      .set({ data: JSON.stringify(next), updated_at: sql<Date>`app_now()` })
      .execute();
    await tx
      .insertInto('audit')
      .values({
        attempt_id: null,
        event: 'keys-from-environment',
        data: JSON.stringify({ account, mode: keys.mode }),
      })
      .execute();
  });
  return 'taken';
}

/** The same as the newest ones that came from there, in force or not. */
async function isKnown(db: Database | Tx, world: World, keys: EnvironmentKeys): Promise<boolean> {
  const rows = await db
    .selectFrom('stripe_credential')
    .select(['field', 'fingerprint'])
    .where('world', '=', world)
    .where('source', '=', 'environment')
    .orderBy('id')
    .execute();
  const newest = new Map(rows.map((row) => [row.field, row.fingerprint]));
  const given = {
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    webhookSecret: keys.webhookSecrets.at(-1) ?? '',
  };
  return Object.entries(given).every(
    ([field, value]) => newest.get(field as 'secretKey') === fingerprint(value),
  );
}
