/** For webhooks that never arrive: Stripe's own list of events, read every ten seconds, goes the same road. */
import type Stripe from 'stripe';
import type { DepsAtStripe } from './deps.ts';
import { finishTurn, takeTurn, type Turn } from './stripe-search.ts';
import { knownEvents, receiveEvent, watchedEvents } from './webhook.ts';

const everySeconds = 10;
/** An event can become visible after a younger one. Known ones are recognised by their id. */
const overlapMs = 2 * 60_000;
/** Where there is nothing to go on from; our clock may be ten minutes off Stripe's. */
const firstReachMs = 15 * 60_000;

/** A time that is still to come was left by a clock that ran ahead, and says nothing. */
function beginning({ reached, now }: Turn): number {
  return reached && reached <= now ? reached.getTime() - overlapMs : now.getTime() - firstReachMs;
}

/** How many events were new. Where a page does not come, the next poll begins where this one did. */
export async function pollEvents(deps: DepsAtStripe): Promise<number> {
  const turn = await takeTurn(deps, 'events', everySeconds);
  if (!turn) return 0;
  const from = beginning(turn);
  let fresh = 0;
  let newest: Stripe.Event | undefined;
  let last: Stripe.Event | undefined;
  for (;;) {
    const page = await deps.gateway.listEvents(Math.floor(from / 1000), watchedEvents, last?.id);
    if (page.kind !== 'ok') return fresh;
    // The order does not matter: an event only says where to look. Most of a page was read before, or came by webhook.
    const known = await knownEvents(
      deps,
      page.value.data.map(({ id }) => id),
    );
    for (const event of page.value.data)
      if (!known.has(event.id) && (await receiveEvent(deps, event)) === 'new') fresh += 1;
    newest ??= page.value.data[0];
    last = page.value.data.at(-1);
    if (!page.value.has_more || !last) break;
  }
  if (newest) await finishTurn(deps, turn, new Date(newest.created * 1000));
  return fresh;
}
