/** The console's page, what it loads, and the preview: a page of its own that holds the real element. */
import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { trimTrailingSlash } from 'hono/trailing-slash';
import { z } from 'zod';
import { shopperKinds } from '../../src/shared/policy.ts';
import { previewView, readDraft } from '../admin/preview.ts';
import { createSessions } from '../admin/session.ts';
import { CheckoutError } from '../checkout/problem.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { fromAllowedAddress, type AdminOptions } from './admin.ts';

/** In the order of the cascade. */
export const consoleSheets = ['console.css', 'fields.css', 'parts.css', 'operation.css'];

const previewClaims = z.object({
  actor: z.string(),
  shopper: z.enum(shopperKinds),
  locale: z.enum(['ja', 'en']),
});

export function adminPages(deps: CheckoutDeps, options: AdminOptions): Hono {
  const app = new Hono();
  const sessions = createSessions(options.secretsKey);
  const fake = options.stripe.fakeUrl;

  const page = headers({
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    formAction: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html'],
  });
  const framed = headers({
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'", 'https://js.stripe.com', ...(fake ? [fake] : [])],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'https://*.stripe.com'],
    connectSrc: ["'self'", 'https://api.stripe.com', ...(fake ? [fake] : [])],
    frameSrc: [
      'https://js.stripe.com',
      'https://*.js.stripe.com',
      'https://hooks.stripe.com',
      ...(fake ? [fake] : []),
    ],
    formAction: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'self'"],
  });

  app.use(fromAllowedAddress(options));
  app.use(trimTrailingSlash());
  app.get('/', page, (c) => c.html(consolePage(c.req.query('lang') === 'en' ? 'en' : 'ja')));
  app.get('/console.js', page, (c) => file(c, '../../dist/console/console.js', 'text/javascript'));
  for (const sheet of [...consoleSheets, 'preview.css'])
    app.get(`/${sheet}`, page, (c) => file(c, `../admin/web/${sheet}`, 'text/css'));

  app.get('/preview', framed, async (c) => {
    const token = c.req.query('token') ?? '';
    const claims = await readClaims(token);
    const dark = c.req.query('theme') === 'dark';
    const endpoint = `${new URL(options.publicUrl).origin}/admin/preview`;
    return c.html(previewPage({ token, locale: claims.locale, dark, endpoint, fake }));
  });
  app.post('/preview/v1/view', framed, async (c) => {
    const claims = await readClaims(/^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '');
    const draft = await readDraft(deps.db, claims.actor);
    if (!draft) throw new CheckoutError('not-found');
    const gateway = await deps.gateways.current();
    if (!gateway) throw new CheckoutError('method-unavailable');
    return c.json(previewView(draft, claims, gateway.browser, options.publicUrl));
  });
  app.post('/preview/v1/attempts', framed, async (c) => {
    const { locale } = await readClaims(
      /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '',
    );
    throw new CheckoutError('method-unavailable', {
      message: {
        ja: 'プレビューのため、お支払いは行われません。',
        en: 'This is a preview: nothing is paid.',
      }[locale],
    });
  });

  async function readClaims(token: string) {
    const claims = previewClaims.safeParse(await sessions.readPreview(token));
    if (!claims.success) throw new CheckoutError('token-invalid');
    return claims.data;
  }
  return app;
}

const headers = (
  policy: NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy'] & object,
) =>
  secureHeaders({
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    xFrameOptions: false,
    contentSecurityPolicy: policy,
  });

async function file(c: Context, path: string, type: string): Promise<Response> {
  const body = await readFile(new URL(path, import.meta.url)).catch(() => undefined);
  if (!body) return c.notFound() as Response;
  c.header('Content-Type', `${type}; charset=utf-8`);
  // The page is small and seldom opened; after an upgrade it must not meet yesterday's script.
  c.header('Cache-Control', 'no-cache');
  return c.body(new Uint8Array(body));
}

const consolePage = (lang: 'ja' | 'en') =>
  html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>secure-checkout</title>
        <link rel="icon" href="/demo/mark.svg" type="image/svg+xml" />
        ${consoleSheets.map((sheet) => html`<link rel="stylesheet" href="/admin/${sheet}" />`)}
      </head>
      <body>
        <div id="app"></div>
        <dialog aria-labelledby="question"></dialog>
        <script type="module" src="/admin/console.js"></script>
      </body>
    </html>`;

interface PreviewPage {
  token: string;
  locale: 'ja' | 'en';
  dark: boolean;
  endpoint: string;
  fake: string | undefined;
}

const previewPage = ({ token, locale, dark, endpoint, fake }: PreviewPage) =>
  html`<!doctype html>
    <html lang="${locale}" class="${dark ? 'dark' : 'light'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${locale === 'ja' ? 'プレビュー' : 'Preview'}</title>
        <link rel="stylesheet" href="/admin/preview.css" />
        ${fake ? html`<script src="${fake}/endive/stripe.js"></script>` : ''}
        <script type="module" src="/assets/secure-checkout.min.js"></script>
      </head>
      <body>
        <secure-checkout endpoint="${endpoint}" token="${token}" lang="${locale}"></secure-checkout>
      </body>
    </html>`;
