/** The settings and the keys: read, saved whole from the version that was seen, compared, exported without any key. */
import { Hono } from 'hono';
import { z } from 'zod';
import { mayActAs, ownersSettings } from '../admin/roles.ts';
import { findStaff } from '../admin/staff.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { planKeyChange, storeKeys, wrongShapes, type TypedKeys } from '../keys/change.ts';
import { meansUnchanged } from '../keys/shape.ts';
import { describeKeys, usableCredentials } from '../keys/credentials.ts';
import { changedPaths } from '../settings/changed-paths.ts';
import { checkSettings, type ShopChoices } from '../settings/checks.ts';
import { readVersionedSettings, saveSettings } from '../settings/save.ts';
import { authMethods } from '../settings/settings.ts';
import { defaultWordings } from '../settings/wordings.ts';
import type { Database } from '../store/database.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { problem } from './admin-problem.ts';
import { needsMoreThanPassword } from './admin-session.ts';
import { readJson } from './http.ts';

const key = z.string().max(500).optional();
const keysOfMode = z
  .strictObject({ publishableKey: key, secretKey: key, webhookSecret: key })
  .partial()
  .default({});
const typedKeys = z.strictObject({ test: keysOfMode, live: keysOfMode }).prefault({});
const saveRequest = z.strictObject({ settings: z.unknown(), keys: typedKeys });
const compareRequest = z.strictObject({ settings: z.unknown() });

export function settingsRoutes({ db, shop }: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const { keys } = options;
  const app = new Hono<AdminEnv>();
  const stored = () => usableCredentials(db, keys.world);
  const shownKeys = async () => describeKeys(await stored(), keys.vault, keys.world);

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
    return c.json({
      ...current,
      keys: await shownKeys(),
      defaults: defaultWordings,
      shop: {
        regions,
        statuses,
        methods,
        methodsCanChange: shop.changeMethod !== undefined,
        writesMail: shop.sendOrderMail === undefined,
      },
    });
  });

  app.put('/settings', async (c) => {
    const from = Number(/^"?(\d+)"?$/.exec(c.req.header('if-match') ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return problem(c, 428, 'version-missing');
    const { settings, keys: typed } = await readJson(c, saveRequest);
    const checked = checkSettings(settings, await choices());
    if (checked.kind === 'bad') {
      const { authMethod } = Object(settings) as { authMethod?: unknown };
      const issues = [
        ...checked.issues,
        ...wrongShapes(typed, authMethods.catch('secret_key').parse(authMethod)),
      ];
      return problem(c, 422, 'settings-invalid', { issues });
    }
    const session = c.get('session');
    const before = (await readVersionedSettings(db)).settings;
    const changed = changedPaths(before, checked.settings);
    const money = changed.some((path) => ownersSettings.has(path)) || typesKeys(typed);
    if (money && !mayActAs(session.role, 'owner')) return problem(c, 403, 'owners-only');
    const goesLive = changed.includes('environment') && checked.settings.environment === 'live';
    if (goesLive && needsMoreThanPassword(options, 'live') && !(await hasSecondFactor(db, session.actor))) {
      const issues = [{ path: 'environment', code: 'second-factor-missing' as const }];
      return problem(c, 422, 'settings-invalid', { issues });
    }
    const change = await planKeyChange(keys, await stored(), typed, checked.settings);
    if (change.kind === 'bad') return problem(c, 422, 'settings-invalid', { issues: change.issues });
    const { actor } = session;
    const outcome = await saveSettings(db, {
      settings: checked.settings,
      from,
      actor,
      beside: { fields: change.fields, write: (tx) => storeKeys(tx, keys, change.rows) },
    });
    if (outcome.kind === 'stale')
      return problem(c, 412, 'settings-stale', { current: { ...outcome.current, keys: await shownKeys() } });
    return c.json({ version: outcome.version, settings: checked.settings, keys: await shownKeys() });
  });

  /** For an import: what it would change, before anything is changed. */
  app.post('/settings/compare', async (c) => {
    const { settings } = await readJson(c, compareRequest);
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

  return app;
}

const typesKeys = (typed: TypedKeys): boolean =>
  Object.values(typed).some((keys) => Object.values(keys).some((value) => !meansUnchanged(value)));

const hasSecondFactor = async (db: Database, name: string): Promise<boolean> =>
  Boolean((await findStaff(db, name))?.totp_sealed);
