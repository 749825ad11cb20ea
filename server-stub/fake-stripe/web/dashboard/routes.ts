/** The dashboard's page and what it loads. Loopback only, as the control API that it uses. */
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { bundled } from '../bundled.ts';

const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

export function dashboardRoutes(): Hono {
  const app = new Hono();
  const script = bundled(new URL('main.ts', import.meta.url));

  app.get('/', (c) => c.html(page(c.req.query('lang') === 'en' ? 'en' : 'ja'), 200, headers));
  app.get('/dashboard/main.js', async (c) =>
    c.body(await script(), 200, { ...headers, 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/dashboard/dashboard.css', async (c) =>
    c.body(await readFile(new URL('dashboard.css', import.meta.url), 'utf8'), 200, {
      ...headers,
      'Content-Type': 'text/css; charset=utf-8',
    }),
  );
  return app;
}

const page = (lang: 'ja' | 'en') =>
  html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Stripe</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/dashboard/dashboard.css" />
      </head>
      <body>
        <div id="app"></div>
        <dialog aria-labelledby="question"></dialog>
        <script type="module" src="/dashboard/main.js"></script>
      </body>
    </html>`;
