/** What must hold at every instant, looked at while the run goes on. What must hold at its end is in helpers/invariants.ts. */
import { mayBecome, type AttemptState } from '../../server-stub/checkout/attempt.ts';
import type { FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import type { PaymentIntentRow } from '../../server-stub/fake-stripe/store/rows.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import type { SimulatedDatabase } from './database.ts';

export class Watch {
  readonly broken: string[] = [];
  readonly #database: SimulatedDatabase;
  readonly #fake: FakeStripe;
  #dirty = false;
  readonly #seen = new Map<string, AttemptState>();

  constructor(database: SimulatedDatabase, fake: FakeStripe) {
    this.#database = database;
    this.#fake = fake;
  }

  /** I1, and no call to Stripe inside a transaction. */
  leaving({ method, path }: { method: string; path: string }): void {
    if (this.#database.inTransaction) {
      this.#break('no Stripe call inside a transaction', `${method} ${path}`);
      return;
    }
    const intent = /^\/v1\/payment_intents\/(\w+)\/confirm$/.exec(path)?.[1];
    if (!intent) return;
    const { rows } = this.#database.run(
      `SELECT 1 AS one FROM attempt a JOIN confirmation c ON c.attempt_id = a.id WHERE a.pi_id = $1`,
      [intent],
    );
    if (rows.length === 0) this.#break('I1', `${intent} is confirmed and no committed row holds it`);
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
    if (/^(update "attempt"|\s*UPDATE attempt|commit)/.test(statement)) this.#dirty = true;
    if (this.#dirty && !this.#database.inTransaction) this.#compare();
  }

  /** I7: whatever was seen of an attempt can have become what is seen now. */
  #compare(): void {
    this.#dirty = false;
    const { rows } = this.#database.run('SELECT id, state FROM attempt', []);
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

  /** I15: what the screen is told, against what is so when it is told. */
  told(view: AttemptView): void {
    const intent = this.#intents().find(({ metadata }) => metadata['attempt'] === view.id);
    const holds = intent !== undefined && this.#holds(intent);
    const one = (statement: string) => this.#database.run(statement, [view.id]).rows[0];
    if (view.status === 'succeeded') {
      const order = one('SELECT order_no FROM orders WHERE attempt_id = $1');
      if (order?.['order_no'] !== view.order.id)
        this.#break('I15', `${view.id} is called paid without its order`);
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
