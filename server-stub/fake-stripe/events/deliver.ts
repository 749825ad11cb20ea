import type { Agenda } from '../agenda.ts';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import { PLATFORM_ACCOUNT } from '../keys.ts';
import { renderEvent } from '../render/event.ts';
import type { DeliveryRow, EventRow, WebhookEndpointRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../store/world.ts';
import type { Timers } from '../timers.ts';
import type { Send } from './kept-connection.ts';
import { post } from './post.ts';

/** Seconds to the next try; the last one repeats until three days are over, as Stripe's live mode does. */
const BACK_OFF_SECONDS: readonly number[] = [
  2,
  10,
  60,
  5 * 60,
  30 * 60,
  2 * 3600,
  5 * 3600,
  10 * 3600,
  12 * 3600,
];
const GIVE_UP_SECONDS = 3 * 24 * 3600;

/** What the control API can do to deliveries. Counts go down as they are used; -1 means always. */
export interface WebhookSwitches {
  /** So many deliveries are never made, and count as made. */
  lose: number;
  /** So many deliveries are made twice. */
  duplicate: number;
  /** So many deliveries are collected first and then made in the reverse order. */
  reorder: number;
  /** Every delivery waits this long. */
  delay_ms: number;
  /** Nothing is sent until this is false again. */
  paused: boolean;
}

export const NO_SWITCHES: WebhookSwitches = { lose: 0, duplicate: 0, reorder: 0, delay_ms: 0, paused: false };

interface Job {
  readonly world: World;
  readonly delivery: string;
  readonly copies: number;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly fetch: Send;
  /** Signatures carry the real time: the receiver judges their age by its own clock, which nobody moved. */
  readonly wallSeconds: () => number;
}

/** Sends events to the endpoints, one at a time an endpoint, and again until they are taken. */
export class Deliverer {
  readonly switches: WebhookSwitches = { ...NO_SWITCHES };
  readonly #deps: Dependencies;
  readonly #queues = new Map<string, Job[]>();
  readonly #sending = new Set<string>();
  #collected: Job[] = [];
  #waiters: (() => void)[] = [];
  readonly #closing = new AbortController();

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  /** Makes a delivery for every endpoint that asked for the event. It is sent after the request is answered. */
  offer = (world: World, event: EventRow): void => {
    for (const endpoint of this.#listening(world)) {
      if (endpoint.disabled || !wants(endpoint, event.type)) continue;
      const delivery = world.deliveries.put({
        id: this.#deps.ids.id('del'),
        created: event.created,
        event: event.id,
        endpoint: endpoint.id,
        attempts: 0,
        next_at_ms: this.#deps.clock.nowMs(),
        last_result: null,
      });
      this.#schedule(world, delivery);
    }
  };

  /** Takes up what a fake that was killed had not delivered yet. */
  resume(): void {
    for (const world of this.#deps.store.worlds())
      for (const delivery of world.deliveries)
        this.#deps.agenda.at(delivery.next_at_ms, () =>
          this.#enqueue({ world, delivery: delivery.id, copies: 1 }),
        );
  }

  /** Resolves when nothing is being sent or waiting to be sent now. Retries that are due later do not count. */
  async idle(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  flush(): void {
    this.#release();
    for (const endpoint of this.#queues.keys()) void this.#drain(endpoint);
    this.#settle();
  }

  clear(): void {
    this.#queues.clear();
    this.#collected = [];
    Object.assign(this.switches, NO_SWITCHES);
    this.#settle();
  }

  close(): void {
    this.#closing.abort();
    this.clear();
  }

  /** The account's own endpoints; and for a connected account those that the platform registered for Connect. */
  *#listening(world: World): IterableIterator<WebhookEndpointRow> {
    for (const endpoint of world.webhook_endpoints) if (!endpoint.connect) yield endpoint;
    if (!isConnected(world)) return;
    for (const endpoint of this.#platformOf(world).webhook_endpoints) if (endpoint.connect) yield endpoint;
  }

  #platformOf({ live }: World): World {
    return this.#deps.store.world(PLATFORM_ACCOUNT, live);
  }

  #schedule(world: World, delivery: DeliveryRow): void {
    const { switches } = this;
    if (spend(switches, 'lose')) {
      world.deliveries.delete(delivery.id);
      return;
    }
    const job: Job = { world, delivery: delivery.id, copies: spend(switches, 'duplicate') ? 2 : 1 };
    if (switches.reorder > 0) {
      this.#collected.push(job);
      switches.reorder -= 1;
      if (switches.reorder === 0) this.#release();
      return;
    }
    if (switches.delay_ms > 0) {
      this.#deps.agenda.at(this.#deps.clock.nowMs() + switches.delay_ms, () => this.#enqueue(job));
      return;
    }
    this.#enqueue(job);
  }

  #release(): void {
    const jobs = this.#collected.toReversed();
    this.#collected = [];
    for (const job of jobs) this.#enqueue(job);
  }

  #enqueue(job: Job): void {
    const delivery = job.world.deliveries.get(job.delivery);
    if (!delivery) return;
    const queue = this.#queues.get(delivery.endpoint);
    if (queue) queue.push(job);
    else this.#queues.set(delivery.endpoint, [job]);
    // Not before the answer to the request that caused it has been written.
    this.#deps.timers.after(0, () => void this.#drain(delivery.endpoint));
  }

  async #drain(endpoint: string): Promise<void> {
    if (this.#sending.has(endpoint) || this.switches.paused) return;
    this.#sending.add(endpoint);
    const queue = this.#queues.get(endpoint) ?? [];
    for (let job = queue.shift(); job && !this.#closing.signal.aborted; job = queue.shift()) {
      for (let copy = 0; copy < job.copies; copy++) await this.#send(job, copy === job.copies - 1);
      if (this.switches.paused) break;
    }
    this.#sending.delete(endpoint);
    this.#settle();
  }

  async #send({ world, delivery: id }: Job, last: boolean): Promise<void> {
    const delivery = world.deliveries.get(id);
    const endpoint =
      delivery &&
      (world.webhook_endpoints.get(delivery.endpoint) ??
        this.#platformOf(world).webhook_endpoints.get(delivery.endpoint));
    const event = delivery && world.events.get(delivery.event);
    if (!delivery) return;
    if (!endpoint || !event) {
      // The endpoint was deleted, or the event is too old to be kept.
      world.deliveries.delete(id);
      return;
    }
    const result = await post(
      { ...this.#deps, closing: this.#closing.signal },
      endpoint,
      JSON.stringify(renderEvent(world, event, endpoint.connect), null, 2),
    );
    if (!last || this.#closing.signal.aborted) return;
    if (result === 'taken') world.deliveries.delete(id);
    else this.#retry(world, delivery, result);
    this.#deps.store.commit();
  }

  #retry(world: World, delivery: DeliveryRow, result: string): void {
    const { clock, agenda } = this.#deps;
    const attempts = delivery.attempts + 1;
    const wait = BACK_OFF_SECONDS[Math.min(attempts, BACK_OFF_SECONDS.length) - 1]!;
    const next_at_ms = clock.nowMs() + wait * 1000;
    if (next_at_ms / 1000 > delivery.created + GIVE_UP_SECONDS) {
      world.deliveries.delete(delivery.id);
      return;
    }
    world.deliveries.put({ ...delivery, attempts, next_at_ms, last_result: result });
    agenda.at(next_at_ms, () => this.#enqueue({ world, delivery: delivery.id, copies: 1 }));
  }

  #isIdle(): boolean {
    if (this.#sending.size > 0) return false;
    return this.switches.paused || [...this.#queues.values()].every((queue) => queue.length === 0);
  }

  #settle(): void {
    if (!this.#isIdle()) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

function spend(switches: WebhookSwitches, name: 'lose' | 'duplicate'): boolean {
  if (switches[name] === 0) return false;
  if (switches[name] > 0) switches[name] -= 1;
  return true;
}

const wants = (endpoint: WebhookEndpointRow, type: string): boolean =>
  endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type);

export const isConnected = (world: World): boolean => world.account !== PLATFORM_ACCOUNT;
