/** Done: what was ordered, and the mail that goes with it. */
import { Hono } from 'hono';
import { missingPage, unprovenPage } from '../pages/message.ts';
import { orderPage, ordersPage } from '../pages/order.ts';
import type { Session } from '../session.ts';
import type { Env, StorefrontDeps } from '../storefront.ts';
import { readCheckoutResult } from '../tokens.ts';

export function orderRoutes({ shop, tokenSecret }: StorefrontDeps): Hono<Env> {
  const app = new Hono<Env>();

  /** The signed result alone says that something was paid; an order's number in the URL proves nothing. */
  app.get('/complete', async (c) => {
    const { session } = c.var;
    const result = await readCheckoutResult(tokenSecret, c.req.query('checkout_result'));
    const order = result?.outcome === 'paid' && result.order ? await shop.findOrder(result.order) : undefined;
    if (!order || order.cart_id !== result?.cart) return c.var.render(unprovenPage(session));
    return c.var.render(orderPage(session, order, await shop.orderMail(order), { placed: true }));
  });

  app.get('/orders', async (c) =>
    c.var.render(ordersPage(c.var.session, await shop.ordersOf(owners(c.var.session)))),
  );

  app.get('/orders/:number', async (c) => {
    const { session } = c.var;
    const order = await shop.findOrder(c.req.param('number'));
    // Whether a stranger's order exists is no business of the caller either.
    if (!order || !owners(session).includes(order.owner)) return c.var.render(missingPage(session));
    const placed = c.req.query('placed') === '1';
    return c.var.render(orderPage(session, order, await shop.orderMail(order), { placed }));
  });

  return app;
}

const owners = ({ visitor, member }: Session) => (member ? [visitor, member] : [visitor]);
