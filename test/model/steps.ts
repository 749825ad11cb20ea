/** All that can happen. */
import { cancelSteps } from './cancel.ts';
import type { Configuration } from './configurations.ts';
import { confirmSteps } from './confirm.ts';
import { placeSteps } from './place.ts';
import type { Rules } from './rules.ts';
import { shopperSteps } from './shopper.ts';
import type { Step } from './step.ts';
import { stripeSteps } from './stripe.ts';
import { workerSteps } from './worker.ts';

export function stepsOf(configuration: Configuration, rules: Rules): Step[] {
  return [
    ...shopperSteps(configuration, rules),
    ...stripeSteps(configuration, rules),
    ...confirmSteps(configuration, rules),
    ...placeSteps(configuration, rules),
    ...cancelSteps(configuration, rules),
    ...workerSteps(configuration, rules),
    {
      says: 'a server is killed in the middle of this, or its call is never answered',
      of: 'slot',
      take(world, slot) {
        if (!configuration.kills || world.slots[slot]!.doing === 'nothing') return false;
        world.end(slot);
        return true;
      },
    },
  ];
}
