/** The shop of `test/other-shop` in this process, so that the scheduler decides what becomes of each call and its answer. */
import { headers } from '../../server-stub/shop/http/signature.ts';
import { createHttpShop } from '../../server-stub/shop/http/http-shop.ts';
import type { ShopElsewhere } from '../../server-stub/shop/port.ts';
import { answerTo, control } from '../other-shop/shop.mjs';
import { shopSecret } from '../other-shop/start.ts';
import type { Wire } from './wire.ts';

const faults = { error: 2, error_after: 2, twice: 2 };

export type OtherShop = ReturnType<typeof openOtherShop>;

export function openOtherShop() {
  control.open({ secret: shopSecret });
  const carts = new Map<string, string>();
  const read = (id: string) => control.read({ id });

  return {
    /** The adapter as it is shipped, on a wire that the run breaks. `leaving` is told of each call. */
    port: (wire: Wire, leaving: (operation: string) => void): ShopElsewhere =>
      createHttpShop({
        url: 'http://other-shop.test/checkout-port',
        secrets: [shopSecret],
        fetch: (_url, init) => send(wire, leaving, init),
        // Once more, without the pause, which is real time.
        pausesMs: [0],
        sender: async () => ({ name: { ja: 'よその店', en: 'Other shop' }, contact: { ja: '', en: '' } }),
      }),
    setStock: async (sku: string, quantity: number) => control.stock({ sku, quantity }),
    async addToCart(owner: string, { sku, quantity }: { sku: string; quantity: number; locale: 'ja' }) {
      const line = { sku, name: sku, quantity, unitPrice: 1200 };
      const id = carts.get(owner);
      if (id) return control.add({ id, line });
      carts.set(owner, `cart-${carts.size + 1}`);
      control.cart({ id: `cart-${carts.size}`, lines: [line] });
    },
    async cartOf(owner: string) {
      const id = carts.get(owner) ?? '';
      const reading = read(id);
      return reading.kind === 'open' ? { id, version: reading.cart.version } : undefined;
    },
    readCart: async (id: string) => read(id),
    async placeDirectOrder(owner: string, { version }: { version: number; method: 'cod' }) {
      return control.orderOtherwise({ id: carts.get(owner) ?? '', version });
    },
    hasOrder(attempt: string): boolean {
      const order = control.state().orders[attempt];
      return order !== undefined && !order.withdrawn;
    },
    state: () => control.state(),
  };
}

function send(wire: Wire, leaving: (operation: string) => void, init: RequestInit = {}): Promise<Response> {
  const given = new Headers(init.headers);
  const operation = given.get(headers.operation) ?? '';
  const call = {
    operation,
    requestId: given.get(headers.requestId) ?? '',
    signature: given.get(headers.signature) ?? '',
    body: String(init.body),
  };
  leaving(operation);
  return wire.carry({
    name: `the shop: ${operation}`,
    own: faults,
    async execute(fault) {
      if (fault === 'error') return new Response('{}', { status: 500 });
      if (fault === 'twice') answerTo(call);
      const [status, answer] = answerTo(call);
      return fault === 'error_after'
        ? new Response('{}', { status: 500 })
        : new Response(JSON.stringify(answer), { status });
    },
    told: ({ status }) => status,
  });
}
