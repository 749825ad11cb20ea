/** The shop in another process, over the signed wire, with each operation's first sending struck where a fault is named. */
import { createHttpShop } from '../../server-stub/shop/http/http-shop.ts';
import { operations } from '../../server-stub/shop/http/wire.ts';
import { shopSecret, startOtherShop, type WireFault } from '../other-shop/start.ts';
import type { ShopUnderTest } from './shop-port.ts';

export async function otherUnderTest(fault?: WireFault['kind']): Promise<ShopUnderTest> {
  const other = await startOtherShop();
  const shop = createHttpShop({
    url: other.url,
    secrets: [shopSecret],
    timeoutMs: 1000,
    pausesMs: [5],
    sender: async () => ({ name: { ja: '', en: '' }, contact: { ja: '', en: '' } }),
    // Before each call, for it alone: the client's second sending gets through.
    async fetch(url, init) {
      const { operation, again } = arm(init);
      if (fault && !again) await other.break({ operation, kind: fault, times: 1, ms: 1100 });
      return fetch(url, init);
    },
  });

  return {
    shop,
    reserve: (attempt, cart) => shop.reserve(attempt, cart),
    place: (order) => shop.placeOrder(order),
    release: (attemptId, cart) => shop.release({ attemptId, notice: { reference: 'ABCD-2345', cart } }),
    newCart: (stock) => other.newCart({ stock }),
    rivalCart: (of) => other.newCart({ of }),
    addMeanwhile: (cart) => other.addMeanwhile(cart),
    setStock: async (sku, quantity) => void (await other.setStock(sku, quantity)),
    stockOf: async (sku) => (await other.state()).stock[sku] ?? 0,
    orderOtherwise: ({ id, version }) => other.orderOtherwise({ id, version }),
    paymentOf: async (attempt) => (await other.state()).payments[attempt]?.at(-1),
    orderMails: async (attempt) =>
      (await other.state()).mails.filter((mail) => mail.kind === 'order' && mail.attempt === attempt).length,
    stop: () => other.stop(),
  };
}

const seen = new Set<string>();

function arm(init?: RequestInit): { operation: string; again: boolean } {
  const headers = new Headers(init?.headers);
  const id = headers.get('checkout-request-id') ?? '';
  const again = seen.has(id);
  seen.add(id);
  const operation = headers.get('checkout-operation') ?? '';
  if (!Object.hasOwn(operations, operation)) throw new Error(`no such operation: ${operation}`);
  return { operation, again };
}
