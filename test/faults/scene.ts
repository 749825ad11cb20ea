/** One server for the faults of a file, and the three questions after each: the database, Stripe, the screen. */
import { expect } from 'vitest';
import type { FaultSpec } from '../../server-stub/fake-stripe/faults.ts';
import { stateOf } from '../../src/checkout/attempt-state.ts';
import { failureText, panelOf } from '../../src/checkout/panel.ts';
import { refusalState } from '../../src/checkout/refusal.ts';
import { ja } from '../../src/locales/ja.ts';
import type { Messages } from '../../src/locales/messages.ts';
import { lateWords } from '../../src/locales/late-words.ts';
import { pageWords } from '../../src/locales/page-words.ts';
import type { AttemptView, CheckoutProblem } from '../../src/shared/contract.ts';
import { startServer, type TestServer } from '../server/harness.ts';

export const good = '4242424242424242';
export const declined = '4000000000000002';
export const needs3ds = '4000002760003184';

export type Scene = Awaited<ReturnType<typeof openScene>>;
type Cart = Awaited<ReturnType<TestServer['newCart']>>;

export interface Facts {
  /** Of the cart's attempts, in the order in which they began. */
  attempts: string[];
  orders: number;
  /** Of the cart's intents, oldest first. */
  stripe: string[];
  /** The status that the element has, and a piece of what it says. */
  screen: [status: string, words?: string];
}

export async function openScene(settings: object = {}) {
  const server = await startServer('PostgreSQL', settings);
  const intentsOf = async (cart: Cart) => {
    const { data } = await server.stripe.paymentIntents.list({ limit: 100 });
    return data.filter(({ metadata }) => metadata['cart'] === cart.id).reverse();
  };
  const ordersOf = (cart: Cart) =>
    server.db.selectFrom('orders').selectAll().where('cart_id', '=', cart.id).execute();
  const attemptsOf = (cart: Cart) =>
    server.db
      .selectFrom('attempt')
      .selectAll()
      .where('cart_id', '=', cart.id)
      .orderBy('created_at')
      .execute();

  return {
    ...server,
    intentsOf,
    ordersOf,
    attemptsOf,
    /** Strikes the next matching calls of the server to Stripe; the SDK itself asks twice. */
    break(kind: FaultSpec['kind'], path: string, more: Partial<FaultSpec> = {}): void {
      server.fake.faults.add({ kind, path, times: 2, ...more });
    },
    /** Long enough for a lost confirm to be asked for again, and for everything that waits. */
    async passAndSweep(minutes = 1): Promise<void> {
      await server.passMinutes(minutes);
      await server.sweep();
    },
    async expectFacts(cart: Cart, shown: AttemptView | CheckoutProblem, facts: Facts): Promise<void> {
      const [status, words = ''] = facts.screen;
      const attempts = (await attemptsOf(cart)).map(({ state }) => state);
      const stripe = (await intentsOf(cart)).map((intent) => intent.status as string);
      const screen = screenOf(shown);
      expect({ attempts, orders: (await ordersOf(cart)).length, stripe, status: screen.status }).toEqual({
        attempts: facts.attempts,
        orders: facts.orders,
        stripe: facts.stripe,
        status,
      });
      expect(screen.text).toContain(words);
      await server.invariants({ settled: false });
    },
  };
}

const words: Messages = { ...ja, ...lateWords.ja, ...pageWords.ja };

/** What the element makes of an answer: its own functions, without a page. */
export function screenOf(answer: AttemptView | CheckoutProblem): { status: string; text: string } {
  const state = 'code' in answer ? stateOfProblem(answer) : stateOf(answer);
  const text = state.status === 'failed' ? failureText(state, words) : panelOf(state, words, undefined)?.text;
  return { status: state.status, text: text ?? ('message' in state ? (state.message ?? '') : '') };
}

function stateOfProblem(problem: CheckoutProblem) {
  const { code, attempt } = problem;
  if (attempt && code === 'in-progress-elsewhere') return stateOf({ ...attempt, own: false });
  if (attempt && code === 'already-ordered') return stateOf(attempt);
  return refusalState(problem);
}
