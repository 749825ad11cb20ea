import { cardByName } from '../cards.ts';
import type { Scene } from '../context.ts';
import { badRequest, unexpectedState } from '../http/errors.ts';
import { renderIntent } from '../render/payment-intent.ts';
import type { CancellationReason, PaymentIntentRow } from '../store/rows.ts';
import { openDispute } from './dispute.ts';
import { ALLOWED, advance, may } from './machine.ts';
import { releaseHold } from './release.ts';

/** Takes the held money, or a part of it; what is not taken goes back at once. */
export function capture(scene: Scene, intent: PaymentIntentRow, asked: number | undefined): PaymentIntentRow {
  const { world, emit } = scene;
  if (!may(intent.status, 'captured')) {
    throw unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with ` +
        `one of the following statuses may be captured: ${ALLOWED.captured.join(', ')}.`,
      renderIntent(intent, world.live),
    );
  }
  const amount = asked ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw badRequest(
      `The amount to capture (${amount}) must be less than or equal to the amount capturable ` +
        `(${intent.amount_capturable}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  const held = world.charges.get(intent.latest_charge!)!;
  const charge = world.charges.put({
    ...held,
    captured: true,
    amount_captured: amount,
    amount_refunded: held.amount - amount,
  });
  const next = world.payment_intents.put(advance(intent, { type: 'captured', amount }));
  emit('charge', 'charge.captured', charge);
  emit('payment_intent', 'payment_intent.succeeded', next);
  if (cardByName(charge.card.card).afterwards === 'dispute') openDispute(scene, charge);
  return next;
}

export function cancel(
  scene: Scene,
  intent: PaymentIntentRow,
  reason: CancellationReason | null,
): PaymentIntentRow {
  const { world, emit, clock } = scene;
  if (!may(intent.status, 'canceled')) {
    throw unexpectedState(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
        `of the following statuses may be canceled: ${ALLOWED.canceled.join(', ')}.`,
      renderIntent(intent, world.live),
    );
  }
  if (intent.status === 'requires_capture') {
    const charge = releaseHold(scene, world.charges.get(intent.latest_charge!)!, null);
    emit('charge', 'charge.refunded', charge);
  }
  const next = world.payment_intents.put(advance(intent, { type: 'canceled', reason, at: clock.now() }));
  emit('payment_intent', 'payment_intent.canceled', next);
  return next;
}
