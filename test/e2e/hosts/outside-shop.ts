/** A shop on an origin of its own, beside the checkout server, with Stripe's addresses as on the real net. */
import { readFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright-core';
import { checkoutToken } from '../../../demo/templates/token/checkout-token.mjs';
import { startStack, type CheckoutStack } from '../../helpers/checkout-stack.ts';
import { freePort } from '../../helpers/ports.ts';
import { fillCart } from '../../helpers/shop-client.ts';
import { html, script, startHostServer, type HostServer } from './host-server.ts';

export const tokenSecret = 'an example secret of at least 32 characters';

export interface OutsideShop {
  host: HostServer;
  stack: CheckoutStack;
  /** The template as a shop would send it: with its token, its header, and whatever else the change does to it. */
  page(change?: (markup: string) => string | Uint8Array, more?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

export async function startOutsideShop(): Promise<OutsideShop> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const [host, stack] = await Promise.all([
    startHostServer(port),
    startStack({
      database: 'PostgreSQL',
      env: { ALLOWED_ORIGINS: origin, CHECKOUT_TOKEN_SECRET: tokenSecret },
    }),
  ]);
  const [template, listeners] = await Promise.all([
    readFile('demo/templates/plain.html', 'utf8'),
    readFile('demo/templates/checkout.js', 'utf8'),
  ]);
  host.pages.set('/checkout.js', { body: listeners, headers: script });
  host.pages.set('/complete', { body: '<!doctype html><title>complete</title>', headers: html });
  // Its comment names the header and the placeholder; what a browser gets has the real ones.
  const page = template.replace(/<!--[\s\S]*?-->/, '');
  const policy =
    /Content-Security-Policy: (.+)/.exec(template)?.[1]?.replace('https://pay.shop.example', stack.url) ?? '';

  return {
    host,
    stack,
    async page(change = (markup) => markup, more = {}) {
      const { claims } = await fillCart(stack.url);
      const urls = { cart: `${origin}/cart`, check: `${origin}/checkout`, complete: `${origin}/complete` };
      const token = checkoutToken({ ...claims, origin, urls }, tokenSecret);
      const markup = page.replace('TOKEN', token).replaceAll('https://pay.shop.example', stack.url);
      host.pages.set('/checkout', {
        body: change(markup),
        headers: {
          ...html,
          'Content-Security-Policy': policy,
          'Cache-Control': 'private, no-store',
          ...more,
        },
      });
    },
    async stop() {
      await Promise.all([host.stop(), stack.stop()]);
    },
  };
}

/** Stripe's own addresses, answered by the fake: so the page's policy is the one that a real shop needs. */
export async function answerAsStripe(context: BrowserContext, fakeUrl: string): Promise<void> {
  await context.route(/^https:\/\/(js|api)\.stripe\.com\//, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const response = await route.fetch({ url: fakeUrl + pathname + search });
    if (!pathname.endsWith('/endive/stripe.js')) return route.fulfill({ response });
    const code = (await response.text())
      // Stripe's frames and its API stand on two origins.
      .replaceAll(/\$\{[\w.]+\}(?=\/v1\/)/g, 'https://api.stripe.com')
      .replaceAll(fakeUrl, 'https://js.stripe.com');
    return route.fulfill({ response, body: code });
  });
}
