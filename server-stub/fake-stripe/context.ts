import type Stripe from 'stripe';
import type { Agenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import type { ApiKey } from './http/auth.ts';
import type { Ids } from './ids.ts';
import type { EventSnapshot } from './store/rows.ts';
import type { World } from './store/world.ts';

type Kind = EventSnapshot['kind'];
type TypesOf<K extends Kind> = K extends 'payment_intent'
  ? Extract<Stripe.Event.Type, `payment_intent.${string}`>
  : K extends 'charge'
    ? Exclude<
        Extract<Stripe.Event.Type, `charge.${string}`>,
        `charge.dispute.${string}` | 'charge.refund.updated'
      >
    : K extends 'dispute'
      ? Extract<Stripe.Event.Type, `charge.dispute.${string}`>
      : K extends 'refund'
        ? Extract<Stripe.Event.Type, `refund.${string}` | 'charge.refund.updated'>
        : K extends 'customer'
          ? 'customer.created' | 'customer.updated' | 'customer.deleted'
          : Extract<Stripe.Event.Type, `payment_method.${string}`>;

/** Reports an event. Only the types that belong to the object's kind compile. */
export type Emit = <K extends Kind>(
  kind: K,
  type: TypesOf<K>,
  row: Extract<EventSnapshot, { kind: K }>['row'],
  previous?: Readonly<Record<string, unknown>>,
) => void;

export interface Limits {
  /** Failed attempts after which Stripe cancels the intent by itself. */
  readonly attempts: number;
}

/** One authorisation that stays `processing` for a while: a switch of the control API. */
export interface ProcessingSwitch {
  seconds: number;
  times: number;
}

/** Everything that a change to one world needs, whether a request or the clock asks for it. */
export interface Scene {
  readonly world: World;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly processing: ProcessingSwitch;
  readonly emit: Emit;
  readonly baseUrl: () => string;
  /** The same world with no request behind it, for what happens later. */
  readonly later: () => Scene;
  /** Runs work now and makes its changes durable: for what happens outside a request. */
  readonly commit: () => void;
}

export interface Call extends Scene {
  readonly key: ApiKey;
  readonly live: boolean;
  readonly otherMode: () => World;
  readonly path: Readonly<Record<string, string>>;
}
