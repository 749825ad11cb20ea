/** The built element, for shops that load it from this server. */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';

const folder = '../../dist/cdn/';
/** How long a browser may keep a file, in seconds. The second one has its hash in its name. */
const files = [
  { name: /^secure-checkout\.min\.js$/, cache: 'public, max-age=300' },
  { name: /^secure-checkout\.late-[\w-]+\.js$/, cache: 'public, max-age=31536000, immutable' },
];

export function assetRoutes(root: URL = new URL(import.meta.url)): Hono {
  const app = new Hono();
  app.get('/:file', async (c) => {
    const name = c.req.param('file');
    const known = files.find((file) => file.name.test(name));
    const body = known && (await readFile(new URL(folder + name, root)).catch(() => undefined));
    if (!body) return c.notFound();
    c.header('Content-Type', 'text/javascript; charset=utf-8');
    c.header('Cache-Control', known.cache);
    // The SRI attribute on another origin's page needs it.
    c.header('Access-Control-Allow-Origin', '*');
    return c.body(body);
  });
  return app;
}
