/** With what a PaymentIntent is to be paid: a ConfirmationToken, or a PaymentMethod that Stripe knows. */
import type { Scene } from '../context.ts';
import { badRequest, missing } from '../http/errors.ts';
import { cardByTestId, toCardRow, type TestCard } from '../cards.ts';
import { noBillingDetails } from '../http/fields.ts';
import type { ConfirmationTokenRow, PaymentIntentRow, PaymentMethodRow } from '../store/rows.ts';

export interface Instrument {
  readonly method: PaymentMethodRow;
  readonly token: ConfirmationTokenRow | null;
}

const SPENT =
  'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a ' +
  'connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use ' +
  'a PaymentMethod multiple times, you must attach it to a Customer first.';

/** A known id, or a `pm_card_…` name, which makes a new PaymentMethod each time it is used. */
export function findMethod(scene: Scene, id: string, param: string, inPath = false): PaymentMethodRow {
  const { world, clock } = scene;
  const known = world.payment_methods.get(id);
  if (known) return known;
  const test = world.live ? undefined : cardByTestId(id);
  if (!test) throw missing('PaymentMethod', id, param, null, inPath);
  return newMethod(scene, testMethod(test, clock.now()));
}

export const testMethod = (test: TestCard, now: number): Omit<PaymentMethodRow, 'id' | 'created'> => ({
  card: toCardRow(test, { month: new Date(now * 1000).getUTCMonth() + 1, year: nextYear(now), cvc: true }),
  billing_details: noBillingDetails,
  allow_redisplay: 'unspecified',
  customer: null,
  metadata: {},
  spent: false,
  set_up: false,
});

const nextYear = (now: number): number => new Date(now * 1000).getUTCFullYear() + 1;

export const newMethod = (scene: Scene, traits: Omit<PaymentMethodRow, 'id' | 'created'>): PaymentMethodRow =>
  scene.world.payment_methods.put({ id: scene.ids.id('pm'), created: scene.clock.now(), ...traits });

/** Refuses a method that may not pay for this intent. */
export function checkMethod(
  method: PaymentMethodRow,
  customer: string | null,
  param = 'payment_method',
): void {
  if (method.spent) throw badRequest(SPENT, { param });
  if (method.customer === null || method.customer === customer) return;
  throw customer === null
    ? badRequest(
        `The payment method you provided (${method.id}) is attached to a customer so for security purposes you must ` +
          'provide the customer in the request.',
        { param: 'customer' },
      )
    : badRequest(
        `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to ` +
          'the customer.',
        { param },
      );
}

export function findToken(scene: Scene, id: string, intent: PaymentIntentRow): ConfirmationTokenRow {
  const param = 'confirmation_token';
  const token = scene.world.confirmation_tokens.get(id);
  if (!token) throw missing('confirmation token', id, param, null, false);
  if (token.payment_intent !== null) {
    throw badRequest(`You cannot use the ConfirmationToken ${id} again: it has already been used.`, {
      param,
    });
  }
  if (token.expires_at <= scene.clock.now()) {
    throw badRequest(`The ConfirmationToken ${id} has expired. Please create a new one.`, { param });
  }
  checkAgreement(token, intent);
  return token;
}

/** Elements and the intent must have been set up alike. */
function checkAgreement(token: ConfirmationTokenRow, intent: PaymentIntentRow): void {
  const { elements } = token;
  if (!elements) return;
  const compare = (name: string, provided: string | null, expected: string | null): void => {
    if (provided === expected) return;
    throw badRequest(
      `The provided ${name} (${provided ?? 'null'}) does not match the expected ${name} (${expected ?? 'null'}). ` +
        'Try confirming with a Payment Intent that is configured to use the same parameters as Stripe Elements.',
      { param: name },
    );
  };
  compare('setup_future_usage', intent.setup_future_usage, elements.setup_future_usage);
  // Elements says `automatic` where the API says `automatic_async`: both take the money at once.
  const mode = (method: string): string => (method === 'manual' ? 'manual' : 'automatic');
  if (elements.capture_method !== null && mode(intent.capture_method) !== mode(elements.capture_method)) {
    compare('capture_method', intent.capture_method, elements.capture_method);
  }
  if (elements.currency !== null) compare('currency', intent.currency, elements.currency);
}

/** Spends the token, whatever the attempt then ends with. */
export function useToken(scene: Scene, token: ConfirmationTokenRow, intent: PaymentIntentRow): Instrument {
  const spent = scene.world.confirmation_tokens.put({ ...token, payment_intent: intent.id });
  const saved =
    token.payment_method === null ? undefined : scene.world.payment_methods.get(token.payment_method);
  if (saved) return { method: saved, token: spent };
  const method = newMethod(scene, {
    card: token.card,
    billing_details: token.billing_details,
    allow_redisplay: token.allow_redisplay,
    customer: null,
    metadata: {},
    spent: false,
    set_up: false,
  });
  return { method, token: spent };
}
