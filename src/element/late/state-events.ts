/** What the page is told of each change of state. */
import { isRecoverable } from '../../checkout/load-problem.ts';
import type { CheckoutState } from '../../checkout/state.ts';
import * as events from '../events.ts';

export interface StateEvent {
  event: Event;
  /** Where the browser goes unless a listener prevents the event. */
  destination?: string | undefined;
}

export function* stateEvents(
  next: CheckoutState,
  previous: CheckoutState,
  failureText: (state: CheckoutState & { status: 'failed' }) => string,
  ways?: { check: string },
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
      const recoverable = isRecoverable(problem);
      yield { event: new events.CheckoutLoadErrorEvent(problem, recoverable) };
      if (problem === 'token-expired') yield { event: new events.CheckoutConflictEvent('expired') };
      else if (!recoverable) yield { event: new events.CheckoutUnavailableEvent(problem) };
      return;
    }
    case 'failed':
      yield { event: new events.CheckoutErrorEvent(next.code, failureText(next), next.declineCode) };
      return;
    case 'succeeded':
      yield next.elsewhere
        ? { event: new events.CheckoutConflictEvent('already-paid', next.destination, next.orderId) }
        : {
            event: new events.CheckoutCompleteEvent(next.orderId, next.saved, next.destination),
            destination: next.destination,
          };
      return;
    case 'conflict': {
      // The same screen with a word more is no news.
      if (previous.status === 'conflict' && previous.kind === next.kind) return;
      const destination = next.kind === 'sold-out' ? next.destination : undefined;
      yield { event: new events.CheckoutConflictEvent(next.kind, destination ?? ways?.check), destination };
      return;
    }
    default:
  }
}
