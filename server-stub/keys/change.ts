/** Keys typed in the console: what is wrong with them, whose they are, and where they go. */
import type { Settings } from '../settings/settings.ts';
import type { Tx } from '../store/database.ts';
import {
  inForce,
  leadingAccount,
  openCredential,
  storeCredential,
  type Credential,
  type NewCredential,
  type World,
} from './credentials.ts';
import {
  keyFields,
  meansUnchanged,
  modes,
  wrongKind,
  wrongShape,
  type AuthMethod,
  type KeyField,
  type KeyIssueCode,
  type Mode,
} from './shape.ts';
import type { Vault } from './vault.ts';

export type TypedKeys = Partial<Record<Mode, Partial<Record<KeyField, string | undefined>>>>;

export interface KeyIssue {
  path: string;
  code: KeyIssueCode;
}

/** Whom Stripe says a secret key belongs to; `silent`: it does not say, or cannot be reached. */
export type KeyOwnerAnswer = { kind: 'account'; id: string } | { kind: 'unknown-key' } | { kind: 'silent' };

export interface KeyStore {
  vault: Vault;
  world: World;
  askOwner(secretKey: string, mode: Mode): Promise<KeyOwnerAnswer>;
}

export type KeyChange =
  { kind: 'good'; rows: NewCredential[]; fields: string[] } | { kind: 'bad'; issues: KeyIssue[] };

type KeySettings = Pick<Settings, 'environment' | 'authMethod' | 'accountId' | 'enabled'>;

export async function planKeyChange(
  store: KeyStore,
  stored: readonly Credential[],
  typed: TypedKeys,
  settings: KeySettings,
): Promise<KeyChange> {
  const issues: KeyIssue[] = [];
  const rows: NewCredential[] = [];
  const fields: string[] = [];
  for (const mode of modes) {
    const outcome = await planMode(store, stored, mode, typed[mode] ?? {}, settings);
    issues.push(...outcome.issues);
    rows.push(...outcome.rows);
    fields.push(...outcome.fields);
  }
  return issues.length > 0 ? { kind: 'bad', issues } : { kind: 'good', rows, fields };
}

/** What can be seen of the keys alone, where the settings beside them are wrong. */
export const wrongShapes = (typed: TypedKeys, auth: AuthMethod): KeyIssue[] =>
  modes.flatMap((mode) =>
    keyFields.flatMap((field) => {
      const value = typed[mode]?.[field]?.trim() ?? '';
      const code = meansUnchanged(value) ? undefined : wrongShape(field, value, { mode, auth });
      return code ? [{ path: `keys.${mode}.${field}`, code }] : [];
    }),
  );

export async function storeKeys(tx: Tx, store: KeyStore, rows: readonly NewCredential[]): Promise<void> {
  for (const row of rows) await storeCredential(tx, { ...store, source: 'console' }, row);
}

async function planMode(
  store: KeyStore,
  stored: readonly Credential[],
  mode: Mode,
  typed: NonNullable<TypedKeys[Mode]>,
  settings: KeySettings,
) {
  const { authMethod } = settings;
  const issues: KeyIssue[] = [];
  const add = (field: KeyField, code: KeyIssueCode) => issues.push({ path: `keys.${mode}.${field}`, code });
  const now = inForce(stored, mode);
  const open = (row: Credential | undefined) => row && openCredential(store.vault, store.world, row);
  const fresh: Partial<Record<KeyField, string>> = {};
  for (const field of keyFields) {
    const value = typed[field]?.trim() ?? '';
    if (meansUnchanged(value) || value === open(now[field])) continue;
    const wrong = wrongShape(field, value, { mode, auth: authMethod });
    if (wrong) add(field, wrong);
    else fresh[field] = value;
  }
  const selected = mode === settings.environment;
  if (selected && settings.enabled) {
    for (const field of ['publishableKey', 'secretKey'] as const)
      if (!now[field] && !typed[field]?.trim()) add(field, 'key-missing');
  }
  const kept = fresh.secretKey ? undefined : open(now.secretKey);
  const wrong =
    selected && kept && !typed.secretKey?.trim() ? wrongKind(kept.slice(0, 2), authMethod) : undefined;
  if (wrong) add('secretKey', wrong);
  if (issues.length > 0) return { issues, rows: [], fields: [] };

  const target = await findTarget(store, leadingAccount(stored, mode), mode, fresh, settings);
  if ('issue' in target) return { issues: [target.issue], rows: [], fields: [] };
  if (!target.account) return { issues, rows: [], fields: [] };
  const { account, connect } = target;
  // Under another account everything is written anew; what the old one still has to finish keeps its own rows.
  const moves = target.moves;
  const rows = keyFields.flatMap((field): NewCredential[] => {
    const value = fresh[field] ?? (moves ? open(now[field]) : undefined);
    return value ? [{ account, mode, field, connect, value }] : [];
  });
  const fields = keyFields.filter((field) => fresh[field]).map((field) => `keys.${mode}.${field}`);
  return { issues, rows, fields };
}

type Target =
  { account: string; connect: boolean; moves: boolean } | { account: undefined } | { issue: KeyIssue };

/** The account that a mode's keys stand for. Without a change of keys it stays; Connect follows the settings. */
async function findTarget(
  store: KeyStore,
  leading: ReturnType<typeof leadingAccount>,
  mode: Mode,
  fresh: Partial<Record<KeyField, string>>,
  { authMethod, accountId, environment }: KeySettings,
): Promise<Target> {
  const connect = authMethod === 'connect';
  const secretPath = `keys.${mode}.secretKey`;
  if (!fresh.secretKey && !leading) return { account: undefined };
  if (!fresh.secretKey && leading && mode !== environment) return { ...leading, moves: false };

  const owner = fresh.secretKey ? await store.askOwner(fresh.secretKey, mode) : undefined;
  if (owner?.kind === 'unknown-key') return { issue: { path: secretPath, code: 'key-unknown-to-stripe' } };
  if (connect) {
    if (!accountId) return { issue: { path: 'accountId', code: 'account-needed' } };
    return { account: accountId, connect, moves: leading?.account !== accountId || !leading.connect };
  }
  // A key that stays for the platform's own account after Connect was given up must say whose it is.
  if (!fresh.secretKey && leading && !leading.connect) return { ...leading, moves: false };
  const own = owner?.kind === 'account' ? owner.id : undefined;
  if (accountId && own && accountId !== own)
    return { issue: { path: secretPath, code: 'key-of-other-account' } };
  const sameBrowserKey = leading && !leading.connect && !fresh.publishableKey;
  if (sameBrowserKey && own && leading.account.startsWith('acct_') && leading.account !== own)
    return { issue: { path: secretPath, code: 'key-of-other-account' } };
  const account = sameBrowserKey ? leading.account : (own ?? accountId);
  if (!account) return { issue: { path: 'accountId', code: 'account-needed' } };
  return { account, connect, moves: leading?.account !== account || leading.connect };
}
