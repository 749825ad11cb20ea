/** Shoppers without a browser: each has a cart with one thing in it, a token of the shop's, and a typed card. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { PUBLISHABLE_KEY } from '../../../server-stub/fake-stripe/keys.ts';
import { createDemoShop } from '../../../server-stub/shop/demo/demo-shop.ts';
import type { Database } from '../../../server-stub/store/database.ts';
import type { AttemptView, CheckoutView } from '../../../src/shared/contract.ts';
import type { CheckoutStack } from '../../helpers/checkout-stack.ts';

export type Shopper = Awaited<ReturnType<Awaited<ReturnType<typeof openShop>>['shopper']>>;

export async function openShop(stack: CheckoutStack, db: Database) {
  const shop = createDemoShop(db);
  for (const { sku } of await shop.products()) await shop.setStock(sku, 1_000_000);
  const [product] = await shop.products();
  const secret = await readFile(join(stack.dataDir, 'CHECKOUT_TOKEN_SECRET'), 'utf8').catch(
    () => tokenSecret,
  );
  const { settingsVersion } = await view();

  async function cartOf(visitor: string) {
    await shop.addToCart(visitor, { sku: product?.sku ?? '', quantity: 1, locale: 'ja' });
    const cart = await shop.cartOf(visitor);
    if (!cart) throw new Error('the cart is gone');
    return cart;
  }

  async function headersOf(visitor: string, cart: { id: string; version: number }) {
    const urls = { cart: `${stack.url}/cart`, check: `${stack.url}/checkout`, complete: `${stack.url}/done` };
    const token = await new SignJWT({
      sub: visitor,
      cart: cart.id,
      ver: cart.version,
      shopper: 'guest',
      billing_country: 'JP',
      origin: stack.url,
      urls,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
    return { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  }

  async function view(): Promise<CheckoutView> {
    const visitor = crypto.randomUUID();
    const headers = await headersOf(visitor, await cartOf(visitor));
    const answer = await fetch(`${stack.url}/v1/view`, { method: 'POST', headers, body: '{"locale":"ja"}' });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as CheckoutView;
  }

  return {
    /** Ready to press the button: what comes before is not what is measured. */
    async shopper(card = '4242424242424242') {
      const visitor = crypto.randomUUID();
      const cart = await cartOf(visitor);
      const confirmationToken = await typeCard(stack.fakeUrl, card);
      return {
        visitor,
        cart,
        confirmationToken,
        headers: await headersOf(visitor, cart),
        body: JSON.stringify({
          cartVersion: cart.version,
          settingsVersion,
          clientKey: crypto.randomUUID(),
          confirmationToken,
          card: 'new',
          locale: 'ja',
        }),
      };
    },
  };
}

export const tokenSecret = 'a-secret-of-at-least-32-characters!!';

async function typeCard(fakeUrl: string, number: string): Promise<string> {
  const answer = await fetch(`${fakeUrl}/v1/confirmation_tokens`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${PUBLISHABLE_KEY}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { id: string }).id;
}

export async function pay(stack: CheckoutStack, { headers, body }: Shopper): Promise<AttemptView> {
  const answer = await fetch(`${stack.url}/v1/attempts`, { method: 'POST', headers, body });
  const result: unknown = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(result));
  return result as AttemptView;
}
