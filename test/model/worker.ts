/** What goes on after the order: events, the outbox's capture, the order's money led by what Stripe says. */
import { moneyAt } from './code.ts';
import type { Configuration } from './configurations.ts';
import type { Rules } from './rules.ts';
import { createLook, lookAgain } from './look.ts';
import { move } from './stripe.ts';
import type { Step } from './step.ts';
import type { Slot } from './world.ts';

export function workerSteps(configuration: Configuration, rules: Rules): Step[] {
  const { money: how } = configuration;
  const look = createLook(configuration);
  const compares = rules.has('money is followed by compare-and-set');
  const seesLoss = rules.has('needs attention');
  const leavesAsFound = rules.has('a look leaves the queue only as it found it');
  const believes = !rules.has('an event is not believed');
  const steps: Step[] = [
    {
      says: 'the outbox captures',
      of: 'attempt',
      unasked: 'outbox',
      take(world, at) {
        const { state, job, intent } = world.attempts[at]!;
        if (state !== 'committed' || job !== 'due' || intent !== 'requires_capture') return false;
        move(world, at, 'succeeded', configuration);
        return true;
      },
    },
    {
      says: 'the outbox looks what became of the capture',
      of: 'attempt',
      unasked: 'outbox',
      take(world, at) {
        const { state, job, intent, money } = world.attempts[at]!;
        if (state !== 'committed' || job !== 'due' || intent === 'requires_capture') return false;
        return world.launch({ doing: 'follow', of: at as Slot['of'], seen: intent, money, ends: 'job' });
      },
    },
    {
      says: 'an event is stored: this intent is to be looked at',
      of: 'attempt',
      unasked: 'handler',
      take(world, at) {
        if (!world.attempts[at]!.event) return false;
        world.change(at, { event: false, check: 'now' });
        return true;
      },
    },
    {
      says: 'a sweeper takes it',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const { state, check } = world.attempts[at]!;
        if (check === 'never') return false;
        const next = look(world.attempts[at]!, at);
        if (next && !world.launch(next)) return false;
        world.change(at, { check: state === 'committed' ? 'later' : 'never' });
        return true;
      },
    },
    {
      says: 'somebody else looks at the payment of an order',
      of: 'attempt',
      ...(how === 'looked at' && { unasked: 'sweeper' as const }),
      take(world, at) {
        const { state, intent, money } = world.attempts[at]!;
        if (state !== 'committed' || moneyAt(intent) === money) return false;
        return world.launch({ doing: 'follow', of: at as Slot['of'], seen: intent, money });
      },
    },
    {
      says: 'that look writes the money of the order',
      of: 'slot',
      unasked: 'handler',
      take(world, slot) {
        const { doing, of, seen, money, ends } = world.slots[slot]!;
        if (doing !== 'follow') return false;
        const attempt = world.attempts[of]!;
        if (compares && attempt.money !== money) {
          if (ends === 'check') lookAgain(world, slot, look);
          else world.end(slot);
          return true;
        }
        world.end(slot);
        const next = moneyAt(seen);
        // Captured money is never only held again.
        const behind =
          next === 'authorised' && (attempt.money === 'captured' || attempt.money === 'refunded');
        if (!behind && (seesLoss || next !== 'needs_attention')) world.change(of, { money: next });
        if (ends === 'check' && (attempt.check === 'later' || !leavesAsFound))
          world.change(of, { check: 'never' });
        if (ends === 'job' && seen !== 'requires_capture') world.change(of, { job: 'done' });
        return true;
      },
    },
  ];
  if (believes)
    steps.push({
      says: 'an event of the time when the money was held comes late, and is believed',
      of: 'attempt',
      take(world, at) {
        const { state, money } = world.attempts[at]!;
        if (state !== 'committed') return false;
        return world.launch({ doing: 'follow', of: at as Slot['of'], seen: 'requires_capture', money });
      },
    });
  return how === 'left alone' ? [] : steps;
}
