/** The money is held: the attempt is claimed, the shop asked, the order committed or the attempt let go. */
import { statusOf } from './code.ts';
import type { Configuration } from './configurations.ts';
import { createLook, lookAgain } from './look.ts';
import type { Rules } from './rules.ts';
import { isOrdered } from './shopper.ts';
import { later, noConfirmation, type Step } from './step.ts';
import type { IntentNow, World } from './world.ts';

export function placeSteps(configuration: Configuration, rules: Rules): Step[] {
  const { shop } = configuration;
  const look = createLook(configuration);
  const atomic = rules.has('atomic claim');
  const cancels = rules.has('cancel when the shop refuses');
  const isFinal = rules.has('a release is final');
  const checksStock = rules.has('stock is checked when it is taken');
  const keepsCheck = rules.has('a commit keeps what is to be looked at');

  const isRefused = (world: World, at: number) =>
    isOrdered(world, world.cartOf(at), at) || (world.stock === 0 && checksStock);

  function commit(world: World, at: number, seen: IntentNow): void {
    const { check } = world.attempts[at]!;
    const money = statusOf(seen) === 'succeeded' ? 'captured' : 'authorised';
    world.change(at, {
      state: 'committed',
      money,
      job: seen === 'requires_capture' ? 'due' : 'none',
      check: check === 'now' && keepsCheck ? 'now' : 'never',
      ...noConfirmation,
    });
  }

  const placing = {
    joined: later(
      'the order is placed and committed in one transaction, or the shop refuses',
      'place',
      (world, slot, { of, seen }) => {
        if (world.attempts[of]!.state !== 'placing') lookAgain(world, slot, look);
        else if (isRefused(world, of)) world.goOn(slot, { doing: 'let-go' });
        else {
          world.stock -= 1;
          commit(world, of, seen);
          world.end(slot);
        }
        return true;
      },
    ),
    remote: later('the shop places the order, or refuses', 'place', (world, slot, { of }) => {
      const { shop: has } = world.attempts[of]!;
      const refused = has !== 'order' && ((has === 'release' && isFinal) || isRefused(world, of));
      if (has !== 'order' && !refused) {
        world.stock -= 1;
        world.change(of, { shop: 'order' });
      }
      world.goOn(slot, { doing: refused ? 'let-go' : 'commit' });
      return true;
    }),
  };

  const giveUp = (from: 'active' | 'placing') =>
    later(
      'that look gives up what was canceled, or is too late',
      `give-up-${from}`,
      (world, slot, { of }) => {
        if (world.attempts[of]!.state === from) {
          world.change(of, { state: 'cancelling' });
          world.end(slot);
        } else lookAgain(world, slot, look);
        return true;
      },
    );

  return [
    {
      says: 'a look finds what to do about its money',
      of: 'attempt',
      unasked: 'sweeper',
      take(world, at) {
        const attempt = world.attempts[at]!;
        const next = attempt.state === 'committed' ? undefined : look(attempt, at);
        return next !== undefined && next.doing !== 'give-up-active' && world.launch(next);
      },
    },
    later('that look claims the attempt, or is too late', 'claim', (world, slot, { of }) => {
      if (world.attempts[of]!.state === 'active' || !atomic) {
        world.change(of, { state: 'placing' });
        world.goOn(slot, { doing: 'place' });
      } else lookAgain(world, slot, look);
      return true;
    }),
    placing[shop],
    later('the shop’s order is committed', 'commit', (world, slot, { of, seen }) => {
      if (world.attempts[of]!.state === 'placing') {
        commit(world, of, seen);
        world.end(slot);
      } else lookAgain(world, slot, look);
      return true;
    }),
    later('the attempt that the shop refused is let go', 'let-go', (world, slot, { of }) => {
      if (world.attempts[of]!.state === 'placing') {
        if (cancels) world.change(of, { state: 'cancelling' });
        world.end(slot);
      } else lookAgain(world, slot, look);
      return true;
    }),
    giveUp('active'),
    giveUp('placing'),
  ];
}
