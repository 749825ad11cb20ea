/** `stripe.createConfirmationToken`: what was typed, what the page adds, and the group it was typed for. */
import type { ConfirmationToken, StripeError } from '@stripe/stripe-js';
import { Elements } from './elements.ts';
import { IntegrationError } from './errors.ts';

interface TokenParams {
  payment_method_data?: { billing_details?: Record<string, unknown>; allow_redisplay?: string };
  return_url?: string;
  shipping?: object | null;
}

type Answer = { confirmationToken: ConfirmationToken } | { error: StripeError };

const call = 'stripe.createConfirmationToken()';

export async function createConfirmationToken(given: {
  elements?: unknown;
  payment_method?: string;
  params?: TokenParams;
}): Promise<Answer> {
  const { elements, params = {} } = given;
  if (!(elements instanceof Elements) || !elements.payment) {
    throw new IntegrationError(`${call} needs the Elements group of a mounted Payment Element.`);
  }
  if (!elements.submitted) {
    throw new IntegrationError(`elements.submit() must be called before ${call}.`);
  }
  const { options: group, payment } = elements;
  if (payment.chosen === 'new') requireHiddenFields(payment.hiddenFields, params);
  const saving = group.setupFutureUsage;
  const { error, token } = await payment.ask({
    kind: 'create-token',
    fields: {
      ...flatten('payment_method_data[billing_details]', params.payment_method_data?.billing_details ?? {}),
      ...optional('payment_method_data[allow_redisplay]', params.payment_method_data?.allow_redisplay),
      ...optional('return_url', params.return_url),
      ...optional('setup_future_usage', saving),
      'client_context[mode]': group.mode,
      'client_context[amount]': String(group.amount),
      'client_context[currency]': group.currency,
      ...optional('client_context[capture_method]', group.captureMethod),
      ...optional('client_context[setup_future_usage]', saving),
      ...optional('client_context[customer_session_client_secret]', group.customerSessionClientSecret),
    },
  });
  elements.submitted = false;
  return error
    ? { error: error as StripeError }
    : { confirmationToken: token as unknown as ConfirmationToken };
}

/** What the form was told not to ask for has to come from the page, known (a value) or not (null). */
function requireHiddenFields(hidden: readonly string[], params: TokenParams): void {
  for (const field of hidden) {
    let at: unknown = params.payment_method_data?.billing_details;
    for (const name of field.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[name];
    if (at !== undefined) continue;
    throw new IntegrationError(
      `You specified "never" for fields.billing_details.${field} when creating the payment Element, but did not pass ` +
        `params.payment_method_data.billing_details.${field} when calling ${call}. If you opt out of collecting data ` +
        'via the payment Element using the fields option, the data must be passed in when calling it.',
    );
  }
}

function optional(name: string, value: string | null | undefined): Record<string, string> {
  return value ? { [name]: value } : {};
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
