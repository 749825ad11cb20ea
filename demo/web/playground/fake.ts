/** Stripe's side: what is read of the fake, and what is done to it, over its control API. */
import type { Fault, FaultSpec } from '../../../server-stub/fake-stripe/faults.ts';
import type { ControlState } from '../../../server-stub/fake-stripe/state.ts';

/** The newest of each kind; a scene makes a handful. */
const shown = 50;

export class Fake {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  state(): Promise<ControlState> {
    return this.#call(`/state?limit=${shown}`);
  }

  /** Every webhook from now on is lost; and the switch as it was before, for afterwards. */
  async loseWebhooks(): Promise<() => Promise<unknown>> {
    const { lose } = (await this.state()).webhooks;
    await this.#call('/webhooks', { lose: -1 });
    return () => this.#call('/webhooks', { lose });
  }

  /** Strikes once. Whether it has. */
  async addFault(spec: FaultSpec): Promise<{ hasStruck(): Promise<boolean>; remove(): Promise<unknown> }> {
    const { faults } = await this.#call<{ faults: Fault[] }>('/faults', { add: spec });
    const id = faults.at(-1)?.id ?? '';
    return {
      hasStruck: async () => !(await this.state()).faults.some((fault) => fault.id === id),
      remove: () => this.#call('/faults', { remove: id }),
    };
  }

  /** In the bank's app, for which no page is needed. */
  async approve(challenge: URL): Promise<void> {
    const { searchParams: query, pathname } = challenge;
    await fetch(`${this.origin}/v1/3ds2/authenticate`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${query.get('key')}` },
      body: new URLSearchParams({
        payment_intent: pathname.split('/').at(-1) ?? '',
        client_secret: query.get('client_secret') ?? '',
        outcome: 'complete',
      }),
    });
  }

  /** As a simple request, which needs no asking before. What a closing page sends still leaves. */
  async #call<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.origin}/_control${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body), keepalive: true }),
      cache: 'no-store',
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }
}
