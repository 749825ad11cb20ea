/** An attempt's life as data: what may follow what, and what each answer of Stripe's asks for. Pure. */

export const liveStates = ['active', 'placing', 'cancelling'] as const;
export type LiveState = (typeof liveStates)[number];
export type AttemptState = LiveState | 'committed' | 'closed';

/** Stripe's seven. The SDK's type takes any string, so what is not among them stops here. */
const intentStatuses = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;
export type IntentStatus = (typeof intentStatuses)[number];

export function intentStatus(value: string): IntentStatus {
  const known = intentStatuses.find((status) => status === value);
  if (!known) throw new Error(`Stripe answered with an unknown status of a PaymentIntent: ${value}`);
  return known;
}

export type Step =
  /** Nothing to do until something outside happens. */
  | 'wait'
  /** active → placing: from here nobody can take the attempt over, and it no longer expires. */
  | 'claim'
  /** placing → committed, or cancelling if the shop refuses. */
  | 'place'
  /** → cancelling: the attempt may not be paid any more; then Stripe is told. */
  | 'give-up'
  /** Cancel the intent at Stripe. */
  | 'cancel'
  /** Money was captured without an order: give it back and say so loudly. */
  | 'refund'
  /** cancelling → closed: Stripe holds nothing any more. */
  | 'close';

/** The whole of `resolve`: every state of ours against every status of Stripe's, total by type. */
const steps: Record<LiveState, Record<IntentStatus, Step>> = {
  active: {
    requires_payment_method: 'wait',
    requires_confirmation: 'wait',
    requires_action: 'wait',
    processing: 'wait',
    requires_capture: 'claim',
    succeeded: 'claim', // captured in the Dashboard: the shopper paid, so there is an order
    canceled: 'give-up',
  },
  placing: {
    requires_payment_method: 'give-up',
    requires_confirmation: 'give-up',
    requires_action: 'give-up',
    processing: 'wait',
    requires_capture: 'place',
    succeeded: 'place',
    canceled: 'give-up', // cancelled in the Dashboard before the shop had its order
  },
  cancelling: {
    requires_payment_method: 'cancel',
    requires_confirmation: 'cancel',
    requires_action: 'cancel',
    processing: 'cancel',
    requires_capture: 'cancel',
    succeeded: 'refund',
    canceled: 'close',
  },
};

export function nextStep(state: LiveState, status: IntentStatus, expired: boolean): Step {
  const step = steps[state][status];
  // What is at the bank is never given up on a timer: `processing` ends by itself.
  return step === 'wait' && state === 'active' && expired && status !== 'processing' ? 'give-up' : step;
}

export type OutcomeKind = 'accepted' | 'declined' | 'refused';

/**
 * What a look at the intent says for certain of the confirmation that was the latest before the look: of one without an
 * answer (null) that the bank was asked, of an accepted one that it came back from 3-D Secure without a payment.
 */
export function outcomeSeen(
  known: OutcomeKind | null,
  status: IntentStatus,
): 'accepted' | 'declined' | undefined {
  const untouched = status === 'requires_payment_method' || status === 'requires_confirmation';
  if (known === null && !untouched && status !== 'canceled') return 'accepted';
  if (known === 'accepted' && status === 'requires_payment_method') return 'declined';
  return undefined;
}

/** Whether the next confirmation may be written: there is none yet, or the latest was refused for certain. */
export function takesCard(latest: { outcome: { kind: OutcomeKind } | null } | null): boolean {
  if (!latest) return true;
  return latest.outcome !== null && latest.outcome.kind !== 'accepted';
}

export function isLive(state: AttemptState): state is LiveState {
  return state !== 'committed' && state !== 'closed';
}

const transitions: Record<AttemptState, readonly AttemptState[]> = {
  active: ['placing', 'cancelling'],
  placing: ['committed', 'cancelling'],
  cancelling: ['closed'],
  committed: [],
  closed: [],
};

export function mayBecome(from: AttemptState, to: AttemptState): boolean {
  return transitions[from].includes(to);
}

/** An attempt with nothing at the bank is dropped this long after it began. */
export const idleMinutes = 5;
/** After a confirm the shopper has this long for the bank's questions … */
export const confirmMinutes = 30;
/** … but never more than this from the start. */
export const longestMinutes = 120;

/** A confirm is answered within this, or its answer was lost: longer than the gateway's timeout with its one retry. */
export const answerSeconds = 30;
