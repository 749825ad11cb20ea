import type { Clock } from '../clock.ts';
import type { Emit } from '../context.ts';
import type { Ids } from '../ids.ts';
import type { EventRow, EventSnapshot } from '../store/rows.ts';
import type { World } from '../store/world.ts';

/** Stripe's list of events reaches back 30 days. */
export const EVENTS_KEPT_SECONDS = 30 * 24 * 60 * 60;

export const emitter =
  (
    world: World,
    clock: Clock,
    ids: Ids,
    request: EventRow['request'],
    deliver: (world: World, event: EventRow) => void,
  ): Emit =>
  (kind, type, row, previous) => {
    const event = world.events.put({
      id: ids.id('evt'),
      created: clock.now(),
      type,
      // The pair of kind and row is checked where `emit` is called; TypeScript cannot carry it through the union.
      snapshot: { kind, row } as unknown as EventSnapshot,
      previous: previous ?? null,
      request,
    });
    deliver(world, event);
  };
