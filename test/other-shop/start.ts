/** The other shop as a child process, and what a test asks of it beside the contract. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PaymentChange } from '../../server-stub/shop/port.ts';

export const shopSecret = 'the-other-shops-secret-of-32-characters';

export interface WireFault {
  operation: string;
  kind: 'drop_before' | 'drop_after' | 'cut' | 'error' | 'error_after' | 'delay';
  times: number;
  ms?: number;
}

export interface OtherShopState {
  stock: Record<string, number>;
  /** Attempts. */
  holds: string[];
  /** By attempt, or by cart and version where another method ordered. */
  orders: Record<
    string,
    { cart: string; version: number; orderNumber: string; status: string; withdrawn?: boolean }
  >;
  payments: Record<string, (Omit<PaymentChange, 'attemptId'> & { version: number })[]>;
  mails: { kind: 'order' | 'release'; attempt: string; to: string; text?: string }[];
  executed: string[];
}

export type OtherShop = Awaited<ReturnType<typeof startOtherShop>>;

export async function startOtherShop(secrets = shopSecret) {
  const child = fork(fileURLToPath(new URL('shop.mjs', import.meta.url)), {
    env: { ...process.env, SHOP_SECRET: secrets, PORT: '0' },
    execArgv: [],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const control = async (name: string, body: unknown = {}): Promise<unknown> => {
    const response = await fetch(`${url}/control/${name}`, { method: 'POST', body: JSON.stringify(body) });
    return response.json();
  };

  return {
    /** The address of the contract. */
    url: `${url}/checkout-port`,
    /** Of something of its own, or of what another cart is filled with. */
    async newCart({ stock = 1000, of = '', email = 'hanako@example.com' } = {}) {
      const id = `cart-${crypto.randomUUID()}`;
      const sku = of || `sku-${crypto.randomUUID()}`;
      const lines = [{ sku, name: '湯呑', quantity: 1, unitPrice: 1200 }];
      if (!of) await control('stock', { sku, quantity: stock });
      await control('cart', { id, lines, contact: { name: '山田花子', email, country: 'JP' } });
      return { id, version: 1, sku };
    },
    /** One more thing, while the cart is being paid for. */
    async addMeanwhile(id: string): Promise<void> {
      const sku = `sku-${crypto.randomUUID()}`;
      await control('stock', { sku, quantity: 10 });
      await control('add', { id, line: { sku, name: '急須', quantity: 1, unitPrice: 3000 } });
    },
    setStock: (sku: string, quantity: number) => control('stock', { sku, quantity }),
    orderOtherwise: (cart: { id: string; version: number }) =>
      control('orderOtherwise', cart) as Promise<{ kind: string; orderNumber?: string }>,
    break: (...faults: WireFault[]) => control('faults', faults),
    state: () => control('state') as Promise<OtherShopState>,
    async stop(): Promise<void> {
      const dead = once(child, 'exit');
      child.disconnect();
      await dead;
    },
  };
}
