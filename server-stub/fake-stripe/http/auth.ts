import {
  CONNECTED_ACCOUNT,
  LIVE_PUBLISHABLE_KEY,
  LIVE_RESTRICTED_KEY,
  LIVE_SECRET_KEY,
  PLATFORM_ACCOUNT,
  PUBLISHABLE_KEY,
  RESTRICTED_KEY,
  SECRET_KEY,
} from '../keys.ts';
import { forbidden, unauthorized } from './errors.ts';

/** What a restricted key may be allowed to do, in the names of Stripe's 403 message without `rak_`. */
export const RESOURCES = [
  'account',
  'charge',
  'confirmation_token',
  'customer',
  'customer_session',
  'dispute',
  'event',
  'payment_intent',
  'payment_method',
  'refund',
  'webhook',
] as const;
export type Resource = (typeof RESOURCES)[number];
export type Right = `${Resource}_${'read' | 'write'}`;

export type Access =
  | { readonly kind: 'publishable' }
  | { readonly kind: 'secret' }
  | { readonly kind: 'restricted'; readonly rights: readonly Right[] };

export interface ApiKey {
  readonly key: string;
  readonly live: boolean;
  readonly access: Access;
}

/** The rights that the product's documentation asks a merchant to give: enough, and no more. */
export const RECOMMENDED_RIGHTS: readonly Right[] = [
  'payment_intent_write',
  'customer_write',
  'payment_method_write',
  'customer_session_write',
  'charge_write',
  'refund_write',
  'dispute_read',
  'confirmation_token_read',
  'event_read',
  'account_read',
];

const ACCOUNTS: ReadonlySet<string> = new Set([PLATFORM_ACCOUNT, CONNECTED_ACCOUNT]);

export class KeyRing {
  readonly #keys = new Map<string, ApiKey>();

  constructor() {
    for (const live of [false, true]) {
      this.add({ key: live ? LIVE_SECRET_KEY : SECRET_KEY, live, access: { kind: 'secret' } });
      this.add({ key: live ? LIVE_PUBLISHABLE_KEY : PUBLISHABLE_KEY, live, access: { kind: 'publishable' } });
      const access: Access = { kind: 'restricted', rights: RECOMMENDED_RIGHTS };
      this.add({ key: live ? LIVE_RESTRICTED_KEY : RESTRICTED_KEY, live, access });
    }
  }

  add(key: ApiKey): void {
    this.#keys.set(key.key, key);
  }

  /** As a merchant ends a key that was rolled. */
  remove(key: string): void {
    this.#keys.delete(key);
  }

  find(authorization: string | undefined): ApiKey {
    const given = credential(authorization);
    if (given === undefined) {
      throw unauthorized(
        'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer ' +
          "auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for " +
          'details, or we can help at https://support.stripe.com/.',
      );
    }
    const key = this.#keys.get(given);
    if (!key) throw unauthorized(`Invalid API Key provided: ${masked(given)}`);
    return key;
  }
}

function credential(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const space = authorization.indexOf(' ');
  const [scheme, value] = [
    authorization.slice(0, space).toLowerCase(),
    authorization.slice(space + 1).trim(),
  ];
  if (scheme === 'bearer' && value !== '') return value;
  if (scheme === 'basic') return Buffer.from(value, 'base64').toString('utf8').split(':')[0] || undefined;
  return undefined;
}

export const masked = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(8)}${key.slice(-4)}`;

/** The account a request is for: the key's own, or the one that `Stripe-Account` names. */
export function accountFor(key: ApiKey, header: string | undefined): string {
  if (header === undefined || header === PLATFORM_ACCOUNT) return PLATFORM_ACCOUNT;
  if (ACCOUNTS.has(header)) return header;
  throw forbidden(
    `The provided key '${masked(key.key)}' does not have access to account '${header}' (or that account does not ` +
      'exist). Application access may have been revoked.',
    'account_invalid',
  );
}

/** A right of a restricted key, or a call that browsers make with the publishable key, or one open to both. */
export type Needs = Right | 'publishable' | { readonly publishableOr: Right };

export function requireAccess(key: ApiKey, needs: Needs, account: string): void {
  const { access } = key;
  if (access.kind === 'secret') return;
  const [open, right] =
    typeof needs === 'object' ? [true, needs.publishableOr] : [needs === 'publishable', needs];
  if (access.kind === 'publishable') {
    if (open) return;
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of ' +
        'your API keys at https://dashboard.stripe.com/account/apikeys.',
      'secret_key_required',
    );
  }
  if (right !== 'publishable' && allows(access.rights, right)) return;
  throw forbidden(
    `The provided key '${masked(key.key)}' does not have the required permissions for this endpoint on account ` +
      `'${account}'. Having the 'rak_${right}' permission would allow this request to continue.`,
  );
}

const allows = (rights: readonly Right[], needed: Right): boolean =>
  rights.includes(needed) ||
  (needed.endsWith('_read') && rights.includes(needed.replace('_read', '_write') as Right));
