/** The only importer of the SDK. Each call ends in what is known: done, declined, refused, or unknown. */
import Stripe from 'stripe';

export const apiVersion = '2026-10-28.endive';

export type Intent = Stripe.PaymentIntent;

export type Answer<T> =
  | { kind: 'ok'; value: T }
  /** The bank or Stripe refused the card, for certain. */
  | { kind: 'declined'; code: string; declineCode?: string }
  /** Stripe did not do it, and says why. `key`: nothing else than our key was looked at. */
  | { kind: 'refused'; code: string; param?: string; message: string; key?: true }
  /**
   * It may or may not have happened: ask, never assume. `over`: the request has ended at Stripe, which repeats its
   * stored failure under this key; what the object says now is what became of it.
   */
  | { kind: 'unknown'; message: string; over?: boolean };

export interface GatewayOptions {
  secretKey: string;
  webhookSecrets: string[];
  publishableKey: string;
  account: string;
  /** Connect: the platform's key acts for this account, by the `Stripe-Account` header. */
  connectedAccount?: string;
  mode: 'test' | 'live';
  apiBase?: string;
  httpClient?: Stripe.HttpClient;
  /** Told of every answer, after it came. */
  onCall?: (call: StripeCall) => void;
  /** How often the SDK sends again what got no answer; once when left out. */
  maxNetworkRetries?: number;
}

/** One request to Stripe as the log and the numbers have it; Stripe's support asks for its `stripeRequest`. */
export interface StripeCall {
  method: string;
  path: string;
  status: number;
  ms: number;
  stripeRequest: string;
}

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(options: GatewayOptions) {
  const stripe = new Stripe(options.secretKey, {
    apiVersion,
    timeout: 12_000,
    maxNetworkRetries: options.maxNetworkRetries ?? 1,
    telemetry: false,
    ...(options.connectedAccount && { stripeAccount: options.connectedAccount }),
    ...(options.httpClient && { httpClient: options.httpClient }),
    ...(options.apiBase && address(options.apiBase)),
  });
  const { onCall } = options;
  if (onCall)
    stripe.on('response', ({ method, path, status, elapsed, request_id }: Stripe.ResponseEvent) =>
      onCall({ method, path: path.split('?')[0] ?? path, status, ms: elapsed, stripeRequest: request_id }),
    );
  const key = (idempotencyKey: string) => ({ idempotencyKey });

  return {
    account: options.account,
    mode: options.mode,
    /** What Stripe.js is loaded with. */
    browser: {
      publishableKey: options.publishableKey,
      mode: options.mode,
      ...(options.connectedAccount && { account: options.connectedAccount }),
    },

    createCustomer: (params: Stripe.CustomerCreateParams, idempotencyKey: string) =>
      answer(() => stripe.customers.create(params, key(idempotencyKey))),

    createCustomerSession: (customer: string) =>
      answer(() =>
        stripe.customerSessions.create({
          customer,
          components: {
            payment_element: {
              enabled: true,
              features: {
                payment_method_redisplay: 'enabled',
                payment_method_allow_redisplay_filters: ['always', 'limited'],
                payment_method_remove: 'enabled',
                payment_method_save: 'disabled',
              },
            },
          },
        }),
      ),

    createIntent: (params: Stripe.PaymentIntentCreateParams, idempotencyKey: string) =>
      answer(() => stripe.paymentIntents.create(params, key(idempotencyKey))),

    updateIntent: (id: string, params: Stripe.PaymentIntentUpdateParams) =>
      answer(() => stripe.paymentIntents.update(id, params)),

    /** With its charge, as a retrieve shows it; unless it is not `isOfNow`. */
    confirmIntent: (id: string, params: Stripe.PaymentIntentConfirmParams, idempotencyKey: string) =>
      answer(() =>
        stripe.paymentIntents.confirm(id, { ...params, expand: ['latest_charge'] }, key(idempotencyKey)),
      ),

    /** One page, newest first; `created` in seconds by Stripe's clock. */
    listIntents: (createdFrom: number, startingAfter?: string) =>
      answer(() =>
        stripe.paymentIntents.list({ ...page(createdFrom, startingAfter), expand: ['data.latest_charge'] }),
      ),

    /** One page, newest first; at most 30 days back, and 20 types in one question. */
    listEvents: (createdFrom: number, types: string[], startingAfter?: string) =>
      answer(() => stripe.events.list({ ...page(createdFrom, startingAfter), types })),

    retrieveIntent: (id: string) =>
      answer(() => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })),

    cancelIntent: (id: string, reason: Stripe.PaymentIntentCancelParams.CancellationReason) =>
      answer(() => stripe.paymentIntents.cancel(id, { cancellation_reason: reason })),

    captureIntent: (id: string, amount: number, idempotencyKey: string) =>
      answer(() => stripe.paymentIntents.capture(id, { amount_to_capture: amount }, key(idempotencyKey))),

    refund: (
      intent: string,
      params: Omit<Stripe.RefundCreateParams, 'payment_intent'>,
      idempotencyKey: string,
    ) => answer(() => stripe.refunds.create({ payment_intent: intent, ...params }, key(idempotencyKey))),

    listRefunds: (intent: string) =>
      answer(async () => (await stripe.refunds.list({ payment_intent: intent, limit: 100 })).data),

    listDisputes: (intent: string) =>
      answer(async () => (await stripe.disputes.list({ payment_intent: intent, limit: 100 })).data),

    listPaymentMethods: (customer: string) =>
      answer(() => stripe.paymentMethods.list({ customer, limit: 100 })),

    detachPaymentMethod: (id: string) => answer(() => stripe.paymentMethods.detach(id)),

    retrieveConfirmationToken: (id: string) => answer(() => stripe.confirmationTokens.retrieve(id)),

    /** Whom the secret key belongs to; a restricted key may lack the right to ask. */
    retrieveAccount: () => answer(() => stripe.accounts.retrieveCurrent()),

    /**
     * Which of the rights that the checkout needs the key lacks. Each is tried on an object that is not there: whoever
     * may, is told that it does not exist, and nothing is changed.
     */
    async probeRights(): Promise<{ name: string; granted: boolean; message?: string }[]> {
      const nothing = 'secure_checkout_probe';
      const probes: [string, () => Promise<unknown>][] = [
        ['PaymentIntents: write', () => stripe.paymentIntents.cancel(`pi_${nothing}`)],
        ['Customers: write', () => stripe.customers.update(`cus_${nothing}`, {})],
        ['PaymentMethods: write', () => stripe.paymentMethods.detach(`pm_${nothing}`)],
        [
          'Customer Sessions: write',
          () =>
            stripe.customerSessions.create({
              customer: `cus_${nothing}`,
              components: { payment_element: { enabled: true } },
            }),
        ],
        ['Charges: read', () => stripe.charges.retrieve(`ch_${nothing}`)],
        ['Refunds: write', () => stripe.refunds.create({ payment_intent: `pi_${nothing}` })],
        ['Disputes: read', () => stripe.disputes.list({ limit: 1 })],
        ['Confirmation Tokens: read', () => stripe.confirmationTokens.retrieve(`ctoken_${nothing}`)],
        ['Events: read', () => stripe.events.list({ limit: 1 })],
      ];
      const probe = async ([name, call]: (typeof probes)[number]) => {
        try {
          await call();
        } catch (error) {
          if (error instanceof Stripe.errors.StripePermissionError)
            return { name, granted: false, message: error.message };
        }
        return { name, granted: true };
      };
      return Promise.all(probes.map(probe));
    },

    /** Throws when the signature, its age or its secret is wrong. Two secrets are valid during a rotation. */
    readEvent(body: string, signature: string): Stripe.Event {
      let failure: unknown;
      for (const secret of options.webhookSecrets) {
        try {
          return stripe.webhooks.constructEvent(body, signature, secret, 300);
        } catch (error) {
          failure = error;
        }
      }
      throw failure ?? new Error('no webhook secret is set');
    },
  };
}

