/** The console's page, what it loads, and the previews: pages of their own that hold the real element, or the order mail. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { trimTrailingSlash } from 'hono/trailing-slash';
import { z } from 'zod';
import { shopperKinds } from '../../src/shared/policy.ts';
import { previewView, readDraft } from '../admin/preview.ts';
import { sampleMail } from '../admin/sample-mail.ts';
import { createSessions } from '../admin/session.ts';
import { CheckoutError } from '../checkout/problem.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { mailStyles } from '../shop/mail/compose.ts';
import { fromAllowedAddress, type AdminOptions } from './admin.ts';

/** In the order of the cascade. */
export const consoleSheets = [
  'console.css',
  'fields.css',
  'parts.css',
  'over.css',
  'operation.css',
  'wordings.css',
];

const mailClaims = z.object({ draft: z.string(), locale: z.enum(['ja', 'en']) });
const previewClaims = mailClaims.extend({ shopper: z.enum(shopperKinds) });

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
  // What is not ours in a mail can neither run, nor load, nor lead anywhere, nor look like anything but text.
  const mailed = headers(
    {
      defaultSrc: ["'none'"],
      styleSrcAttr: ["'unsafe-hashes'", ...mailStyles.map(sha256)],
      formAction: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'self'"],
      sandbox: [],
    },
    false,
  );

  app.use(fromAllowedAddress(options));
  app.use(trimTrailingSlash());
  app.get('/', page, (c) => c.html(consolePage(c.req.query('lang') === 'en' ? 'en' : 'ja')));
  app.get('/console.js', page, (c) =>
    file(c, '../../dist/console/console.js', 'text/javascript; charset=utf-8'),
  );
  for (const sheet of [...consoleSheets, 'preview.css'])
    app.get(`/${sheet}`, page, (c) => file(c, `../admin/web/${sheet}`, 'text/css; charset=utf-8'));

  app.get('/pictures/:file{[a-z]+-(ja|en)\\.webp}', page, (c) =>
    file(c, `../admin/web/pictures/${c.req.param('file')}`, 'image/webp'),
  );

  app.get('/preview', framed, async (c) => {
    const token = c.req.query('token') ?? '';
    const claims = await readClaims(previewClaims, token);
    const dark = c.req.query('theme') === 'dark';
    const endpoint = `${new URL(options.publicUrl).origin}/admin/preview`;
    return c.html(previewPage({ token, locale: claims.locale, dark, endpoint, fake }));
  });
  app.post('/preview/v1/view', framed, async (c) => {
    const claims = await readClaims(previewClaims, bearer(c));
    const draft = await draftOf(claims.draft);
    const gateway = await deps.gateways.current();
    if (!gateway) throw new CheckoutError('method-unavailable');
    return c.json(previewView(draft, claims, gateway.browser, options.publicUrl));
  });
  app.post('/preview/v1/attempts', framed, async (c) => {
    const { locale } = await readClaims(previewClaims, bearer(c));
    throw new CheckoutError('method-unavailable', {
      message: {
        ja: 'プレビューのため、お支払いは行われません。',
        en: 'This is a preview: nothing is paid.',
      }[locale],
    });
  });

  app.get('/mail', mailed, async (c) => {
    const { draft, locale } = await readClaims(mailClaims, c.req.query('token') ?? '');
    const { html } = await sampleMail(deps.shop, await draftOf(draft), locale);
    c.header('Cache-Control', 'no-store');
    return c.html(html);
  });

  async function readClaims<Claims>(schema: z.ZodType<Claims>, token: string): Promise<Claims> {
    const claims = schema.safeParse(await sessions.readPreview(token));
    if (!claims.success) throw new CheckoutError('token-invalid');
    return claims.data;
  }
  async function draftOf(digest: string) {
    const draft = await readDraft(deps.db, digest);
    if (!draft) throw new CheckoutError('not-found');
    return draft;
  }
  return app;
}

const bearer = (c: Context): string => /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const headers = (
  policy: NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy'] & object,
  hasOrigin = true,
) =>
  secureHeaders({
    originAgentCluster: hasOrigin,
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false,
    xFrameOptions: false,
    contentSecurityPolicy: policy,
  });

async function file(c: Context, path: string, type: string): Promise<Response> {
  const body = await readFile(new URL(path, import.meta.url)).catch(() => undefined);
  if (!body) return c.notFound() as Response;
  c.header('Content-Type', type);
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
        <secure-checkout
          endpoint="${endpoint}"
          token="${token}"
          lang="${locale}"
          theme="${dark ? 'dark' : 'light'}"
        ></secure-checkout>
      </body>
    </html>`;
