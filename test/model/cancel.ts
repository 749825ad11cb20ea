/** An attempt that is cancelling: Stripe first, then our own books. None of these can come too late. */
import { isAstray, stepOf } from './code.ts';
import type { Configuration } from './configurations.ts';
import type { Rules } from './rules.ts';
import { noConfirmation, type Step } from './step.ts';
import { move } from './stripe.ts';

export function cancelSteps(configuration: Configuration, rules: Rules): Step[] {
  const refunds = rules.has('captured without an order is refunded');
  const withdraws = rules.has('a release withdraws the order whose answer was lost');
  const steps: Step[] = [
    {
      says: 'Stripe is told to cancel the intent',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        if (stepOf(world.attempts[at]!) !== 'cancel') return false;
        move(world, at, 'canceled', configuration);
        return true;
      },
    },
    {
      says: 'what was captured without an order is refunded',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const attempt = world.attempts[at]!;
        if (!refunds || stepOf(attempt) !== 'refund' || attempt.intent === 'refunded') return false;
        world.change(at, { intent: 'refunded' });
        return true;
      },
    },
    {
      says: 'the attempt is closed and its reservation released',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const attempt = world.attempts[at]!;
        if (attempt.state !== 'cancelling') return false;
        if (attempt.saved && stepOf(attempt) !== 'close' && attempt.intent !== 'refunded') return false;
        const job = configuration.shop === 'remote' ? 'due' : 'none';
        world.change(at, { state: 'closed', job, check: 'never', event: false, ...noConfirmation });
        return true;
      },
    },
  ];
  if (configuration.shop === 'remote')
    steps.push({
      says: 'the shop is told that the attempt is over',
      of: 'attempt',
      unasked: 'outbox',
      take(world, at) {
        const { state, job, shop } = world.attempts[at]!;
        if (state !== 'closed' || job !== 'due') return false;
        if (shop === 'order' && withdraws) world.stock += 1;
        world.change(at, { job: 'done', ...((shop !== 'order' || withdraws) && { shop: 'release' }) });
        return true;
      },
    });
  if (rules.has('a late intent is cancelled'))
    steps.push({
      says: 'an intent that no attempt accounts for is cancelled, by its handler or by the list',
      of: 'attempt',
      local: true,
      unasked: 'sweeper',
      take(world, at) {
        const attempt = world.attempts[at]!;
        const { state, saved, intent } = attempt;
        if ((state !== 'closed' && state !== 'cancelling') || saved || !isAstray(attempt)) return false;
        if (intent !== 'requires_payment_method') return false;
        world.change(at, { intent: 'canceled' });
        return true;
      },
    });
  if (!rules.has('an unknown cancel is asked again'))
    steps.push({
      says: 'the answer to the cancel is lost, and the attempt is closed all the same',
      of: 'attempt',
      take(world, at) {
        if (stepOf(world.attempts[at]!) !== 'cancel') return false;
        world.change(at, { state: 'closed' });
        return true;
      },
    });
  return steps;
}
