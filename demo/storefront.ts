/** The demo's storefront: server-rendered pages as a cart system has them, with the element on one of them. */
import { readFileSync } from 'node:fs';
import { Hono, type Context } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import type { Locale } from '../src/shared/money.ts';
import type { BrandMark } from '../server-stub/settings/brand-marks.ts';
import type { DemoShop } from '../server-stub/shop/demo/demo-shop.ts';
import type { Database } from '../server-stub/store/database.ts';
import type { Gateways } from '../server-stub/stripe/gateways.ts';
import { cartRoutes } from './routes/cart.ts';
import { checkoutRoutes } from './routes/checkout.ts';
import { memberRoutes } from './routes/member.ts';
import { orderRoutes } from './routes/orders.ts';
import { previewRoutes } from './routes/preview.ts';
import { readSession, type Session } from './session.ts';
import { layout, type Page } from './pages/layout.ts';
import { catalogPage } from './pages/catalog.ts';
import { legalPage } from './pages/legal.ts';
import { stockPage } from './pages/stock.ts';

/** Our method, as the checkout offers it to a country. */
export interface Offer {
  offered: boolean;
  sort: number;
  name: Record<Locale, string>;
  /** When the money moves, for the final confirmation. */
  timing?: Record<Locale, string>;
  /** Of the card brands that are taken. */
  marks?: BrandMark[];
}

export interface StorefrontDeps {
  shop: DemoShop;
  db: Database;
  publicUrl: string;
  tokenSecret: string;
  /** The fake's Stripe.js; without it the pages expect Stripe's own. */
  stripeJs?: string;
  /** With the fake, on the machine that is looked at: the page that breaks the shop on purpose. */
  playground?: { gateways: Pick<Gateways, 'current'> };
  offers(country: string): Promise<Offer>;
}

export type Env = { Variables: { session: Session; render: (page: Page) => Promise<Response> } };

export function createStorefront(deps: StorefrontDeps): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/demo/:file{[a-z-]+\\.(css|js|svg)}', asset);
  for (const path of shopperPaths) protect(app, path, deps, deps.playground && 'shown-in-it');
  for (const path of ['/preview', '/preview/*']) protect(app, path, deps);
  protect(app, '/demo/stock', deps);

  app.get('/', async (c) => c.var.render(catalogPage(c.var.session, await deps.shop.products())));
  app.get('/law', (c) => c.var.render(legalPage(c.var.session)));
  app.get('/demo/stock', async (c) => c.var.render(stockPage(c.var.session, await deps.shop.products())));
  app.post('/demo/stock', async (c) => {
    const form = await c.req.parseBody();
    const stock = Number(form['stock']);
    if (Number.isInteger(stock) && stock >= 0 && stock <= 9999)
      await deps.shop.setStock(String(form['sku']), stock);
    return c.redirect('/demo/stock', 303);
  });
  app.route('/', cartRoutes(deps));
  app.route('/', checkoutRoutes(deps));
  app.route('/', memberRoutes(deps));
  app.route('/', orderRoutes(deps));
  app.route('/', previewRoutes());
  if (deps.playground) mountPlayground(app, deps);
  return app;
}

/** Where a shopper comes by. */
const shopperPaths = [
  '/',
  '/cart',
  '/cart/*',
  '/checkout',
  '/checkout/*',
  '/complete',
  '/orders',
  '/orders/*',
  '/login',
  '/logout',
  '/law',
];

/** Loaded when somebody goes there: most never do. */
function mountPlayground(app: Hono<Env>, deps: StorefrontDeps): void {
  protect(app, '/playground/*', deps, 'playground');
  app.all('/playground/:act?', async (c) => (await import('./routes/playground.ts')).playground(c, deps));
}

/** What every page has: its own headers, no stranger's forms, a session, and the frame around it. */
function protect(
  app: Hono<Env>,
  path: string,
  deps: StorefrontDeps,
  frames?: 'playground' | 'shown-in-it',
): void {
  const origin = new URL(deps.publicUrl).origin;
  const fake = deps.stripeJs ? [new URL(deps.stripeJs).origin] : [];
  app.use(
    path,
    secureHeaders({
      referrerPolicy: 'strict-origin-when-cross-origin',
      strictTransportSecurity: origin.startsWith('https:'),
      // 3-D Secure pages may open windows that report back.
      crossOriginOpenerPolicy: 'same-origin-allow-popups',
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", 'https://js.stripe.com', ...fake],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'https://*.stripe.com'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", origin, 'https://api.stripe.com', ...fake],
        frameSrc:
          frames === 'playground'
            ? ["'self'"]
            : ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com', ...fake],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: [frames === 'shown-in-it' ? "'self'" : "'none'"],
      },
    }),
    // A proxy that ends TLS makes the request's own URL http:, so the public one counts too.
    csrf({ origin: (from, c) => from === origin || from === new URL(c.req.url).origin }),
    async (c, next) => {
      const session = await readSession(c, deps);
      const cart = await deps.shop.cartOf(session.owner);
      if (cart && cart.locale !== session.locale)
        await deps.shop.setCartLocale(session.owner, session.locale);
      const items = cart?.lines.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;
      c.set('session', session);
      c.set('render', async (page) =>
        c.html(
          await layout(
            {
              session,
              items,
              url: new URL(c.req.url),
              stripeJs: deps.stripeJs,
              playground: Boolean(deps.playground),
            },
            page,
          ),
          page.status ?? 200,
        ),
      );
      await next();
      c.header('Cache-Control', 'private, no-store');
    },
  );
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

function asset(c: Context): Response {
  const file = c.req.param('file') ?? '';
  try {
    const built = /^(preview|playground)\.js$/.exec(file);
    const home = built ? `../dist/${built[1]}/` : './assets/';
    const body = readFileSync(new URL(home + file, import.meta.url));
    return c.body(new Uint8Array(body), 200, {
      'Content-Type': types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      'Cache-Control': 'public, max-age=300',
      'X-Content-Type-Options': 'nosniff',
    });
  } catch {
    return c.notFound() as Response;
  }
}
