/** The console's webhook health and consent ledger. Mounted behind the console's sign-in. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { consentsCsv, listConsents, withdrawConsent } from '../orders/consents.ts';
import { webhookHealth } from '../orders/webhook-health.ts';
import { given, sendCsv, type ConsoleEnv } from './admin-orders.ts';
import { check, readJson } from './http.ts';

export interface LedgerRoutesOptions {
  zone: string;
  publicUrl: string;
  stripe: { fake: boolean };
}

const pageSize = 50;
const consentQuery = z.strictObject({
  q: z.string().trim().max(200).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
});
const csvQuery = z.strictObject({
  q: z.string().trim().max(200).optional(),
  lang: z.enum(['ja', 'en']).default('ja'),
});
const withdrawal = z.strictObject({ attempt: z.string().max(100), n: z.int().min(1) });

export function ledgerRoutes(
  deps: CheckoutDeps,
  { zone, publicUrl, stripe }: LedgerRoutesOptions,
): Hono<ConsoleEnv> {
  const { db } = deps;
  const app = new Hono<ConsoleEnv>();

  app.get('/webhooks', async (c) => c.json(await webhookHealth(db, { publicUrl, fake: stripe.fake })));

  app.get('/consents', async (c) => {
    const { q, offset } = check(consentQuery, given(c));
    const rows = await listConsents(db, { q, offset, limit: pageSize + 1 });
    return c.json({ consents: rows.slice(0, pageSize), more: rows.length > pageSize });
  });

  app.get('/consents.csv', (c) => {
    const { q, lang } = check(csvQuery, given(c));
    return sendCsv(c, 'consents', consentsCsv(db, { q, zone, locale: lang }));
  });

  app.post('/consents/withdraw', async (c) => {
    const wish = await readJson(c, withdrawal);
    const outcome = await withdrawConsent(deps, { ...wish, actor: c.get('session').actor });
    if (outcome === 'unanswered') throw new CheckoutError('unavailable', { detail: 'Stripe did not answer' });
    return c.json({ outcome });
  });

  return app;
}
