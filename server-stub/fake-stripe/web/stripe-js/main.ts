/** Our Stripe.js: defines `window.Stripe` with the surface that the product uses. */
import { Elements, type ElementsOptions } from './elements.ts';
import { IntegrationError } from './errors.ts';
import { askBank } from './three-d-secure.ts';

/** Written in when the script is served: it must work under another origin, too. */
declare const FAKE_STRIPE_BASE: string;

interface TokenParams {
  payment_method_data?: {
    billing_details?: Record<string, string | null | Record<string, string | null>>;
    allow_redisplay?: string;
  };
  return_url?: string;
}

function createStripe(publishableKey: string, options: { stripeAccount?: string; locale?: string } = {}) {
  if (!/^pk_(test|live)_/.test(publishableKey)) {
    throw new IntegrationError('Please call Stripe() with your publishable key. You used something else.');
  }
  const keys = { base: FAKE_STRIPE_BASE, publishableKey, account: options.stripeAccount };

  async function retrieve(clientSecret: string) {
    const [intent] = clientSecret.split('_secret_');
    const query = new URLSearchParams({ client_secret: clientSecret });
    const response = await fetch(`${keys.base}/v1/payment_intents/${intent}?${query}`, {
      headers: {
        Authorization: `Bearer ${publishableKey}`,
        ...(keys.account && { 'Stripe-Account': keys.account }),
      },
    });
    const body = (await response.json()) as {
      error?: object;
      status?: string;
      last_payment_error?: object | null;
    };
    return response.ok ? { paymentIntent: body } : { error: body.error };
  }

  return {
    elements: (given: ElementsOptions) => new Elements(keys, { locale: options.locale ?? 'ja', ...given }),

    async createConfirmationToken({ elements, params = {} }: { elements: Elements; params?: TokenParams }) {
      if (!elements.submitted || !elements.payment) {
        throw new IntegrationError('elements.submit() must be called before createConfirmationToken().');
      }
      const billing = params.payment_method_data?.billing_details;
      if (!billing?.['address']) {
        throw new IntegrationError(
          'You specified "never" for fields.billingDetails: pass billing_details in payment_method_data.',
        );
      }
      const { options: group } = elements;
      const { error, token } = await elements.payment.ask({
        kind: 'create-token',
        fields: {
          ...flatten('payment_method_data[billing_details]', billing),
          ...(params.payment_method_data?.allow_redisplay && {
            'payment_method_data[allow_redisplay]': params.payment_method_data.allow_redisplay,
          }),
          ...(params.return_url && { return_url: params.return_url }),
          ...(group.setupFutureUsage && { setup_future_usage: group.setupFutureUsage }),
          'client_context[mode]': group.mode,
          'client_context[amount]': String(group.amount),
          'client_context[currency]': group.currency,
          ...(group.captureMethod && { 'client_context[capture_method]': group.captureMethod }),
          ...(group.setupFutureUsage && { 'client_context[setup_future_usage]': group.setupFutureUsage }),
          ...(group.customerSessionClientSecret && {
            'client_context[customer_session_client_secret]': group.customerSessionClientSecret,
          }),
        },
      });
      elements.submitted = false;
      return error ? { error } : { confirmationToken: token };
    },

    retrievePaymentIntent: retrieve,

    async handleNextAction({ clientSecret }: { clientSecret: string }) {
      const before = await retrieve(clientSecret);
      if (before.error || before.paymentIntent?.status !== 'requires_action') return before;
      await askBank(keys, clientSecret, options.locale?.startsWith('en') ? 'en' : 'ja');
      const after = await retrieve(clientSecret);
      const failure = after.paymentIntent?.last_payment_error;
      return after.paymentIntent?.status === 'requires_payment_method' && failure
        ? { error: failure }
        : after;
    },
  };
}

/** `{a: {b: 'c'}}` under a prefix as Stripe's bracketed form fields; what is null is left out. */
function flatten(prefix: string, value: object): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, part]: [string, unknown]) => {
      const name = `${prefix}[${key}]`;
      if (part === null || part === undefined) return {};
      return typeof part === 'object' ? flatten(name, part) : { [name]: String(part) };
    }),
  ) as Record<string, string>;
}

Object.assign(window, { Stripe: Object.assign(createStripe, { version: 'endive' }) });
