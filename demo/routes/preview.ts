/** The pages for template developers. They read nothing and change nothing. */
import { Hono } from 'hono';
import { previewPages } from '../pages/preview/pages.ts';
import { previewPaths, type PreviewPage } from '../pages/preview/words.ts';
import type { Env } from '../storefront.ts';

export function previewRoutes(): Hono<Env> {
  const app = new Hono<Env>();
  for (const [name, path] of Object.entries(previewPaths)) {
    app.get(path, (c) =>
      c.var.render(previewPages[name as PreviewPage]({ locale: c.var.session.locale, query: c.req.query() })),
    );
  }
  app.post(previewPaths.form, async (c) => {
    const form = await c.req.parseBody();
    const shown = ['method', 'order', 'coupon'].flatMap((name) => {
      const value = form[name];
      return typeof value === 'string' && value ? [[name, value.slice(0, 100)] as [string, string]] : [];
    });
    return c.redirect(`${previewPaths.form}?${new URLSearchParams(shown)}`, 303);
  });
  return app;
}
