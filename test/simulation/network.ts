/** The way between our server and the fake Stripe, with all that a network does to requests and answers. */
import Stripe from 'stripe';
import type { FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import type { FaultKind } from '../../server-stub/fake-stripe/faults.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

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

const fates = {
  arrives: 80,
  'lost on the way': 3,
  'answer lost': 5,
  'answer cut': 1,
  /** We give up waiting; it is executed later, when nobody expects it. */
  late: 5,
  conflict: 1,
  rate_limit: 1,
  error: 2,
  error_after: 2,
};

export interface NetworkOptions {
  fake: FakeStripe;
  random: Random;
  scheduler: Scheduler;
  trace(line: string): void;
  /** Looked at for each request before it can be executed. */
  leaving(request: Sent): void;
  /** Something may have changed at Stripe. */
  executed(request: Sent): void;
}

export class Network extends Stripe.HttpClient {
  healthy = false;
  readonly #options: NetworkOptions;
  #late: Sent[] = [];

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

  get late(): number {
    return this.#late.length;
  }

  /** One of the requests that were given up arrives after all; or it never does. */
  async deliverLate(): Promise<void> {
    const { random, trace } = this.#options;
    const [request] = this.#late.splice(random.int(this.#late.length), 1);
    if (!request) return;
    const lost = random.chance(0.2);
    trace(`late: ${request.method} ${request.path}${lost ? ' never arrives' : ''}`);
    if (!lost) await this.execute(request);
  }

  async #send(request: Sent): Promise<Answered> {
    const { scheduler, random, trace } = this.#options;
    const name = `${request.method} ${request.path}`;
    if (!scheduler.inTask) return new Answered(await this.execute(request));
    this.#options.leaving(request);
    await scheduler.gate(name);
    const fate = this.healthy ? 'arrives' : random.weighted(fates);
    if (fate !== 'arrives') trace(`    ${fate}`);
    switch (fate) {
      case 'lost on the way':
        throw new Lost();
      case 'late':
        this.#late.push(request);
        throw new Lost();
      case 'answer lost':
      case 'answer cut':
        await this.execute(request);
        await scheduler.gate(`${name} gets no answer`);
        throw new Lost();
      case 'arrives': {
        const answer = await this.execute(request);
        await scheduler.gate(`${name} → ${answer.status}`);
        return new Answered(answer);
      }
      default: {
        const answer = await this.execute(request, fate);
        await scheduler.gate(`${name} → ${answer.status}`);
        return new Answered(answer);
      }
    }
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

class Lost extends Error {
  constructor() {
    super('the connection was lost');
  }
}

class Answered extends Stripe.HttpClientResponse {
  readonly #body: string;

  constructor({ status, headers, body }: Received) {
    super(status, headers);
    this.#body = body;
  }

  override getRawResponse(): object {
    return {};
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
