/** A hold that nobody captured ends at `capture_before`: the bank lets the money go and Stripe cancels the intent. */
import type { Scene } from '../context.ts';
import type { ChargeRow } from '../store/rows.ts';
import { releaseHold } from './release.ts';
import { advance, may } from './machine.ts';

export function scheduleExpiry(scene: Scene, charge: ChargeRow): void {
  if (charge.capture_before === null) return;
  const { world } = scene;
  scene.agenda.at(charge.capture_before * 1000, () => {
    const intent = world.payment_intents.get(charge.payment_intent);
    if (intent?.status !== 'requires_capture' || intent.latest_charge !== charge.id) return;
    const later = scene.later();
    expire(later, charge.id, intent.id);
    later.commit();
  });
}

function expire(scene: Scene, chargeId: string, intentId: string): void {
  const { world, emit, clock } = scene;
  const intent = world.payment_intents.get(intentId)!;
  if (!may(intent.status, 'canceled')) return;
  const released = releaseHold(scene, world.charges.get(chargeId)!, 'expired_uncaptured_charge');
  emit('charge', 'charge.expired', released);
  const next = world.payment_intents.put(
    advance(intent, { type: 'canceled', reason: 'expired', at: clock.now() }),
  );
  emit('payment_intent', 'payment_intent.canceled', next);
}

/** After a restart the agenda is empty; the holds are not. */
export function resumeExpiries(scene: Scene): void {
  for (const intent of scene.world.payment_intents) {
    if (intent.status !== 'requires_capture' || intent.latest_charge === null) continue;
    scheduleExpiry(scene, scene.world.charges.get(intent.latest_charge)!);
  }
}
