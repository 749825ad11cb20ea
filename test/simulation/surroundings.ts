/** All that happens without a shopper's tab: webhooks, workers, the clock, the merchant, the cart, the stock. */
import { sweepOne } from '../../server-stub/checkout/sweeper.ts';
import { atStripe } from '../../server-stub/checkout/deps.ts';
import { pollEvents } from '../../server-stub/checkout/events-poll.ts';
import { workOutbox } from '../../server-stub/checkout/outbox.ts';
import { PLATFORM_ACCOUNT, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { eventsSince, postEvent } from './webhooks.ts';
import type { World } from './world.ts';

export const sku = 'hojicha';
export const other = 'tenugui';

export class Surroundings {
  readonly #world: World;
  readonly #owners: string[];
  readonly #taken = new Set<string>();

  constructor(world: World, owners: string[]) {
    this.#world = world;
    this.#owners = owners;
  }

  async act(): Promise<void> {
    const { random, trace, wire } = this.#world;
    const action = random.weighted({
      webhook: this.#events().length > 0 ? 12 : 0,
      sweep: 8,
      outbox: 6,
      'poll for events': 2,
      time: 6,
      late: wire.late > 0 ? 6 : 0,
      crash: 2,
      'a crash to come': 2,
      'edit the cart': 1,
      'empty the stock': 1,
      restock: 1,
      'order by another method': 0.7,
      'merchant cancels': 0.7,
      'merchant captures': 0.7,
    });
    if (action !== 'webhook') trace(action);
    switch (action) {
      case 'webhook':
        return this.#webhook();
      case 'sweep':
        return this.sweep();
      case 'outbox':
        return this.outbox();
      case 'poll for events':
        return this.#poll();
      case 'time':
        return this.#time();
      case 'late':
        return wire.deliverLate();
      case 'crash':
        return this.#world.scheduler.kill(this.#world.server());
      case 'a crash to come':
        return void this.#world.allowCrash();
      case 'edit the cart':
        return void (await this.#world.shop.addToCart(random.pick(this.#owners), {
          sku: random.pick([sku, other]),
          quantity: 1,
          locale: 'ja',
        }));
      case 'empty the stock':
        return this.#world.shop.setStock(sku, 0);
      case 'restock':
        return this.#world.shop.setStock(sku, 5);
      case 'order by another method':
        return this.#orderOtherwise();
      case 'merchant cancels':
        return this.#merchant('cancel');
      case 'merchant captures':
        return this.#merchant('capture');
    }
  }

  sweep(): void {
    const server = this.#world.server();
    this.#world.scheduler.spawn(`sweep @ ${server.name}`, server, async () => {
      await sweepOne(server.deps);
    });
  }

  outbox(): void {
    const server = this.#world.server();
    this.#world.scheduler.spawn(`outbox @ ${server.name}`, server, async () => {
      await workOutbox(server.deps);
    });
  }

  #poll(): void {
    const server = this.#world.server();
    this.#world.scheduler.spawn(`poll @ ${server.name}`, server, async () => {
      const its = await atStripe(server.deps, { account: PLATFORM_ACCOUNT, mode: 'test' });
      if (its) await pollEvents(its);
    });
  }

  /** Every event that was not taken yet, in any order: what Stripe's own repeats come to. */
  deliverAll(): void {
    for (const id of this.#events()) this.#deliver(id);
  }

  #webhook(): void {
    const { random, trace } = this.#world;
    const id = random.pick(this.#events());
    const fate = random.weighted({ once: 7, twice: 1, lost: 2 });
    trace(`webhook ${this.#eventType(id)} ${fate}`);
    if (fate === 'lost') return void this.#taken.add(id);
    if (fate === 'twice') this.#deliver(id);
    this.#deliver(id);
  }

  #deliver(id: string): void {
    const { scheduler, fake } = this.#world;
    const event = this.#stripe().events.get(id);
    if (!event) return;
    const server = this.#world.server();
    scheduler.spawn(`webhook ${event.type} @ ${server.name}`, server, async () => {
      if (await postEvent(server.app, fake, event)) this.#taken.add(id);
    });
  }

  #events = (): string[] => eventsSince(this.#world.fake, this.#taken).map(({ id }) => id);

  #eventType = (id: string): string => this.#stripe().events.get(id)?.type ?? '';

  #time(): void {
    const { random, trace } = this.#world;
    const seconds = random.weighted({ 1: 6, 5: 6, 31: 8, 61: 4, 310: 3, 1801: 3, 7300: 1 });
    trace(`  ${seconds} s`);
    this.#world.pass(Number(seconds));
  }

  async #orderOtherwise(): Promise<void> {
    const { shop, random, trace } = this.#world;
    const owner = random.pick(this.#owners);
    const cart = await shop.cartOf(owner);
    if (!cart) return;
    const outcome = await shop.placeDirectOrder(owner, { version: cart.version, method: 'cod' });
    trace(`  ${outcome.kind}`);
  }

  async #merchant(act: 'cancel' | 'capture'): Promise<void> {
    const { random, network, trace } = this.#world;
    const intents = [...this.#stripe().payment_intents];
    if (intents.length === 0) return;
    const { id } = random.pick(intents);
    const { status } = await network.execute({
      method: 'POST',
      path: `/v1/payment_intents/${id}/${act}`,
      headers: { Authorization: `Bearer ${SECRET_KEY}` },
      body: '',
    });
    trace(`  ${id} → ${status}`);
  }

  #stripe = () => this.#world.fake.store.world(PLATFORM_ACCOUNT, false);
}
