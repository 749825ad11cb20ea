/** The console's API. Everything but signing in asks for a session, and every change for the page's own token too. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { createSessions, sessionHours, type AdminSession } from '../admin/session.ts';
import { owner, signIn, type AdminAccess } from '../admin/sign-in.ts';
import type { KeyStore } from '../keys/change.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import type { Database } from '../store/database.ts';
import { boardRoutes } from './admin-board.ts';
import { orderRoutes } from './admin-orders.ts';
import { draftRoutes } from './admin-preview.ts';
import { problem } from './admin-problem.ts';
import { progressRoutes } from './admin-progress.ts';
import { settingsRoutes } from './admin-settings.ts';
import { largestBody, readJson } from './http.ts';

export interface AdminOptions {
  access: AdminAccess;
  secretsKey: string;
  publicUrl: string;
  /** IANA name: in which the merchant's days begin and end. */
  zone: string;
  stripe: { fake: boolean; fakeUrl?: string };
  keys: KeyStore;
}

export interface AdminEnv {
  Variables: { session: AdminSession };
}

const cookieName = 'secure_checkout_admin';
const credentials = z.strictObject({ password: z.string().max(1000), code: z.string().max(20).optional() });
export function adminRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const { db } = deps;
  const app = new Hono<AdminEnv>();
  const sessions = createSessions(options.secretsKey);
  const secure = options.publicUrl.startsWith('https:');

  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => problem(c, 413, 'body-too-large') }));
  app.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    const origin = c.req.header('origin');
    const own = [new URL(options.publicUrl).origin, new URL(c.req.url).origin];
    if (origin && !own.includes(origin)) return problem(c, 403, 'foreign-origin');
    await next();
    return undefined;
  });

  const describe = async (session: AdminSession) => {
    const gateway = await deps.gateways.current();
    return {
      signedIn: true,
      actor: session.actor,
      csrf: sessions.csrfToken(session),
      zone: options.zone,
      stripe: { ...options.stripe, mode: gateway?.mode, account: gateway?.account },
    };
  };

  app.get('/session', async (c) => {
    const session = await sessions.read(getCookie(c, cookieName));
    return c.json(
      session ? await describe(session) : { signedIn: false, needsCode: Boolean(options.access.totpSecret) },
    );
  });

  app.post('/session', async (c) => {
    const given = await readJson(c, credentials);
    const outcome = await signIn(db, options.access, given);
    if (outcome.kind !== 'in') await record(db, 'sign-in-refused', { reason: outcome.kind });
    if (outcome.kind === 'locked') {
      c.header('Retry-After', String(outcome.seconds));
      return problem(c, 429, 'locked', { retryAfter: outcome.seconds });
    }
    if (outcome.kind === 'wrong') return problem(c, 401, 'wrong-credentials');
    const cookie = await sessions.start(owner);
    setCookie(c, cookieName, cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/admin',
      secure,
      maxAge: sessionHours * 3600,
    });
    await record(db, 'signed-in', { actor: owner });
    const session = await sessions.read(cookie);
    return session ? c.json(await describe(session)) : problem(c, 401, 'wrong-credentials');
  });

  app.use(
    createMiddleware<AdminEnv>(async (c, next) => {
      const session = await sessions.read(getCookie(c, cookieName));
      if (!session) return problem(c, 401, 'signed-out');
      const safe = c.req.method === 'GET' || c.req.method === 'HEAD';
      if (!safe && !sessions.isOwn(session, c.req.header('x-csrf-token'))) return problem(c, 403, 'csrf');
      c.set('session', session);
      await next();
      return undefined;
    }),
  );

  app.delete('/session', (c) => {
    deleteCookie(c, cookieName, { path: '/admin', secure });
    return c.json({ signedIn: false });
  });

  app.route('/', settingsRoutes(deps, options));
  app.route('/', draftRoutes(deps, options));
  app.route('/', progressRoutes(deps, options));
  app.route('/', orderRoutes(deps, options));
  app.route('/', boardRoutes(deps, options));
  return app;
}

async function record(db: Database, event: string, data: object): Promise<void> {
  await db
    .insertInto('audit')
    .values({ attempt_id: null, event, data: JSON.stringify(data) })
    .execute();
}
