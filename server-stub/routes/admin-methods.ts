/** The shop's other payment methods, where the shop lets them be changed from here. */
import { Hono } from 'hono';
import { z } from 'zod';
import { recordStaff } from '../admin/staff.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import type { AdminEnv } from './admin.ts';
import { problem } from './admin-problem.ts';
import { readJson } from './http.ts';

const change = z.strictObject({ enabled: z.boolean(), sort: z.int().min(-10_000).max(10_000) });

export function methodRoutes({ db, shop }: CheckoutDeps): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.put('/methods/:id', async (c) => {
    const id = c.req.param('id');
    const wanted = await readJson(c, change);
    if (!(await shop.changeMethod?.(id, wanted))) return problem(c, 404, 'unknown-method');
    await recordStaff(db, 'method-changed', { actor: c.get('session').actor, subject: id });
    return c.json({ methods: await shop.otherMethods() });
  });

  return app;
}
