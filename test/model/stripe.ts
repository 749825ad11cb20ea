/** What happens to a PaymentIntent, by whoever's call or act. Which step may follow which is the fake Stripe's own table. */
import { mayAtStripe } from './code.ts';
import type { Configuration } from './configurations.ts';
import type { Rules } from './rules.ts';
import type { Step } from './step.ts';
import type { Attempt, IntentNow, World } from './world.ts';

/** What moved the money is told by an event: only that can matter once there is an order. */
export function move(world: World, at: number, intent: IntentNow, { money }: Configuration): void {
  const { state, saved } = world.attempts[at]!;
  const heard =
    money === 'told' && saved && (state === 'active' || state === 'placing' || state === 'committed');
  world.change(at, { intent, ...(heard && { event: true }) });
}

export function stripeSteps(configuration: Configuration, rules: Rules): Step[] {
  const separate = rules.has('separate create, save and confirm');
  const held: IntentNow = rules.has('manual capture') ? 'requires_capture' : 'succeeded';

  const confirmed = (says: string, answer: Attempt['answer'], intent: IntentNow): Step => ({
    says: `the confirm reaches Stripe: ${says}`,
    of: 'attempt',
    take(world, at) {
      const attempt = world.attempts[at]!;
      if (attempt.n === 0 || attempt.answer !== 'none' || !mayAtStripe(attempt.intent, 'attempted'))
        return false;
      world.change(at, { intent, answer });
      return true;
    },
  });
  const changes = (says: string, from: IntentNow, to: IntentNow): Step => ({
    says,
    of: 'attempt',
    take(world, at) {
      if (world.attempts[at]!.intent !== from) return false;
      world.change(at, { intent: to });
      return true;
    },
  });
  const byHand = (says: string, may: (intent: IntentNow) => boolean, to: IntentNow): Step => ({
    says,
    of: 'attempt',
    take(world, at) {
      const { intent } = world.attempts[at]!;
      if (!may(intent)) return false;
      move(world, at, to, configuration);
      return true;
    },
  });

  return [
    {
      says: separate
        ? 'Stripe creates the intent'
        : 'Stripe creates the intent and confirms it at once: the bank holds the money',
      of: 'attempt',
      local: true,
      take(world, at) {
        const { state, intent } = world.attempts[at]!;
        if (state === 'none' || intent !== 'none') return false;
        if (separate) world.change(at, { intent: 'requires_payment_method' });
        else world.change(at, { intent: held, n: 1, answer: 'accepted' });
        return true;
      },
    },
    {
      says: 'the request to create an intent is lost for good',
      of: 'attempt',
      local: true,
      take(world, at) {
        const { state, intent } = world.attempts[at]!;
        if (state !== 'closed' || intent !== 'none') return false;
        // No more than canceled can become of it, and the model need not tell it from that.
        world.change(at, { intent: 'canceled' });
        return true;
      },
    },
    confirmed('the bank holds the money', 'accepted', held),
    confirmed('the bank asks for 3-D Secure', 'accepted', 'requires_action'),
    confirmed('the bank declines', 'declined', 'requires_payment_method'),
    {
      says: 'the confirm reaches Stripe, which refuses it: the intent is past that',
      of: 'attempt',
      take(world, at) {
        const attempt = world.attempts[at]!;
        if (attempt.n === 0 || attempt.answer !== 'none' || mayAtStripe(attempt.intent, 'attempted'))
          return false;
        world.change(at, { answer: 'declined' });
        return true;
      },
    },
    changes('3-D Secure succeeds: the bank holds the money', 'requires_action', held),
    changes('3-D Secure fails', 'requires_action', 'requires_payment_method'),
    ...(configuration.money !== 'left alone'
      ? [
          byHand(
            'the merchant cancels in the Dashboard, or the hold expires',
            (intent) => mayAtStripe(intent, 'canceled'),
            'canceled',
          ),
          byHand(
            'the merchant captures in the Dashboard',
            (intent) => mayAtStripe(intent, 'captured'),
            'captured-by-hand',
          ),
          byHand(
            'the merchant refunds in the Dashboard',
            (intent) => intent === 'succeeded' || intent === 'captured-by-hand',
            'refunded',
          ),
        ]
      : []),
  ];
}
