/** What the page is told of each change of state. */
import type { CheckoutState } from '../checkout/state.ts';
import * as events from './events.ts';

export interface StateEvent {
  event: Event;
  /** Where the browser goes unless a listener prevents the event. */
  destination?: string | undefined;
}

export function* stateEvents(
  next: CheckoutState,
  previous: CheckoutState,
  failureText: (state: CheckoutState & { status: 'failed' }) => string,
): Generator<StateEvent> {
  if (previous.status !== next.status) {
    yield { event: new events.CheckoutStatusChangeEvent(next.status, previous.status) };
  }
  switch (next.status) {
    case 'ready':
      if (previous.status === 'loading') yield { event: new events.CheckoutReadyEvent() };
      return;
    case 'loading': {
      const { problem } = next;
      if (!problem) return;
      const recoverable = problem === 'network' || problem === 'stripe';
      yield { event: new events.CheckoutLoadErrorEvent(problem, recoverable) };
      if (problem === 'unavailable' || problem === 'region-not-served') {
        yield { event: new events.CheckoutUnavailableEvent(problem) };
      }
      return;
    }
    case 'failed':
      yield { event: new events.CheckoutErrorEvent(next.code, failureText(next), next.declineCode) };
      return;
    case 'succeeded':
      if (next.elsewhere) return;
      yield {
        event: new events.CheckoutCompleteEvent(next.orderId, next.saved, next.destination),
        destination: next.destination,
      };
      return;
    case 'conflict': {
      const destination = next.kind === 'sold-out' ? next.destination : undefined;
      yield { event: new events.CheckoutConflictEvent(next.kind, destination), destination };
      return;
    }
    default:
  }
}
