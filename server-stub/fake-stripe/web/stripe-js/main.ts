/** Our Stripe.js: defines `window.Stripe` with the surface that a Payment Element with ConfirmationTokens needs. */
import type { PaymentIntent, Stripe, StripeConstructorOptions, StripeError } from '@stripe/stripe-js';
import { createConfirmationToken } from './confirmation-token.ts';
import { Elements, type ElementsOptions, type Keys } from './elements.ts';
import { IntegrationError, readClientSecret, requirePublishableKey } from './errors.ts';
import { languageOf } from './language.ts';
import { askBank } from './three-d-secure.ts';

/** Written in when the script is served: it must work under another origin, too. */
declare const FAKE_STRIPE_BASE: string;
declare const FAKE_STRIPE_API: string;

type Surface = Pick<
  Stripe,
  'elements' | 'createConfirmationToken' | 'retrievePaymentIntent' | 'handleNextAction'
>;

function createStripe(key: unknown, options: StripeConstructorOptions = {}): Surface {
  requirePublishableKey(key);
  const keys: Keys = {
    base: FAKE_STRIPE_BASE,
    api: FAKE_STRIPE_API,
    publishableKey: key,
    account: options.stripeAccount,
  };
  const locale = options.locale ?? 'auto';

  return {
    elements: ((given: ElementsOptions) =>
      new Elements(keys, { locale, ...given })) as unknown as Stripe['elements'],
    createConfirmationToken: createConfirmationToken as unknown as Stripe['createConfirmationToken'],
    retrievePaymentIntent: (secret) => retrieve(keys, secret, 'stripe.retrievePaymentIntent'),

    async handleNextAction(given) {
      const call = 'stripe.handleNextAction';
      if (!('clientSecret' in given)) throw new IntegrationError(`${call} needs a clientSecret.`);
      const { clientSecret } = given;
      const before = await retrieve(keys, clientSecret, call);
      if (before.paymentIntent?.status !== 'requires_action') return before;
      await askBank(keys, clientSecret, languageOf(locale));
      const after = await retrieve(keys, clientSecret, call);
      const failure = after.paymentIntent?.last_payment_error;
      return after.paymentIntent?.status === 'requires_payment_method' && failure
        ? { error: { ...(failure as StripeError), payment_intent: after.paymentIntent } }
        : after;
    },
  };
}

type Retrieved =
  { paymentIntent: PaymentIntent; error?: undefined } | { paymentIntent?: undefined; error: StripeError };

async function retrieve(keys: Keys, clientSecret: string, call: string): Promise<Retrieved> {
  const id = readClientSecret(clientSecret, call);
  const query = new URLSearchParams({ client_secret: clientSecret });
  try {
    const response = await fetch(`${keys.api}/v1/payment_intents/${id}?${query}`, {
      headers: {
        Authorization: `Bearer ${keys.publishableKey}`,
        ...(keys.account && { 'Stripe-Account': keys.account }),
      },
    });
    const body = (await response.json()) as PaymentIntent & { error: StripeError };
    return response.ok ? { paymentIntent: body } : { error: body.error };
  } catch {
    return { error: { type: 'api_connection_error', message: 'There was no answer from Stripe.' } };
  }
}

Object.assign(window, { Stripe: Object.assign(createStripe, { version: 'endive' }) });
