/** The console's orders: list, file, detail. Mounted behind the console's sign-in. */
import { Hono, type Context } from 'hono';
import type { AdminSession } from '../admin/session.ts';
import { z } from 'zod';
import { act, actKinds } from '../checkout/acts.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { readOrder } from '../orders/detail.ts';
import { attemptsWithoutOrder, orderFilter } from '../orders/filter.ts';
import { countOrders, listOrders } from '../orders/list.ts';
import { ordersCsv } from '../orders/orders-csv.ts';
import { check, readJson } from './http.ts';

export interface OrderRoutesOptions {
  /** IANA name: in which the merchant's days begin and end. */
  zone: string;
}

const pageSize = 50;
const listQuery = orderFilter.extend({ after: z.string().max(300).optional() });
const csvQuery = orderFilter.extend({ lang: z.enum(['ja', 'en']).default('ja') });

const actRequest = z.strictObject({
  kind: z.enum(actKinds),
  requestId: z.uuid(),
  /** Minor units; left out: all that is held, or all that is left. */
  amount: z.int().min(1).optional(),
  reason: z.string().trim().min(1).max(200),
});

/** Set by the console's sign-in, behind which these routes stand. */
export interface ConsoleEnv {
  Variables: { session: AdminSession };
}

export function orderRoutes(deps: CheckoutDeps, { zone }: OrderRoutesOptions): Hono<ConsoleEnv> {
  const { db } = deps;
  const app = new Hono<ConsoleEnv>();

  app.get('/orders', async (c) => {
    const { after, ...filter } = check(listQuery, given(c));
    const [page, loose] = await Promise.all([
      listOrders(db, { filter, zone, limit: pageSize, after }),
      filter.q && !after ? attemptsWithoutOrder(db, filter.q) : [],
    ]);
    return c.json({ ...page, loose });
  });

  /** The number of rows is said first, so that whoever loads them can say how far they are. */
  app.get('/orders.csv', async (c) => {
    const { lang, ...filter } = check(csvQuery, given(c));
    c.header('X-Row-Count', String(await countOrders(db, filter, zone)));
    return sendCsv(c, 'orders', ordersCsv(db, { filter, zone, locale: lang }));
  });

  app.get('/orders/:attempt', async (c) => {
    const order = await readOrder(db, c.req.param('attempt'));
    if (!order) throw new CheckoutError('not-found');
    return c.json(order);
  });

  app.post('/orders/:attempt/acts', async (c) => {
    const wish = await readJson(c, actRequest);
    const order = await db
      .selectFrom('orders')
      .select('order_no')
      .where('attempt_id', '=', c.req.param('attempt'))
      .executeTakeFirst();
    if (!order) throw new CheckoutError('not-found');
    const { actor } = c.get('session');
    return c.json(await act(deps, { ...wish, orderNumber: order.order_no, actor }));
  });

  return app;
}

/** A field that was left empty narrows nothing. */
export const given = (c: Context): Record<string, string> =>
  Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ''));

export function sendCsv(c: Context, name: string, body: ReadableStream<Uint8Array>): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="${name}.csv"`);
  return c.body(body);
}
