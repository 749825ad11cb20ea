/** From the attempt's row to what became of its confirmation. */
import { sightOf } from './code.ts';
import type { Configuration } from './configurations.ts';
import type { Rules } from './rules.ts';
import { later, type Step } from './step.ts';
import type { Slot } from './world.ts';

export function confirmSteps(_: Configuration, rules: Rules): Step[] {
  const compares = rules.has('compare-and-set on save and confirm');
  const ownAnswer = rules.has('an answer belongs to the confirmation it was asked for');
  const declineIsFact = rules.has('a decline is a fact of its confirmation');
  const steps: Step[] = [
    {
      says: 'pi_id is saved',
      of: 'attempt',
      take(world, at) {
        const { state, intent, saved } = world.attempts[at]!;
        if (saved || intent === 'none' || (state !== 'active' && compares)) return false;
        world.change(at, { saved: true });
        return true;
      },
    },
    {
      says: 'the answer to the confirm is recorded',
      of: 'attempt',
      take(world, at) {
        const { state, answer, outcome } = world.attempts[at]!;
        if (state !== 'active' || answer === 'none' || outcome !== 'open') return false;
        world.change(at, { outcome: answer, remembered: 'other' });
        return true;
      },
    },
    {
      says: 'a look finds what became of the confirmation',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const attempt = world.attempts[at]!;
        const { state, saved, intent: seen, n } = attempt;
        if (state !== 'active' || !saved || n === 0) return false;
        const sight = sightOf(attempt);
        // Without that rule it is the later confirmation which is called accepted, whatever was known of the one before.
        const overreaches = !ownAnswer && seen !== 'requires_payment_method' && seen !== 'canceled';
        if (sight === 'declined' ? !declineIsFact : sight === undefined && !overreaches) return false;
        return world.launch({ doing: 'mark', of: at as Slot['of'], n, seen });
      },
    },
    later('that look writes it down', 'mark', (world, slot, { of, n, seen }) => {
      const attempt = world.attempts[of]!;
      const failed = seen === 'requires_payment_method';
      world.end(slot);
      if (attempt.n !== n && (failed || ownAnswer)) return true;
      if (attempt.state === 'active' && attempt.outcome === (failed ? 'accepted' : 'open'))
        world.change(of, { outcome: failed ? 'declined' : 'accepted', remembered: 'other' });
      return true;
    }),
  ];
  if (!declineIsFact)
    steps.push(
      {
        says: 'a look reads that the intent requires a payment method',
        of: 'attempt',
        take(world, at) {
          const { state, saved, intent } = world.attempts[at]!;
          if (state !== 'active' || !saved || intent !== 'requires_payment_method') return false;
          return world.launch({ doing: 'remember', of: at as Slot['of'] });
        },
      },
      later('that look remembers the status', 'remember', (world, slot, { of }) => {
        world.change(of, { remembered: 'requires_payment_method' });
        world.end(slot);
        return true;
      }),
    );
  if (!rules.has('an unknown confirm is asked again'))
    steps.push({
      says: 'the answer to the confirm is lost, and it is called declined',
      of: 'attempt',
      take(world, at) {
        const { state, n, outcome } = world.attempts[at]!;
        if (state !== 'active' || n === 0 || outcome !== 'open') return false;
        world.change(at, { outcome: 'declined' });
        return true;
      },
    });
  return steps;
}
