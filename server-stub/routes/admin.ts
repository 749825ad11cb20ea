/** The console's API. Everything but signing in asks for a session, and every change for the page's own token too. */
import { Hono } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { clientAddress, type AddressList } from '../admin/addresses.ts';
import type { Role } from '../admin/roles.ts';
import type { AdminSession } from '../admin/session.ts';
import type { KeyStore } from '../keys/change.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { boardRoutes } from './admin-board.ts';
import { ledgerRoutes } from './admin-ledger.ts';
import { methodRoutes } from './admin-methods.ts';
import { orderRoutes } from './admin-orders.ts';
import { draftRoutes } from './admin-preview.ts';
import { problem } from './admin-problem.ts';
import { progressRoutes } from './admin-progress.ts';
import { sessionRoutes } from './admin-session.ts';
import { settingsRoutes } from './admin-settings.ts';
import { staffRoutes } from './admin-staff.ts';
import { largestBody } from './http.ts';

export interface AdminOptions {
  secretsKey: string;
  publicUrl: string;
  /** IANA name: in which the merchant's days begin and end. */
  zone: string;
  stripe: { fake: boolean; fakeUrl?: string };
  keys: KeyStore;
  /** From where the console may be opened; from everywhere when left out. */
  allowed?: AddressList;
  /** Whose word about where a request came from is believed. */
  proxies?: AddressList;
}

export interface AdminEnv {
  Variables: { session: AdminSession & { role: Role } };
}

export function adminRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();

  app.use(fromAllowedAddress(options));
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => problem(c, 413, 'body-too-large') }));
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    const origin = c.req.header('origin');
    const own = [new URL(options.publicUrl).origin, new URL(c.req.url).origin];
    if (origin && !own.includes(origin)) return problem(c, 403, 'foreign-origin');
    await next();
    return undefined;
  });

  app.route('/', sessionRoutes(deps, options));
  app.route('/', staffRoutes(deps, options));
  app.route('/', methodRoutes(deps));
  app.route('/', settingsRoutes(deps, options));
  app.route('/', draftRoutes(deps, options));
  app.route('/', progressRoutes(deps, options));
  app.route('/', orderRoutes(deps, options));
  app.route('/', boardRoutes(deps, options));
  app.route('/', ledgerRoutes(deps, options));
  return app;
}

/** To whoever comes from elsewhere there is nothing here. */
export function fromAllowedAddress({ allowed, proxies }: Pick<AdminOptions, 'allowed' | 'proxies'>) {
  return createMiddleware(async (c, next) => {
    if (allowed) {
      const peer = getConnInfo(c).remote.address ?? '';
      if (!allowed.has(clientAddress(peer, c.req.header('x-forwarded-for'), proxies))) return c.notFound();
    }
    await next();
    return undefined;
  });
}
