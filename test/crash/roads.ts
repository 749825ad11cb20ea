/** What shoppers do, through whatever happens to the server: each call is repeated until it is answered, as the element does. */
import type { AttemptView } from '../../src/shared/contract.ts';
import { openPage, Refusal } from '../server/harness.ts';
import type { Lane } from './lane.ts';

export const roads = ['plain', '3-D Secure', 'decline, then good', 'left'] as const;
export type Road = (typeof roads)[number];
export const companies = ['alone', 'takeover'] as const;
export type Company = (typeof companies)[number];

const accepted = '4242424242424242';
const declined = '4000000000000002';
const challenged = '4000002760003184';

/** More answers than any road has; beyond it the shopper would be kept waiting for ever. */
const mostAnswers = 60;
const retryMs = 100;

/** What the shopper is left with. */
export interface Ending {
  told: 'paid' | 'not paid';
}

export function openShopper(lane: Lane, cart: { id: string; version: number }, sub: string) {
  const page = openPage(lane, cart, { sub });

  /** A shopper whose page was closed: sends once, and hears what it hears. */
  async function sendOnce(card: string): Promise<AttemptView | undefined> {
    const { send, payRequest } = await page;
    try {
      return await believed(await send(await payRequest(card)));
    } catch (error) {
      if (error instanceof Untrue) throw error;
      return undefined;
    } finally {
      await lane.victim.killIfDeaf();
    }
  }

  async function insist(call: () => Promise<AttemptView>): Promise<AttemptView> {
    for (let i = 0; i < mostAnswers; i++) {
      try {
        return await believed(await call());
      } catch (error) {
        if (error instanceof Untrue || (error instanceof Refusal && error.problem.status < 500)) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      } finally {
        await lane.victim.killIfDeaf();
        await lane.victim.untilUp();
      }
    }
    throw new Error('no answer');
  }

  /** I15: "paid" only with the order, "not paid, you may pay again" only while nothing is held. */
  async function believed(view: AttemptView): Promise<AttemptView> {
    if (view.status === 'succeeded' && (await lane.ordersOf(cart.id)).length !== 1)
      throw new Untrue('told "paid" without an order');
    if (view.status === 'declined' || view.status === 'closed') {
      const orders = await lane.ordersOf(cart.id);
      const holds = await lane.holdsOf(cart.id);
      if (orders.length === 0 && holds.length > 0)
        throw new Untrue(`told "${view.status}" while money is held`);
    }
    return view;
  }

  const pay = async (card: string): Promise<AttemptView> => {
    const { send, payRequest } = await page;
    const request = await payRequest(card);
    return follow(await insist(() => send(request)));
  };

  /** Until the shopper is asked something, or it is over. */
  async function follow(first: AttemptView): Promise<AttemptView> {
    const { call } = await page;
    let view = first;
    for (let i = 0; i < mostAnswers; i++) {
      if (!['processing', 'pending', 'cancelling'].includes(view.status)) return view;
      await lane.passSeconds(35);
      const path = `/v1/attempts/${view.id}?wait=2&since=${view.fence}&status=${view.status}`;
      view = await insist(() => answerOf(call('GET', path)));
    }
    throw new Error(`still ${view.status}`);
  }

  async function withFence(
    view: AttemptView,
    act: (current: AttemptView) => Promise<AttemptView>,
  ): Promise<AttemptView> {
    const { look } = await page;
    let current = view;
    return insist(async () => {
      try {
        return await act(current);
      } catch (error) {
        if (!(error instanceof Refusal) || error.problem.code !== 'superseded') throw error;
        // The answer to our own earlier call was lost.
        current = await look(current.id);
        return act(current);
      }
    });
  }

  const resume = (view: AttemptView) => withFence(view, async (current) => (await page).resume(current));

  return {
    sendOnce,
    pay,
    async authenticate(view: AttemptView): Promise<AttemptView> {
      const asked = view.status === 'action-required' && !view.clientSecret ? await resume(view) : view;
      await lane.authenticate(asked, 'complete');
      return follow(await resume(asked));
    },
    async giveUp(view: AttemptView): Promise<AttemptView> {
      return follow(await withFence(view, async (current) => (await page).cancel(current)));
    },
    async takeOver(view: AttemptView): Promise<AttemptView> {
      return follow(await insist(async () => (await page).takeOver(view)));
    },
  };
}

export class Untrue extends Error {}

async function answerOf(response: Promise<Response>): Promise<AttemptView> {
  const answer = await response;
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Refusal(body as Refusal['problem']);
  return body as AttemptView;
}

/** One shopper who stays until it is decided. */
export async function walkAlone(
  lane: Lane,
  cart: { id: string; version: number },
  road: Road,
): Promise<Ending> {
  const shopper = openShopper(lane, cart, 'visitor-1');
  let view: AttemptView;
  switch (road) {
    case 'plain':
      view = await shopper.pay(accepted);
      break;
    case '3-D Secure':
      view = await shopper.authenticate(await shopper.pay(challenged));
      break;
    case 'decline, then good':
      view = await shopper.pay(declined);
      if (view.status !== 'declined') throw new Error(`a declined card is called ${view.status}`);
      view = await shopper.pay(accepted);
      break;
    case 'left':
      view = await shopper.giveUp(await shopper.pay(challenged));
      break;
  }
  return { told: view.status === 'succeeded' ? 'paid' : 'not paid' };
}

/** The first shopper's page is gone after what it sent; another page of the same cart goes on. */
export async function walkWithTakeover(
  lane: Lane,
  cart: { id: string; version: number },
  road: Road,
): Promise<Ending> {
  const first = openShopper(lane, cart, 'visitor-1');
  switch (road) {
    case 'plain':
      await first.sendOnce(accepted);
      break;
    case '3-D Secure':
    case 'left':
      await first.sendOnce(challenged);
      break;
    case 'decline, then good':
      await first.sendOnce(declined);
      break;
  }
  await lane.victim.untilUp();
  const second = openShopper(lane, cart, 'visitor-2');
  for (let tries = 0; tries < 5; tries++) {
    try {
      const view = await second.pay(accepted);
      return { told: view.status === 'succeeded' ? 'paid' : 'not paid' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, attempt } = error.problem;
      if (code === 'already-ordered') return { told: 'paid' };
      if (code !== 'in-progress-elsewhere' || !attempt) throw error;
      const ended = await second.takeOver(attempt);
      if (ended.status === 'succeeded') return { told: 'paid' };
    }
  }
  throw new Error('the way never became free');
}
