import { beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../simulation/world.ts';
import { arrivalsOf } from '../webhooks/orders.ts';
import { countEvents, endAfter, paymentNames } from '../webhooks/payments.ts';

/** So many of each kind; `npm run webhook-orders` goes through all of them. */
const mostOrders = 4;

it('five events have 326 orders with some of them lost, and 3,425 with one of them doubled', () => {
  const { once, oneTwice } = arrivalsOf(5);
  expect(new Set([...once, ...oneTwice].map(String)).size).toBe(326 + 3425);
  expect([once.length, oneTwice.length]).toEqual([326, 3425]);
});

describe('the webhooks of a payment', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });

  it.each(paymentNames)(
    'end in the same state in every order, doubled and lost: %s',
    async (payment) => {
      const { once, oneTwice } = arrivalsOf(await countEvents(stage, payment));
      const none = await endAfter(stage, payment, []);
      expect(none).toMatchObject({ state: 'committed' });
      for (const order of [...spread(once, mostOrders), ...spread(oneTwice, mostOrders)])
        expect(await endAfter(stage, payment, order), `order ${order.join(' ')}`).toEqual(none);
    },
    60_000,
  );
});

/** So many at equal distances, the first and the last among them. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, at) => all[Math.round((at * (all.length - 1)) / (most - 1))] as T);
}
