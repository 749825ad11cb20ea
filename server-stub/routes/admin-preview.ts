/** What the merchant sees before saving: the element, what it would send to Stripe, and the order mail. */
import { Hono } from 'hono';
import { z } from 'zod';
import { cardSavingPolicies, shopperKinds } from '../../src/shared/policy.ts';
import { keepDraft, sentToStripe } from '../admin/preview.ts';
import { sampleMail } from '../admin/sample-mail.ts';
import { createSessions } from '../admin/session.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { settingsSchema } from '../settings/settings.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { check, readJson } from './http.ts';

const locale = z.enum(['ja', 'en']);
const previewRequest = z.strictObject({
  settings: z.unknown(),
  shopper: z.enum(shopperKinds),
  locale,
  policy: z.enum(cardSavingPolicies).optional(),
});
const mailRequest = z.strictObject({ settings: z.unknown(), locale });

export function draftRoutes({ db, shop }: CheckoutDeps, options: AdminOptions): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  const sessions = createSessions(options.secretsKey);

  app.post('/preview', async (c) => {
    const { settings, shopper, locale, policy } = await readJson(c, previewRequest);
    const draft = check(settingsSchema, settings);
    const shown = { ...draft, ...(policy && { cardSaving: policy }) };
    const digest = await keepDraft(db, shown);
    return c.json({
      token: await sessions.signPreview({ draft: digest, shopper, locale }),
      sent: sentToStripe(shown, shopper),
    });
  });

  app.post('/mail', async (c) => {
    const { settings, locale } = await readJson(c, mailRequest);
    const draft = check(settingsSchema, settings);
    const digest = await keepDraft(db, draft);
    const { subject, text } = await sampleMail(shop, draft, locale);
    return c.json({ subject, text, token: await sessions.signPreview({ draft: digest, locale }) });
  });

  return app;
}
