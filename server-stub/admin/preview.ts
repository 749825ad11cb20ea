/** The element as settings that are not saved yet would show it, and what they would send to Stripe. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { pageWords } from '../../src/locales/page-words.ts';
import type { CheckoutView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { decideSaving, savingDisplay, type SavingDisplay, type Shopper } from '../../src/shared/policy.ts';
import { intentRules } from '../checkout/intent.ts';
import { contactIn, settingsSchema, viewWordings, type Settings } from '../settings/settings.ts';
import type { Database } from '../store/database.ts';

const sample = { version: 1, amount: 5400, currency: 'jpy' };

/** Answers the draft's name. A preview is open for an hour, and a draft for longer than any preview of it. */
export async function keepDraft(db: Database, settings: Settings): Promise<string> {
  const data = JSON.stringify(settings);
  const digest = createHash('sha256').update(data).digest('base64url');
  await db
    .insertInto('settings_draft')
    .values({ digest, data })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ kept_at: sql`app_now()` }))
    .execute();
  await db
    .deleteFrom('settings_draft')
    .where('kept_at', '<', sql<Date>`app_now() - interval '2 hours'`)
    .execute();
  return digest;
}

export async function readDraft(db: Database, digest: string): Promise<Settings | undefined> {
  const row = await db
    .selectFrom('settings_draft')
    .select('data')
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row && settingsSchema.parse(row.data);
}

export function previewView(
  settings: Settings,
  { locale, shopper }: { locale: Locale; shopper: Shopper },
  stripe: CheckoutView['stripe'],
  origin: string,
): CheckoutView {
  return {
    settingsVersion: 'preview',
    stripe,
    cart: sample,
    shopper,
    cardSaving: settings.cardSaving,
    savingUsage: settings.savingUsage,
    threeDSecureData: settings.threeDSecureData,
    wordings: viewWordings(settings, locale, sample),
    billing: { name: '見本 花子', email: 'sample@shop.example', phone: '0312345678', country: 'JP' },
    words: pageWords[locale],
    contact: contactIn(settings, locale),
    urls: { cart: origin, check: origin, complete: origin },
  };
}

export interface SentToStripe {
  /** By what the shopper answers; one row where nothing is asked. */
  answer: SavingDisplay | 'consented' | 'not-consented';
  fields: Record<string, string>;
}

export function sentToStripe(settings: Settings, shopper: Shopper): SentToStripe[] {
  const display = savingDisplay({ policy: settings.cardSaving, shopper, card: 'new' });
  const answers = display === 'consent' ? [true, false] : [false];
  return answers.map((consented) => {
    const decision = decideSaving({ policy: settings.cardSaving, shopper, card: 'new', consented });
    const { capture_method, payment_method_options, setup_future_usage } = intentRules(
      settings,
      decision.save,
    );
    return {
      answer: display === 'consent' ? (consented ? 'consented' : 'not-consented') : display,
      fields: {
        capture_method,
        'payment_method_options.card.request_three_d_secure':
          payment_method_options.card.request_three_d_secure,
        setup_future_usage: setup_future_usage ?? '–',
        allow_redisplay: decision.allowRedisplay,
      },
    };
  });
}
