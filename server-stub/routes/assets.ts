/** The built element, for shops that load it from this server. */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';

const built = new Map([['secure-checkout.min.js', '../../dist/cdn/secure-checkout.min.js']]);

export function assetRoutes(root: URL = new URL(import.meta.url)): Hono {
  const app = new Hono();
  app.get('/:file', async (c) => {
    const path = built.get(c.req.param('file'));
    if (!path) return c.notFound();
    const body = await readFile(new URL(path, root));
    c.header('Content-Type', 'text/javascript; charset=utf-8');
    c.header('Cache-Control', 'public, max-age=300');
    // The SRI attribute on another origin's page needs it.
    c.header('Access-Control-Allow-Origin', '*');
    return c.body(body);
  });
  return app;
}