/** Stripe's largest page. */
const page = (createdFrom: number, startingAfter?: string) => ({
  created: { gte: createdFrom },
  limit: 100,
  ...(startingAfter && { starting_after: startingAfter }),
});

/**
 * Whether an answer is of this moment. Where Stripe repeats one because the key is the same, what has become of it since is
 * not in it: a header says so, and without its headers nobody knows.
 */
export function isOfNow(answered: object): boolean {
  const { lastResponse } = answered as { lastResponse?: { headers?: Headers | Record<string, string> } };
  const headers = lastResponse?.headers;
  if (!headers) return false;
  return !(headers instanceof Headers ? headers.has(replayed) : replayed in headers);
}

const replayed = 'idempotent-replayed';

function address(base: string): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  const url = new URL(base);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443'), protocol };
}

async function answer<T>(call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: 'ok', value: await withoutTrace(call) };
  } catch (error) {
    return whatIsKnown(error);
  }
}

/**
 * The SDK writes down at each call where in our code it came from, for errors that end here and are shown to nobody. With
 * source maps that takes longer than the rest of sending.
 */
function withoutTrace<T>(call: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return call();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function whatIsKnown(error: unknown): Exclude<Answer<never>, { kind: 'ok' }> {
  if (error instanceof Stripe.errors.StripeCardError) {
    const declineCode = error.decline_code;
    return { kind: 'declined', code: error.code ?? 'card_declined', ...(declineCode && { declineCode }) };
  }
  if (error instanceof Stripe.errors.StripeError) {
    const { statusCode, code, param, message } = error;
    // 409: the same key is being worked on; 429: not now; 5xx and no status: who knows.
    const definite = statusCode !== undefined && statusCode < 500 && statusCode !== 409 && statusCode !== 429;
    const key = (statusCode === 401 || statusCode === 403) && { key: true as const };
    if (definite)
      return { kind: 'refused', code: code ?? error.type, ...(param && { param }), message, ...key };
    const over = error.headers?.[replayed] === 'true';
    return { kind: 'unknown', message, ...(over && { over }) };
  }
  throw error;
}
