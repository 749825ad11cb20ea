/** What an attempt ends with: a charge that holds or takes the money, or a failure. */
import { cardByName, type Decline } from '../cards.ts';
import type { Scene } from '../context.ts';
import type {
  ChargeRow,
  PaymentErrorRow,
  PaymentIntentRow,
  PaymentMethodRow,
  ThreeDSecureRow,
} from '../store/rows.ts';
import { advance } from './machine.ts';
import { scheduleExpiry } from './expire.ts';
import { captureBefore, checked } from './network.ts';
import { openDispute } from './dispute.ts';

/** Sends the payment to the bank. Both ends are remembered and reported; the caller reads the intent's status. */
export function settle(
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: ThreeDSecureRow | null,
): PaymentIntentRow {
  const { decline } = cardByName(method.card.card);
  return decline
    ? refuse(scene, intent, method, threeDSecure, decline)
    : approve(scene, intent, method, threeDSecure);
}

function approve(
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: ThreeDSecureRow | null,
): PaymentIntentRow {
  const { world, emit } = scene;
  const kept = keepMethod(scene, intent, method, threeDSecure);
  const manual = intent.capture_method === 'manual';
  const charge = world.charges.put({
    ...newCharge(scene, intent, kept, threeDSecure),
    status: 'succeeded',
    captured: !manual,
    amount_captured: manual ? 0 : intent.amount,
    capture_before: manual ? captureBefore(kept.card, intent.currency, scene.clock.now()) : null,
    authorization_code: scene.ids.text(6).toUpperCase(),
    network_transaction_id: scene.ids.text(15),
  });
  const next = world.payment_intents.put(advance(intent, { type: 'authorized', charge: charge.id }));
  emit('charge', 'charge.succeeded', charge);
  if (manual) {
    emit('payment_intent', 'payment_intent.amount_capturable_updated', next);
    scheduleExpiry(scene, charge);
  } else {
    emit('payment_intent', 'payment_intent.succeeded', next);
    if (cardByName(kept.card.card).afterwards === 'dispute') openDispute(scene, charge);
  }
  return next;
}

/** A method used with `setup_future_usage` belongs to the customer now; one used without may not be used again. */
function keepMethod(
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: ThreeDSecureRow | null,
): PaymentMethodRow {
  const { world, emit } = scene;
  const customer = intent.customer === null ? undefined : world.customers.get(intent.customer);
  // While the shopper is at the bank's page the customer may be deleted, and the method detached or attached to
  // another: then the payment goes on, and nothing is saved.
  const free = !method.spent && (method.customer === null || method.customer === intent.customer);
  const saved = intent.setup_future_usage !== null && customer?.deleted === false && free;
  const kept = world.payment_methods.put({
    ...method,
    card: checked(method.card, method.billing_details),
    customer: saved ? intent.customer : method.customer,
    set_up: method.set_up || (saved && threeDSecure?.result === 'authenticated'),
    spent: method.spent || (method.customer === null && !saved),
  });
  if (saved && method.customer === null) emit('payment_method', 'payment_method.attached', kept);
  return kept;
}

function refuse(
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: ThreeDSecureRow | null,
  decline: Decline,
): PaymentIntentRow {
  const { world, emit } = scene;
  const charge = world.charges.put({
    ...newCharge(
      scene,
      intent,
      { ...method, card: checked(method.card, method.billing_details) },
      threeDSecure,
    ),
    status: 'failed',
    failure: { code: decline.code, message: decline.message, decline_code: decline.decline_code },
    blocked: decline.blocked ?? false,
  });
  emit('charge', 'charge.failed', charge);
  return fail(scene, intent, charge.id, {
    type: 'card_error',
    code: decline.code,
    decline_code: decline.decline_code,
    message: decline.message,
    param: decline.code === 'incorrect_cvc' ? 'cvc' : null,
    charge: charge.id,
    payment_method: method,
  });
}

export function fail(
  scene: Scene,
  intent: PaymentIntentRow,
  charge: string | null,
  error: PaymentErrorRow,
): PaymentIntentRow {
  const { world, emit, limits, clock } = scene;
  const attemptsLeft = intent.attempts < limits.attempts;
  const step = { type: 'failed', error, charge, attemptsLeft, at: clock.now() } as const;
  const next = world.payment_intents.put(advance(intent, step));
  emit('payment_intent', 'payment_intent.payment_failed', next);
  if (!attemptsLeft) emit('payment_intent', 'payment_intent.canceled', next);
  return next;
}

const newCharge = (
  scene: Scene,
  intent: PaymentIntentRow,
  method: PaymentMethodRow,
  threeDSecure: ThreeDSecureRow | null,
): ChargeRow => ({
  id: scene.ids.id('ch'),
  created: scene.clock.now(),
  payment_intent: intent.id,
  payment_method: method.id,
  card: method.card,
  billing_details: method.billing_details,
  amount: intent.amount,
  currency: intent.currency,
  amount_captured: 0,
  amount_refunded: 0,
  captured: false,
  status: 'failed',
  failure: null,
  blocked: false,
  three_d_secure: threeDSecure,
  capture_before: null,
  customer: intent.customer,
  description: intent.description,
  metadata: intent.metadata,
  receipt_email: intent.receipt_email,
  shipping: intent.shipping,
  statement_descriptor_suffix: intent.statement_descriptor_suffix,
  disputed: false,
  authorization_code: null,
  network_transaction_id: null,
});
