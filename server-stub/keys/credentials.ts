/** The rows that hold Stripe's keys. One of each field is in force for an account and mode; the newest secret key leads. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Tx } from '../store/database.ts';
import type { Reading } from '../store/reading.ts';
import type { KeyField, Mode } from './shape.ts';
import type { Vault } from './vault.ts';

/** Whose keys: the real Stripe's, or the fake's beside us. */
export type World = 'fake' | 'stripe';

/** While an endpoint's secret is rolled, Stripe signs with the old one too, for up to 24 hours. */
const oldWebhookSecretHours = 24;

export interface Credential {
  id: number;
  account: string;
  mode: Mode;
  field: KeyField;
  connect: boolean;
  sealed: string;
  last4: string;
  fingerprint: string;
  inForce: boolean;
}

const placeOf = (world: World, row: Pick<Credential, 'account' | 'mode' | 'field'>): string =>
  JSON.stringify([world, row.account, row.mode, row.field]);

export const fingerprint = (value: string): string => createHash('sha256').update(value).digest('base64url');

/** All that can be used now, oldest first. */
export async function usableCredentials(db: Database | Tx, world: World): Promise<Credential[]> {
  return (await usable(db, world).execute()).map(asCredential);
}

/** The same, in a statement of somebody else's. */
export function credentialsReading(db: Database, world: World): Reading<Credential[]> {
  return {
    column: sql`(SELECT jsonb_agg(c ORDER BY c.id) FROM ${usable(db, world)} c)`,
    read: (rows) => ((rows ?? []) as Stored[]).map(asCredential),
  };
}

type Stored = Omit<Credential, 'sealed'> & { sealed: string | null };

const asCredential = (row: Stored): Credential => ({ ...row, sealed: row.sealed ?? '' });

function usable(db: Database | Tx, world: World) {
  return db
    .selectFrom('stripe_credential')
    .select(['id', 'account', 'mode', 'field', 'connect', 'sealed', 'last4', 'fingerprint'])
    .select(sql<boolean>`retired_at IS NULL`.as('inForce'))
    .where('world', '=', world)
    .where('sealed', 'is not', null)
    .where(({ or, eb }) =>
      or([
        eb('retired_at', 'is', null),
        eb('retired_at', '>', sql<Date>`app_now() - ${oldWebhookSecretHours} * interval '1 hour'`),
      ]),
    )
    .orderBy('id');
}

export const openCredential = (vault: Vault, world: World, row: Credential): string =>
  vault.open(row.sealed, placeOf(world, row));

/** The account that a mode is paid into: that of its newest secret key. */
export function leadingAccount(
  rows: readonly Credential[],
  mode: Mode,
): Pick<Credential, 'account' | 'connect'> | undefined {
  return rows.findLast((row) => row.inForce && row.mode === mode && row.field === 'secretKey');
}

/** What is in force for a mode's leading account. */
export function inForce(rows: readonly Credential[], mode: Mode): Partial<Record<KeyField, Credential>> {
  const account = leadingAccount(rows, mode)?.account;
  const its = rows.filter((row) => row.inForce && row.mode === mode && (!account || row.account === account));
  return Object.fromEntries(its.map((row) => [row.field, row]));
}

/** For the console: what is stored, as far as it may be told. */
export function describeKeys(rows: readonly Credential[], vault: Vault, world: World) {
  const ofMode = (mode: Mode) => {
    const { publishableKey, secretKey, webhookSecret } = inForce(rows, mode);
    return {
      ...(publishableKey && { publishableKey: openCredential(vault, world, publishableKey) }),
      ...(secretKey && { secretKeyLast4: secretKey.last4 }),
      ...(webhookSecret && { webhookSecretLast4: webhookSecret.last4 }),
    };
  };
  return { test: ofMode('test'), live: ofMode('live') };
}
export type KeysShown = ReturnType<typeof describeKeys>;

export interface NewCredential {
  account: string;
  mode: Mode;
  field: KeyField;
  connect: boolean;
  value: string;
}

/** Replaces what is in force at the same place. A replaced key is wiped; a webhook secret holds for another day. */
export async function storeCredential(
  tx: Tx,
  { vault, world, source }: { vault: Vault; world: World; source: 'console' | 'environment' },
  { value, ...row }: NewCredential,
): Promise<void> {
  const { account, mode, field } = row;
  await tx
    .updateTable('stripe_credential')
    .set({
      retired_at: sql<Date>`app_now()`,
      ...(field !== 'webhookSecret' && { sealed: null }),
    })
    .where((eb) => eb.and({ world, account, mode, field }))
    .where('retired_at', 'is', null)
    .execute();
  await tx
    .insertInto('stripe_credential')
    .values({
      ...row,
      world,
      source,
      sealed: vault.seal(value, placeOf(world, row)),
      last4: value.slice(-4),
      fingerprint: fingerprint(value),
      retired_at: null,
    })
    .execute();
}

/**
 * At start: proves that everything stored can be opened, seals it anew with the newest key, and wipes webhook secrets
 * whose day is over.
 */
export async function checkVault(db: Database, vault: Vault): Promise<void> {
  await db
    .updateTable('stripe_credential')
    .set({ sealed: null })
    .where('retired_at', '<', sql<Date>`app_now() - ${oldWebhookSecretHours} * interval '1 hour'`)
    .execute();
  const rows = await db
    .selectFrom('stripe_credential')
    .select(['id', 'world', 'account', 'mode', 'field', 'sealed'])
    .where('sealed', 'is not', null)
    .execute();
  for (const { id, world, sealed, ...row } of rows) {
    const plain = vault.open(sealed ?? '', placeOf(world, row));
    if (vault.isCurrent(sealed ?? '')) continue;
    await db
      .updateTable('stripe_credential')
      .set({ sealed: vault.seal(plain, placeOf(world, row)) })
      .where('id', '=', id)
      .execute();
  }
}
