/** What healed a scene, told from what both sides show. Pure. */
import type { SceneName, SeenAttempt, ShopSide } from './model.ts';

export type Healing =
  /** `by`: who told the shop that the bank had answered. */
  | { kind: 'ordered-without-page'; by: 'webhook' | 'sweeper'; order: string }
  | { kind: 'ordered-without-word'; by: 'event-list' | 'sweeper'; order: string }
  | { kind: 'cancelled-for-want' }
  | { kind: 'taken-over'; order: string }
  | { kind: 'ordered-after-restart'; before: number; after: number; order: string };

/** Undefined as long as it is not as the scene has to end. `before`: the process that was killed. */
export function healingOf(
  scene: SceneName,
  { attempts, process }: ShopSide,
  before = 0,
): Healing | undefined {
  const last = attempts.at(-1);
  if (!last || attempts.some(({ state }) => state !== 'committed' && state !== 'closed')) return undefined;
  if (scene === 'last-item') {
    const released = last.reason === 'sold-out' && last.intentStatus === 'canceled';
    return released ? { kind: 'cancelled-for-want' } : undefined;
  }
  if (last.state !== 'committed' || !last.order) return undefined;
  const order = last.order.number;
  switch (scene) {
    case 'close-tab':
      return { kind: 'ordered-without-page', by: wasTold(last) ? 'webhook' : 'sweeper', order };
    case 'lost-webhook':
      return { kind: 'ordered-without-word', by: wasTold(last) ? 'event-list' : 'sweeper', order };
    case 'second-tab': {
      const [first] = attempts;
      const cancelled = first !== last && first?.reason === 'taken-over' && first.intentStatus === 'canceled';
      return cancelled ? { kind: 'taken-over', order } : undefined;
    }
    case 'killed-server':
      return process === before
        ? undefined
        : { kind: 'ordered-after-restart', before, after: process, order };
  }
}

/** Whether the news that the money is held had reached the shop before it made the order. */
function wasTold({ timeline }: SeenAttempt): boolean {
  const committed = timeline.find(({ event }) => event === 'committed');
  const told = timeline.find(({ event }) => event === 'payment_intent.amount_capturable_updated');
  return told !== undefined && committed !== undefined && told.at <= committed.at;
}
