/** What Stripe.js asks for with the publishable key: saved cards, their removal, and the end of 3-D Secure. */
import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { badRequest, missing } from '../http/errors.ts';
import { browserParams, oneOf, required, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { answerChallenge } from '../intents/confirm.ts';
import { renderPaymentMethod } from '../render/card.ts';
import { renderPublicIntent } from '../render/payment-intent.ts';
import type { CustomerSessionRow, PaymentMethodRow } from '../store/rows.ts';
import { intentBySecret } from './payment-intents.ts';
import { detach } from './payment-methods.ts';

export interface ElementsSession {
  readonly customer: string;
  readonly payment_methods: readonly Stripe.PaymentMethod[];
  readonly features: Stripe.CustomerSession.Components.PaymentElement.Features | null;
}

export function sessionOf(call: Call, secret: string): CustomerSessionRow {
  const row = call.world.customer_sessions.get(secret);
  const param = 'customer_session_client_secret';
  if (!row) throw missing('customer session', secret, param, null, false);
  if (row.expires_at <= call.clock.now()) {
    throw badRequest('The customer session has expired. Please create a new one.', {
      code: 'customer_session_expired',
      param,
    });
  }
  return row;
}

function shownMethods(call: Call, session: CustomerSessionRow): PaymentMethodRow[] {
  const { features } = session.payment_element;
  if (features?.payment_method_redisplay !== 'enabled') return [];
  return call.world.payment_methods.page({
    limit: features.payment_method_redisplay_limit ?? 3,
    by: { index: 'customer', key: session.customer },
    where: (row) => features.payment_method_allow_redisplay_filters.includes(row.allow_redisplay),
  }).rows;
}

const sessionParams = browserParams({ customer_session_client_secret: required(string()) });
const authenticateParams = browserParams({
  payment_intent: required(string()),
  client_secret: required(string()),
  outcome: required(oneOf('complete', 'fail')),
});

export const elementsRoutes: readonly Route[] = [
  route('GET', '/v1/elements/sessions', 'publishable', sessionParams, (call, given): ElementsSession => {
    const session = sessionOf(call, given.customer_session_client_secret);
    return {
      customer: session.customer,
      payment_methods: shownMethods(call, session).map((row) => renderPaymentMethod(row, call.live)),
      features: session.payment_element.features,
    };
  }),
  route('POST', '/v1/elements/payment_methods/:id/detach', 'publishable', sessionParams, (call, given) => {
    const session = sessionOf(call, given.customer_session_client_secret);
    if (session.payment_element.features?.payment_method_remove !== 'enabled') {
      throw badRequest('This customer session does not allow payment methods to be removed.', {
        param: 'customer_session_client_secret',
      });
    }
    const row = shownMethods(call, session).find(({ id }) => id === call.path.id);
    if (!row) throw missing('PaymentMethod', call.path.id!, 'payment_method', null);
    return renderPaymentMethod(detach(call, row), call.live);
  }),
  route('POST', '/v1/3ds2/authenticate', 'publishable', authenticateParams, (call, given) => {
    const intent = intentBySecret(call, given.payment_intent, given.client_secret);
    return renderPublicIntent(answerChallenge(call, intent, given.outcome), call.live);
  }),
];
