/** Signing in and out, and what every other request must bring: a session that still holds, and the page's own token. */
import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { mayActAs, type Role } from '../admin/roles.ts';
import { createSessions, sessionHours } from '../admin/session.ts';
import { signIn } from '../admin/sign-in.ts';
import { findStaff, recordStaff, type StaffRow } from '../admin/staff.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { readSettings } from '../settings/settings.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { problem } from './admin-problem.ts';
import { readJson } from './http.ts';

const cookieName = 'secure_checkout_admin';
const credentials = z.strictObject({
  name: z.string().max(100),
  password: z.string().max(1000),
  code: z.string().max(40).optional(),
});

/** What changes nothing that others see, or only the caller's own access. */
const openToAll = /\/admin\/api\/(session|me(\/.*)?|preview|mail|connection|settings\/compare)$/;
/** What somebody may do who still has to set up a second factor. */
const openWithoutFactor = /\/admin\/api\/(session|me\/second-factor)$/;

export function sessionRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const { db } = deps;
  const app = new Hono<AdminEnv>();
  const sessions = createSessions(options.secretsKey);
  const secure = options.publicUrl.startsWith('https:');

  /** Of a session that still holds: a removed or changed member's cookies are none. */
  const current = async (c: Context) => {
    const session = await sessions.read(getCookie(c, cookieName));
    const staff = session && (await findStaff(db, session.actor));
    return staff?.epoch === session?.epoch && session && staff ? { session, staff } : undefined;
  };

  const describe = async (
    session: NonNullable<Awaited<ReturnType<typeof current>>>['session'],
    staff: StaffRow,
  ) => {
    const gateway = await deps.gateways.current();
    return {
      signedIn: true,
      actor: staff.name,
      role: staff.role,
      hasSecondFactor: staff.totp_sealed !== null,
      needsSecondFactor: await mustEnrol(staff),
      csrf: sessions.csrfToken(session),
      zone: options.zone,
      stripe: { ...options.stripe, mode: gateway?.mode, account: gateway?.account },
    };
  };

  /** With real money at stake, a password alone opens nothing but the way to a second factor. */
  const mustEnrol = async (staff: StaffRow): Promise<boolean> =>
    !staff.totp_sealed && needsMoreThanPassword(options, (await readSettings(db)).environment);

  app.get('/session', async (c) => {
    const known = await current(c);
    return c.json(
      known ? await describe(known.session, known.staff) : { signedIn: false, stripe: options.stripe },
    );
  });

  app.post('/session', async (c) => {
    const given = await readJson(c, credentials);
    const outcome = await signIn(db, options.keys.vault, given);
    if (outcome.kind !== 'in') {
      // Asking for the code is no failure yet.
      if (outcome.kind !== 'code-needed' || given.code)
        await recordStaff(db, 'sign-in-refused', { reason: outcome.kind });
      if (outcome.kind === 'code-needed') return problem(c, 401, given.code ? 'wrong-code' : 'code-needed');
      if (outcome.kind === 'wrong') return problem(c, 401, 'wrong-credentials');
      c.header('Retry-After', String(outcome.seconds));
      return problem(c, 429, 'locked', { retryAfter: outcome.seconds });
    }
    const { staff } = outcome;
    const cookie = await sessions.start(staff.name, staff.epoch);
    setCookie(c, cookieName, cookie, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/admin',
      secure,
      maxAge: sessionHours * 3600,
    });
    await recordStaff(db, 'signed-in', { actor: staff.name });
    const session = await sessions.read(cookie);
    return session ? c.json(await describe(session, staff)) : problem(c, 401, 'wrong-credentials');
  });

  app.use(
    createMiddleware<AdminEnv>(async (c, next) => {
      const known = await current(c);
      if (!known) return problem(c, 401, 'signed-out');
      const { session, staff } = known;
      const { method, path } = c.req;
      const looks = method === 'GET' || method === 'HEAD';
      if (!looks && !sessions.isOwn(session, c.req.header('x-csrf-token'))) return problem(c, 403, 'csrf');
      if (!openWithoutFactor.test(path) && (await mustEnrol(staff)))
        return problem(c, 403, 'second-factor-missing');
      if (!looks && !openToAll.test(path) && !mayActAs(staff.role, 'staff'))
        return problem(c, 403, 'not-allowed');
      c.set('session', { ...session, role: staff.role });
      await next();
      return undefined;
    }),
  );

  app.delete('/session', (c) => {
    deleteCookie(c, cookieName, { path: '/admin', secure });
    return c.json({ signedIn: false });
  });

  return app;
}

export const needsMoreThanPassword = (
  { keys, allowed }: Pick<AdminOptions, 'keys' | 'allowed'>,
  environment: 'test' | 'live',
): boolean => keys.world === 'stripe' && environment === 'live' && !allowed;

/** For routes of one role and those above it. */
export const needsRole = (role: Role) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    if (!mayActAs(c.get('session').role, role)) return problem(c, 403, 'not-allowed');
    await next();
    return undefined;
  });
