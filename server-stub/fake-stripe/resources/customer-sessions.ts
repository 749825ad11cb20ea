import type Stripe from 'stripe';
import { badParameter } from '../http/errors.ts';
import { expand } from '../http/fields.ts';
import { array, boolean, integer, object, oneOf, params, required, string } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';
import { renderSession } from '../render/customer.ts';
import { findCustomer } from './find-customer.ts';

/** Stripe lets a session live for half an hour. */
const LIFETIME_SECONDS = 30 * 60;

const featureParams = params<Stripe.CustomerSessionCreateParams.Components.PaymentElement.Features>()({
  payment_method_allow_redisplay_filters: array(oneOf('always', 'limited', 'unspecified')),
  payment_method_redisplay: oneOf('enabled', 'disabled'),
  payment_method_redisplay_limit: integer({ min: 1, max: 10 }),
  payment_method_remove: oneOf('enabled', 'disabled'),
  payment_method_save: oneOf('enabled', 'disabled'),
  payment_method_save_usage: oneOf('on_session', 'off_session'),
});
const paymentElementParams = params<Stripe.CustomerSessionCreateParams.Components.PaymentElement>()({
  enabled: required(boolean),
  features: object(featureParams),
});
const componentParams = params<Stripe.CustomerSessionCreateParams.Components>()(
  { payment_element: object(paymentElementParams) },
  [
    'active_entitlements',
    'buy_button',
    'customer_portal',
    'customer_sheet',
    'mobile_payment_element',
    'pricing_table',
  ],
);
const createParams = params<Stripe.CustomerSessionCreateParams>()(
  { components: required(object(componentParams)), customer: required(string()), expand },
  ['customer_account'],
);

type Features = Stripe.CustomerSession.Components.PaymentElement.Features;

function toFeatures(given: ReturnType<typeof featureParams.parse>): Features {
  if (given.payment_method_save_usage !== undefined && given.payment_method_save !== 'enabled') {
    const name = 'components[payment_element][features][payment_method_save_usage]';
    throw badParameter(`${name} can only be set when payment_method_save is enabled.`, name);
  }
  return {
    payment_method_allow_redisplay_filters: [...(given.payment_method_allow_redisplay_filters ?? ['always'])],
    payment_method_redisplay: given.payment_method_redisplay ?? 'disabled',
    payment_method_redisplay_limit:
      given.payment_method_redisplay === 'enabled' ? (given.payment_method_redisplay_limit ?? 3) : null,
    payment_method_remove: given.payment_method_remove ?? 'disabled',
    payment_method_save: given.payment_method_save ?? 'disabled',
    payment_method_save_usage: given.payment_method_save_usage ?? null,
  };
}

export const customerSessionRoutes: readonly Route[] = [
  route('POST', '/v1/customer_sessions', 'customer_session_write', createParams, (call, given) => {
    const element = given.components.payment_element;
    if (!element) throw badParameter('At least one component must be enabled.', 'components');
    const customer = findCustomer(call, given.customer, 'customer');
    const row = call.world.customer_sessions.put({
      id: `cuss_secret_${call.ids.text(48)}`,
      created: call.clock.now(),
      expires_at: call.clock.now() + LIFETIME_SECONDS,
      customer: customer.id,
      payment_element: {
        enabled: element.enabled,
        features: element.enabled ? toFeatures(element.features ?? {}) : null,
      },
    });
    return renderSession(row, call.live);
  }),
];
