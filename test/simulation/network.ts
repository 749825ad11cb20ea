/** The way between our server and the fake Stripe: an HTTP client for the SDK. */
import Stripe from 'stripe';
import type { FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import type { FaultKind } from '../../server-stub/fake-stripe/faults.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import { Lost, type Wire } from './wire.ts';

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

interface Received {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const faults = { conflict: 1, rate_limit: 1, error: 2, error_after: 2 };

export interface NetworkOptions {
  fake: FakeStripe;
  random: Random;
  scheduler: Scheduler;
  wire: Wire;
  /** Looked at for each request before it can be executed. */
  leaving(request: Sent): void;
  /** Something may have changed at Stripe. */
  executed(request: Sent): void;
}

export class Network extends Stripe.HttpClient {
  readonly #options: NetworkOptions;

  constructor(options: NetworkOptions) {
    super();
    this.#options = options;
  }

  override getClientName(): string {
    return 'simulation';
  }

  override async makeRequest(
    _host: string,
    _port: string,
    path: string,
    method: string,
    headers: object,
    body: string,
  ): Promise<Answered> {
    const request: Sent = { method, path, headers: plain(headers), body };
    try {
      return await this.#send(request);
    } catch (error) {
      // The SDK sends once more, under the same key, what got no answer. Without its pause, which is real time.
      if (!(error instanceof Lost) || !this.#options.random.chance(0.5)) throw error;
      return await this.#send(request);
    }
  }

  async #send(request: Sent): Promise<Answered> {
    const { scheduler, wire } = this.#options;
    if (!scheduler.inTask) return new Answered(await this.execute(request));
    this.#options.leaving(request);
    const received = await wire.carry({
      name: `${request.method} ${request.path}`,
      own: faults,
      execute: (fault) => this.execute(request, fault),
      told: ({ status }) => status,
    });
    return new Answered(received);
  }

  async execute(request: Sent, fault?: FaultKind): Promise<Received> {
    const { fake } = this.#options;
    if (fault) fake.faults.add({ kind: fault });
    const response = await fake.app.fetch(
      new Request(`https://api.stripe.com${request.path}`, {
        method: request.method,
        headers: request.headers,
        ...(request.method === 'POST' && { body: request.body }),
      }),
    );
    const received = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
    if (request.method !== 'GET') this.#options.executed(request);
    return received;
  }
}

class Answered extends Stripe.HttpClientResponse {
  readonly #body: string;

  constructor({ status, headers, body }: Received) {
    super(status, headers);
    this.#body = body;
  }

  override getRawResponse(): object {
    return { headers: this.getHeaders() };
  }

  override toJSON(): Promise<unknown> {
    return Promise.resolve(JSON.parse(this.#body));
  }
}

function plain(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !['Content-Length', 'Connection'].includes(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
