/** What must hold at every instant, looked at while the run goes on. What must hold at its end is in helpers/invariants.ts. */
import { isLive, mayBecome, type AttemptState } from '../../server-stub/checkout/attempt.ts';
import type { FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import type { PaymentIntentRow } from '../../server-stub/fake-stripe/store/rows.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import type { SimulatedDatabase } from './database.ts';
import type { OtherShop } from './other-shop.ts';

export class Watch {
  readonly broken: string[] = [];
  readonly #database: SimulatedDatabase;
  readonly #fake: FakeStripe;
  readonly #otherShop: OtherShop | undefined;
  #dirty = false;
  readonly #seen = new Map<string, AttemptState>();

  constructor(database: SimulatedDatabase, fake: FakeStripe, otherShop: OtherShop | undefined) {
    this.#database = database;
    this.#fake = fake;
    this.#otherShop = otherShop;
  }

  /** I1, and no call to Stripe inside a transaction. */
  leaving({ method, path }: { method: string; path: string }): void {
    if (!this.outsideTransaction(`${method} ${path}`)) return;
    const intent = /^\/v1\/payment_intents\/(\w+)\/confirm$/.exec(path)?.[1];
    if (!intent) return;
    const { rows } = this.#database.run(
      `SELECT 1 AS one FROM attempt a JOIN confirmation c ON c.attempt_id = a.id WHERE a.pi_id = $1`,
      [intent],
    );
    if (rows.length === 0) this.#break('I1', `${intent} is confirmed and no committed row holds it`);
  }

  /** Neither Stripe nor a shop elsewhere is called while a transaction is open. */
  outsideTransaction(call: string): boolean {
    if (this.#database.inTransaction) this.#break('no call inside a transaction', call);
    return !this.#database.inTransaction;
  }

  /** I3 at this instant. */
  money(): void {
    if (this.#database.inTransaction) return;
    const held = this.#intents().filter((intent) => this.#holds(intent));
    if (held.length < 2) return;
    const { rows } = this.#database.run('SELECT pi_id FROM orders', []);
    const ordered = new Set(rows.map((row) => row['pi_id']));
    const carts = held.filter(({ id }) => !ordered.has(id)).map(({ metadata }) => metadata['cart']);
    const twice = carts.find((cart, at) => carts.indexOf(cart) !== at);
    if (twice) this.#break('I3', `cart ${twice} holds money twice without an order`);
  }

  /** A statement was executed; what writes to attempts is looked at as soon as it is committed. */
  wrote(statement: string): void {
    if (/^((update|insert into) "attempt"|\s*UPDATE attempt|commit)/.test(statement)) this.#dirty = true;
    if (this.#dirty && !this.#database.inTransaction) this.#compare();
  }

  /** I2, and I7: whatever was seen of an attempt can have become what is seen now. */
  #compare(): void {
    this.#dirty = false;
    const { rows } = this.#database.run('SELECT id, state, cart_id FROM attempt', []);
    const live = rows.filter((row) => isLive(row['state'] as AttemptState)).map((row) => row['cart_id']);
    const twice = live.find((cart, at) => live.indexOf(cart) !== at);
    if (twice) this.#break('I2', `cart ${String(twice)} has two live attempts`);
    for (const row of rows) {
      const [id, now] = [String(row['id']), row['state'] as AttemptState];
      const before = this.#seen.get(id) ?? 'active';
      if (!reachable(before, now)) this.#break('I7', `${id} went from ${before} to ${now}`);
      this.#seen.set(id, now);
    }
  }

  /** What the shopper agreed to is what was paid: only `strict` may refuse a payment afterwards. */
  alarms(): void {
    const { rows } = this.#database.run(
      `SELECT id FROM attempt WHERE close_reason = 'verification' AND rules->>'threeDSecure' <> 'strict'`,
      [],
    );
    for (const { id } of rows) this.#break('I9', `${String(id)} does not match its own payment`);
  }

  /** A mistake in the program, wherever it was caught: what it leads to is no finding about the protocol. */
  failed(error: unknown): void {
    const mistakes = [TypeError, ReferenceError, RangeError, SyntaxError];
    if (mistakes.some((mistake) => error instanceof mistake))
      this.#break('program', String((error as Error).stack));
  }

  /** I15: what the screen is told, against what is so when it is told. */
  told(view: AttemptView, to: string): void {
    const intent = this.#intents().find(({ metadata }) => metadata['attempt'] === view.id);
    const holds = intent !== undefined && this.#holds(intent);
    const one = (statement: string) => this.#database.run(statement, [view.id]).rows[0];
    // I13: what opens the payment is its owner's alone.
    if ('clientSecret' in view && one('SELECT owner FROM attempt WHERE id = $1')?.['owner'] !== to)
      this.#break('I13', `${to} is given the client secret of ${view.id}`);
    if (view.status === 'succeeded') {
      const order = one('SELECT order_no FROM orders WHERE attempt_id = $1');
      if (order?.['order_no'] !== view.order.id)
        this.#break('I15', `${view.id} is called paid without its order`);
      if (this.#otherShop?.hasOrder(view.id) === false)
        this.#break('I15 (shop)', `${view.id} is called paid, and the shop has no order of it`);
    }
    if (view.status === 'closed' && holds) this.#break('I15', `${view.id} is called closed and holds money`);
    if (view.status === 'declined' && holds) {
      const last = one(
        `SELECT outcome->>'kind' AS kind FROM confirmation WHERE attempt_id = $1 ORDER BY n DESC LIMIT 1`,
      );
      if (last?.['kind'] !== 'accepted') this.#break('I15', `${view.id} is called declined and holds money`);
    }
  }

  #intents(): PaymentIntentRow[] {
    return [...this.#fake.store.world(PLATFORM_ACCOUNT, false).payment_intents];
  }

  #holds(intent: PaymentIntentRow): boolean {
    if (intent.status === 'requires_capture') return true;
    if (intent.status !== 'succeeded') return false;
    const { charges } = this.#fake.store.world(PLATFORM_ACCOUNT, false);
    return [...charges].some(
      (charge) => charge.payment_intent === intent.id && charge.amount_captured > charge.amount_refunded,
    );
  }

  #break(rule: string, what: string): void {
    this.broken.push(`${rule}: ${what}`);
  }
}

function reachable(from: AttemptState, to: AttemptState): boolean {
  if (from === to) return true;
  const states: AttemptState[] = ['placing', 'cancelling', 'committed', 'closed'];
  return states.some((next) => mayBecome(from, next) && reachable(next, to));
}
