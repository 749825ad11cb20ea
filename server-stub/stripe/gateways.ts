/** Which key a call uses. A new attempt takes what the settings select; one that exists stays with its account and mode. */
import { sql } from 'kysely';
import type Stripe from 'stripe';
import type { Mode } from '../keys/shape.ts';
import type { Reading } from '../store/reading.ts';
import type { Gateway } from './gateway.ts';

/** Pinned by every attempt and order; a credential never is. */
export interface KeyOwner {
  account: string;
  mode: 'test' | 'live';
}

export interface Gateways {
  /**
   * For a new attempt. Undefined: no keys are stored for the environment that is selected; whoever has read the settings
   * knows it.
   */
  current(environment?: Mode): Promise<Gateway | undefined>;
  /** The same out of a statement that reads the settings as well, for the environment that they select. */
  reading: Reading<(environment: Mode) => Gateway | undefined>;
  /** For what exists already: the newest working key of its own account and mode, as long as one is stored. */
  of(owner: KeyOwner): Promise<Gateway | undefined>;
  /** Throws when no webhook secret that is valid now fits. */
  readEvent(body: string, signature: string): Promise<Stripe.Event>;
}

/** For what is begun together: the key of each account is looked up once. */
export function askedOnce(gateways: Gateways): Gateways {
  const asked = new Map<string, Promise<Gateway | undefined>>();
  return {
    ...gateways,
    of(owner) {
      const place = `${owner.mode}:${owner.account}`;
      const known = asked.get(place) ?? gateways.of(owner);
      asked.set(place, known);
      return known;
    },
  };
}

/** One gateway that never changes. */
export function singleGateway(gateway: Gateway): Gateways {
  return {
    current: async () => gateway,
    reading: { column: sql`NULL`, read: () => () => gateway },
    of: async ({ account, mode }) =>
      account === gateway.account && mode === gateway.mode ? gateway : undefined,
    readEvent: async (body, signature) => gateway.readEvent(body, signature),
  };
}
