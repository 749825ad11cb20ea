/**
 * The code's own decisions, asked about an instant of the model: here, and only here, the two meet. What the model would
 * decide by itself could drift away from what it is to prove.
 */
import {
  isLive,
  mayBecome,
  nextStep,
  outcomeSeen,
  takesCard,
  type IntentStatus,
  type Step,
} from '../../server-stub/checkout/attempt.ts';
import { isOver, judge, statusForStep } from '../../server-stub/checkout/judge.ts';
import { moneyOf } from '../../server-stub/checkout/order-money.ts';
import { may } from '../../server-stub/fake-stripe/intents/machine.ts';
import type { Intent } from '../../server-stub/stripe/gateway.ts';
import type { Attempt, IntentNow } from './world.ts';

const statuses: Record<Exclude<IntentNow, 'none'>, IntentStatus> = {
  requires_payment_method: 'requires_payment_method',
  requires_action: 'requires_action',
  requires_capture: 'requires_capture',
  succeeded: 'succeeded',
  'captured-by-hand': 'succeeded',
  refunded: 'succeeded',
  canceled: 'canceled',
};

export function statusOf(intent: IntentNow): IntentStatus {
  if (intent === 'none') throw new Error('there is no intent to have a status');
  return statuses[intent];
}

/** As much of Stripe's object as the code looks at. */
function rendered(intent: IntentNow): Intent {
  const status = statusOf(intent);
  const refunded = intent === 'refunded';
  const charge = { refunded, disputed: false, amount: 1, amount_refunded: refunded ? 1 : 0 };
  return {
    status,
    amount: 1,
    amount_received: status === 'succeeded' ? 1 : 0,
    latest_charge: status === 'succeeded' || status === 'requires_capture' ? charge : null,
    metadata: { installation: 'ours' },
  } as unknown as Intent;
}

function remembered<K, V>(ask: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => {
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, (answer = ask(key)));
    return answer;
  };
}

export const moneyAt = remembered((intent: IntentNow): Attempt['money'] => {
  const { money } = moneyOf(rendered(intent));
  if (money === 'partly_refunded' || money === 'voided' || money === 'disputed')
    throw new Error(`${money} is not in the model`);
  return money;
});
export const holdsNothing = remembered((intent: IntentNow) => intent === 'none' || isOver(rendered(intent)));

/** The next step of `resolve`, before time is asked; nothing where it has no step. */
export function stepOf({ state, intent, saved }: Attempt): Step | undefined {
  if (!saved || state === 'none' || !isLive(state)) return undefined;
  return nextStep(state, statusForStep(rendered(intent)), false);
}

/** What a look at the intent says for certain of the last confirmation. */
export function sightOf({ state, intent, n, outcome }: Attempt): 'accepted' | 'declined' | undefined {
  if (state !== 'active' || n === 0 || intent === 'none') return undefined;
  return outcomeSeen(outcome === 'open' ? null : outcome, statusOf(intent));
}

/** Whether another card may be tried, which is when the screen says that the last one was declined. */
export const isDeclined = ({ n, outcome }: Attempt): boolean =>
  n > 0 && takesCard({ outcome: outcome === 'open' ? null : { kind: outcome } });

/** Whether the list of Stripe's shows an intent of ours that nobody accounts for. */
export function isAstray({ state, intent, saved, money }: Attempt): boolean {
  if (intent === 'none' || state === 'none') return false;
  const known = {
    state,
    pi_status: null,
    money: money === 'none' ? null : money,
    amount_captured: 0,
    amount_refunded: 0,
    money_reason: null,
  };
  return judge(rendered(intent), saved ? known : undefined, 'ours') === 'astray';
}

export function mayFollow(from: Attempt['state'], to: Attempt['state']): boolean {
  if (from === to || to === 'none') return true;
  return from === 'none' ? to === 'active' : mayBecome(from, to);
}

export const mayAtStripe = (intent: IntentNow, step: 'attempted' | 'captured' | 'canceled') =>
  intent !== 'none' && may(statusOf(intent), step);

export { isLive };
