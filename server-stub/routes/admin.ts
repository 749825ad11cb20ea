/** The console's API. Everything but signing in asks for a session, and every change for the page's own token too. */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { cardSavingPolicies, shopperKinds } from '../../src/shared/policy.ts';
import { testConnection } from '../admin/connection.ts';
import { keepDraft, sentToStripe } from '../admin/preview.ts';
import { createSessions, sessionHours, type AdminSession } from '../admin/session.ts';
import { owner, signIn, type AdminAccess } from '../admin/sign-in.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { changedPaths } from '../settings/changed-paths.ts';
import { readVersionedSettings, saveSettings } from '../settings/save.ts';
import { checkSettings, type SettingsIssue, type ShopChoices } from '../settings/checks.ts';
import { orderMailText, settingsSchema } from '../settings/settings.ts';
import { defaultWordings } from '../settings/wordings.ts';
import type { Database } from '../store/database.ts';
import { orderRoutes } from './admin-orders.ts';
import { check, largestBody, readJson } from './http.ts';

export interface AdminOptions {
  access: AdminAccess;
  secretsKey: string;
  publicUrl: string;
  /** IANA name: in which the merchant's days begin and end. */
  zone: string;
  stripe: { fake: boolean; fakeUrl?: string; publishableKey: string; secretKeyHint: string };
}

interface Env {
  Variables: { session: AdminSession };
}

const cookieName = 'secure_checkout_admin';
const locale = z.enum(['ja', 'en']);
const credentials = z.strictObject({ password: z.string().max(1000), code: z.string().max(20).optional() });
const saveRequest = z.strictObject({ settings: z.unknown() });
const previewRequest = z.strictObject({
  settings: z.unknown(),
  shopper: z.enum(shopperKinds),
  locale,
  policy: z.enum(cardSavingPolicies).optional(),
});
const mailRequest = z.strictObject({ settings: z.unknown(), locale });

export function adminRoutes(deps: CheckoutDeps, options: AdminOptions): Hono<Env> {
  const { db, shop } = deps;
  const app = new Hono<Env>();
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
    createMiddleware<Env>(async (c, next) => {
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

  const choices = async (): Promise<ShopChoices> => ({
    regions: await shop.regions(),
    statuses: (await shop.orderStatuses()).map(({ id }) => id),
  });

  app.get('/settings', async (c) => {
    const [current, regions, statuses, methods] = await Promise.all([
      readVersionedSettings(db),
      shop.regions(),
      shop.orderStatuses(),
      shop.otherMethods(),
    ]);
    return c.json({ ...current, defaults: defaultWordings, shop: { regions, statuses, methods } });
  });

  app.put('/settings', async (c) => {
    const from = Number(/^"?(\d+)"?$/.exec(c.req.header('if-match') ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return problem(c, 428, 'version-missing');
    const { settings } = await readJson(c, saveRequest);
    const checked = checkSettings(settings, await choices());
    if (checked.kind === 'bad') return problem(c, 422, 'settings-invalid', { issues: checked.issues });
    const { actor } = c.get('session');
    const outcome = await saveSettings(db, { settings: checked.settings, from, actor });
    if (outcome.kind === 'stale') return problem(c, 412, 'settings-stale', { current: outcome.current });
    return c.json({ version: outcome.version, settings: checked.settings });
  });

  /** For an import: what it would change, before anything is changed. */
  app.post('/settings/compare', async (c) => {
    const { settings } = await readJson(c, saveRequest);
    const checked = checkSettings(settings, await choices());
    if (checked.kind === 'bad') return problem(c, 422, 'settings-invalid', { issues: checked.issues });
    const current = await readVersionedSettings(db);
    const fields = changedPaths(current.settings, checked.settings);
    return c.json({ version: current.version, settings: checked.settings, fields });
  });

  app.get('/settings/export', async (c) => {
    const { settings } = await readVersionedSettings(db);
    c.header('Content-Disposition', 'attachment; filename="secure-checkout-settings.json"');
    return c.body(JSON.stringify(settings, null, 2), 200, { 'Content-Type': 'application/json' });
  });

  app.post('/connection', async (c) => {
    const { settings } = await readVersionedSettings(db);
    const gateway = await deps.gateways.current();
    if (!gateway) return problem(c, 409, 'no-keys');
    return c.json(await testConnection(gateway, settings.accountId));
  });

  app.post('/preview', async (c) => {
    const { settings, shopper, locale, policy } = await readJson(c, previewRequest);
    const draft = check(settingsSchema, settings);
    const shown = { ...draft, ...(policy && { cardSaving: policy }) };
    const { actor } = c.get('session');
    await keepDraft(db, actor, shown);
    return c.json({
      token: await sessions.signPreview({ actor, shopper, locale }),
      sent: sentToStripe(shown, shopper),
    });
  });

  app.post('/mail', async (c) => {
    const { settings, locale } = await readJson(c, mailRequest);
    const draft = check(settingsSchema, settings);
    const mail = await shop.sampleMail({
      locale,
      status: draft.initialOrderStatus,
      payment: {
        method: draft.wordings.name[locale],
        mailText: orderMailText(draft)[locale],
        reference: 'ABCD-2345',
      },
    });
    return c.json(mail);
  });

  /** How far the set-up has come. */
  app.get('/progress', async (c) => {
    const [webhook, order, version] = await Promise.all([
      db
        .selectFrom('webhook_event')
        .select('received_at')
        .orderBy('received_at', 'desc')
        .limit(1)
        .executeTakeFirst(),
      db.selectFrom('orders').select('order_no').orderBy('created_at', 'desc').limit(1).executeTakeFirst(),
      db.selectFrom('settings').select('version').executeTakeFirstOrThrow(),
    ]);
    return c.json({
      lastWebhook: webhook?.received_at ?? null,
      lastOrder: order?.order_no ?? null,
      settingsSaved: version.version > 1,
      webhookUrl: `${options.publicUrl}/webhooks/stripe`,
    });
  });

  app.get('/audit', async (c) => {
    const entries = await db
      .selectFrom('audit')
      .select(['id', 'at', 'event', 'data'])
      .where('attempt_id', 'is', null)
      .orderBy('id', 'desc')
      .limit(100)
      .execute();
    return c.json({ entries });
  });

  app.route('/', orderRoutes(deps, options));
  return app;
}

async function record(db: Database, event: string, data: object): Promise<void> {
  await db
    .insertInto('audit')
    .values({ attempt_id: null, event, data: JSON.stringify(data) })
    .execute();
}

interface Extra {
  retryAfter?: number;
  issues?: SettingsIssue[];
  current?: object;
}

/** RFC 9457, with codes of the console's own. */
function problem(
  c: Context,
  status: 401 | 403 | 409 | 412 | 413 | 422 | 428 | 429,
  code: string,
  extra: Extra = {},
) {
  const body = {
    type: `urn:secure-checkout:admin:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    code,
    ...extra,
  };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
