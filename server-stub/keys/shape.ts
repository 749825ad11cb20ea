/** What a key must look like in its field. Pure, and common to the console's page and the server. */

export type Mode = 'test' | 'live';
export const modes: readonly Mode[] = ['test', 'live'];
export const keyFields = ['publishableKey', 'secretKey', 'webhookSecret'] as const;
export type KeyField = (typeof keyFields)[number];
export type AuthMethod = 'secret_key' | 'restricted_key' | 'connect';

export const keyIssueCodes = [
  'key-shape',
  'publishable-in-secret-field',
  'secret-in-publishable-field',
  'key-of-other-mode',
  'key-not-restricted',
  'key-not-secret',
  'webhook-shape',
  'key-unknown-to-stripe',
  'key-of-other-account',
  'account-needed',
  'key-missing',
  'second-factor-missing',
] as const;
export type KeyIssueCode = (typeof keyIssueCodes)[number];

/** `••••abcd` is what the server shows instead of a secret; sent back, it means "as it is". */
export const mask = (last4: string): string => `••••••••${last4}`;
const isMask = (text: string): boolean => text.startsWith('•');

/** A field that was left empty or masked keeps what is stored. */
export const meansUnchanged = (text: string | undefined): boolean => !text?.trim() || isMask(text.trim());

export function wrongShape(
  field: KeyField,
  value: string,
  expected: { mode: Mode; auth: AuthMethod },
): KeyIssueCode | undefined {
  if (field === 'webhookSecret') return /^whsec_\w+$/.test(value) ? undefined : 'webhook-shape';
  const [, kind, mode] = /^(sk|rk|pk)_(test|live)_\w+$/.exec(value) ?? [];
  if (!kind) return 'key-shape';
  if (field === 'publishableKey' && kind !== 'pk') return 'secret-in-publishable-field';
  if (field === 'secretKey' && kind === 'pk') return 'publishable-in-secret-field';
  if (mode !== expected.mode) return 'key-of-other-mode';
  return field === 'secretKey' ? wrongKind(kind, expected.auth) : undefined;
}

/** A platform's key for Connect may be of either kind. */
export function wrongKind(kind: string, auth: AuthMethod): KeyIssueCode | undefined {
  if (auth === 'restricted_key' && kind !== 'rk') return 'key-not-restricted';
  if (auth === 'secret_key' && kind !== 'sk') return 'key-not-secret';
  return undefined;
}
