import { Hono } from 'hono';
import { cartPage } from '../pages/cart.ts';
import { missingPage } from '../pages/message.ts';
import type { Env, StorefrontDeps } from '../storefront.ts';
import { readCheckoutResult } from '../tokens.ts';
import { mostOfOne } from '../../server-stub/shop/demo/carts.ts';

export function cartRoutes({ shop, tokenSecret }: StorefrontDeps): Hono<Env> {
  const app = new Hono<Env>();

  app.get('/cart', async (c) => {
    const { session } = c.var;
    const [cart, products, result] = await Promise.all([
      shop.cartOf(session.owner),
      shop.products(),
      readCheckoutResult(tokenSecret, c.req.query('checkout_result')),
    ]);
    return c.var.render(cartPage(session, { cart, products, result }));
  });

  app.post('/cart/add', async (c) => {
    const { locale, owner } = c.var.session;
    const form = await c.req.parseBody();
    const quantity = readQuantity(form['quantity'] ?? '1');
    if (!quantity) return c.var.render(missingPage(c.var.session));
    const added = await shop.addToCart(owner, { sku: String(form['sku']), quantity, locale });
    return added ? c.redirect('/cart', 303) : c.var.render(missingPage(c.var.session));
  });

  app.post('/cart/quantity', async (c) => {
    const form = await c.req.parseBody();
    const quantity = readQuantity(form['quantity']);
    if (quantity !== undefined) await shop.setQuantity(c.var.session.owner, String(form['sku']), quantity);
    return c.redirect('/cart', 303);
  });

  return app;
}

function readQuantity(value: unknown): number | undefined {
  const quantity = Number(value);
  return Number.isInteger(quantity) && quantity >= 0 && quantity <= mostOfOne ? quantity : undefined;
}
