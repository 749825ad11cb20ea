/** What the two sides of a scene look like, and what a scene is made of. */
import type { ControlState, WorldState } from '../../../server-stub/fake-stripe/state.ts';
import type { BrokenInvariant } from '../../../server-stub/invariants/both-sides.ts';
import type { OrderDetail, TimelineEntry } from '../../../server-stub/orders/detail.ts';

export const sceneNames = ['close-tab', 'last-item', 'second-tab', 'lost-webhook', 'killed-server'] as const;
export type SceneName = (typeof sceneNames)[number];

/** What is bought. One of them is the last of its kind. */
export const skuOf: Record<SceneName, string> = {
  'close-tab': 'sencha',
  'last-item': 'yunomi',
  'second-tab': 'sencha',
  'lost-webhook': 'sencha',
  'killed-server': 'sencha',
};

export interface SeenAttempt extends Pick<
  OrderDetail,
  'reference' | 'state' | 'reason' | 'intent' | 'intentStatus' | 'amount' | 'currency'
> {
  id: string;
  order: { number: string; money: string } | null;
  /** `at`: ms since 1970. */
  timeline: (Omit<TimelineEntry, 'at'> & { at: number })[];
}

/** `GET /playground/shop`. */
export interface ShopSide {
  /** The server's process. */
  process: number;
  /** `held`: pieces that somebody is paying for. */
  shelf: { name: string; stock: number; held: number } | undefined;
  attempts: SeenAttempt[];
}

/** `GET /playground/invariants`. */
export interface Verdict {
  broken: BrokenInvariant[];
}

/** Of the fake's state, what belongs to the scene. */
export interface StripeSide {
  intents: WorldState['payment_intents'];
  events: WorldState['events'];
  deliveries: WorldState['deliveries'];
  webhooks: ControlState['webhooks'];
}
