/** The fake on a real port, the real SDK before it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import Stripe from 'stripe';
import { createFakeStripe, type FakeStripeOptions } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import type { FaultSpec } from '../../server-stub/fake-stripe/faults.ts';

type Config = ConstructorParameters<typeof Stripe>[1];
export type Fake = Awaited<ReturnType<typeof startFake>>;

export async function startFake(options: FakeStripeOptions = {}) {
  const fake = createFakeStripe({ baseUrl: () => base, ...options });
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: fake.app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started as Server),
    );
  });
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  const connect = (key: string, config: Config = {}): Stripe =>
    new Stripe(key, {
      host: '127.0.0.1',
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
      timeout: 5000,
      ...config,
    });

  /** A call as a browser or curl makes it, with nothing of the SDK in between. */
  const raw = (
    method: string,
    path: string,
    form: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) => {
    const encoded = new URLSearchParams(form).toString();
    const inQuery = method === 'GET' && encoded !== '';
    return fetch(`${base}${path}${inQuery ? `?${encoded}` : ''}`, {
      method,
      headers: {
        Authorization: `Bearer ${SECRET_KEY}`,
        ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(method === 'POST' && { body: encoded }),
    });
  };

  return {
    ...fake,
    base,
    connect,
    raw,
    stripe: connect(SECRET_KEY),
    browser: async (method: string, path: string, form: Record<string, string> = {}) => {
      const response = await raw(method, path, form, { Authorization: `Bearer ${PUBLISHABLE_KEY}` });
      return { status: response.status, body: (await response.json()) as Answer };
    },
    control: async (path: string, body?: object) => {
      const response = await fetch(`${base}/_control${path}`, {
        method: body ? 'POST' : 'GET',
        ...(body && { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Answer;
    },
    fault: (spec: FaultSpec) => void fake.faults.add(spec),
    stop: async () => {
      fake.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** JSON of a call that the SDK has no type for. */
export interface Answer {
  readonly [key: string]: unknown;
  readonly id?: string;
  readonly status?: string;
  readonly error?: {
    readonly type: string;
    readonly code?: string;
    readonly param?: string;
    readonly message: string;
  };
}

/** What Stripe.js sends for a card that was typed. */
export async function cardToken(
  { browser }: Fake,
  number = '4242424242424242',
  more: Record<string, string> = {},
): Promise<string> {
  const { body, status } = await browser('POST', '/v1/confirmation_tokens', {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': '123',
    'client_context[mode]': 'payment',
    'client_context[capture_method]': 'manual',
    ...more,
  });
  if (status !== 200 || !body.id) throw new Error(JSON.stringify(body));
  return body.id;
}

export const held = (
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Stripe.PaymentIntentCreateParams => ({
  amount: 1200,
  currency: 'jpy',
  capture_method: 'manual',
  allowed_payment_method_types: ['card'],
  ...more,
});

/** An intent with money held on a test card. */
export async function hold(
  { stripe }: Pick<Fake, 'stripe'>,
  payment_method = 'pm_card_visa',
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  const intent = await stripe.paymentIntents.create(held(more));
  return stripe.paymentIntents.confirm(intent.id, { payment_method });
}

/** The error that a call ends in; a call that succeeds fails the test. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('the call was expected to be refused');
}

export const eventTypes = async ({ stripe }: Pick<Fake, 'stripe'>): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).toReversed();

export interface Received {
  readonly event: Stripe.Event;
  readonly headers: IncomingMessage['headers'];
}

/** A shop's webhook endpoint: checks signatures with the SDK, and answers what it is told to. */
export async function startReceiver() {
  const received: Received[] = [];
  const state = { status: 200, secret: WEBHOOK_SECRET };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = request.headers['stripe-signature'] ?? '';
      const event = Stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, state.secret, 300);
      received.push({ event, headers: request.headers });
      response.writeHead(state.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/stripe`,
    received,
    state,
    types: () => received.map(({ event }) => event.type),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
