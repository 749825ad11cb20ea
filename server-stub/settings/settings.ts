/** What the merchant decides. One row in the store; the first one comes from SETTINGS_FILE, or is the default. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { CheckoutView, Wording } from '../../src/shared/contract.ts';
import { formatMoney, type Locale } from '../../src/shared/money.ts';
import { cardSavingPolicies } from '../../src/shared/policy.ts';
import type { Database } from '../store/database.ts';
import type { Reading } from '../store/reading.ts';
import { brands } from './brand-marks.ts';
import { textLimits } from './limits.ts';
import { defaultWordings } from './wordings.ts';

const text = z.string().max(textLimits.wording);
const wording = (defaults: Record<Locale, string>) =>
  z.strictObject({ ja: text, en: text }).default(defaults);

const contactText = z.string().max(textLimits.contact);
const contact = z.strictObject({ ja: contactText, en: contactText });
const both = (value: string): Record<Locale, string> => ({ ja: value, en: value });

export const authMethods = z.enum(['secret_key', 'restricted_key', 'connect']);

export const settingsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** Billing countries, ISO 3166-1 alpha-2; `all` where the shop decides nothing. */
  regions: z.union([z.literal('all'), z.array(z.string().regex(/^[A-Z]{2}$/)).min(1)]).default('all'),
  initialOrderStatus: z.string().min(1).default('processing'),
  sortOrder: z.int().default(10),
  accountName: z.string().max(textLimits.accountName).default(''),
  accountId: z
    .string()
    .regex(/^acct_\w+$/)
    .optional(),
  /** Selects the pair of keys that new payments use. */
  environment: z.enum(['test', 'live']).default('test'),
  /** `connect`: the platform's key acts for `accountId` by the `Stripe-Account` header. */
  authMethod: authMethods.default('secret_key'),
  capture: z.enum(['manual', 'automatic']).default('manual'),
  threeDSecure: z.enum(['automatic', 'any', 'challenge', 'strict']).default('automatic'),
  cardSaving: z.enum(cardSavingPolicies).default('off'),
  savingUsage: z.enum(['on_session', 'off_session']).default('on_session'),
  threeDSecureData: z.enum(['off', 'notice', 'checkbox']).default('notice'),
  /** In both languages; a file may give one text for both. */
  contact: z.preprocess(
    (value) => (typeof value === 'string' ? both(value) : value),
    contact.default(both('')),
  ),
  /** Which stand beside the method's name. At first those that hardly any account lacks. */
  brandMarks: z
    .array(z.enum(brands))
    .refine((chosen) => new Set(chosen).size === chosen.length)
    .default(['visa', 'mastercard', 'amex']),
  wordings: z
    .strictObject({
      name: wording(defaultWordings.name),
      description: wording(defaultWordings.description),
      /** Without a text of the merchant's own, the default follows the capture mode. */
      orderMail: z.strictObject({ ja: text, en: text }).optional(),
      consent: wording(defaultWordings.consent),
      saveNotice: wording(defaultWordings.saveNotice),
      threeDSecureData: wording(defaultWordings.threeDSecureData),
      paymentTiming: z.strictObject({ ja: text, en: text }).optional(),
      payButton: wording(defaultWordings.payButton),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What an attempt pins when it starts. Credentials are never among it. */
export interface Rules {
  capture: Settings['capture'];
  threeDSecure: Settings['threeDSecure'];
  cardSaving: Settings['cardSaving'];
  savingUsage: Settings['savingUsage'];
  initialOrderStatus: string;
  settingsVersion: string;
  methodName: string;
  mailText: string;
  /** Wording 6 as it was on the page; nothing where it was switched off. */
  threeDSecureData?: { policy: 'notice' | 'checkbox'; text: string; version: string };
}

/** Writes the first settings if there are none, then reads what holds. */
export async function initialiseSettings(db: Database, first: unknown): Promise<void> {
  const data = JSON.stringify(settingsSchema.parse(first));
  await db
    .insertInto('settings')
    .values({ version: 1, data })
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Read on each request, so that a change holds from the next one on, on every instance. */
export async function readSettings(db: Database): Promise<Settings> {
  const { rows } = await sql<{ data: unknown }>`SELECT ${settingsReading.column} AS data`.execute(db);
  return settingsReading.read(rows[0]?.data);
}

export const settingsReading: Reading<Settings> = {
  column: sql`(SELECT data::text FROM settings)`,
  read(data) {
    if (typeof data !== 'string') throw new Error('there are no settings');
    if (lately?.data !== data) lately = { data, settings: settingsSchema.parse(JSON.parse(data)) };
    return lately.settings;
  },
};

/** What was read last, checked: the same text says the same. */
let lately: { data: string; settings: Settings } | undefined;

export function wordingVersion(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 16);
}

function versioned(value: string): Wording {
  return { text: value, version: wordingVersion(value) };
}

/** A language that was left empty has the default. */
const filled = (own: Record<Locale, string> | undefined, defaults: Record<Locale, string>) => ({
  ja: own?.ja.trim() ? own.ja : defaults.ja,
  en: own?.en.trim() ? own.en : defaults.en,
});

/** When the card is charged; without a text of the merchant's own it follows the capture mode. */
export function paymentTiming({ wordings, capture }: Settings): Record<Locale, string> {
  return filled(wordings.paymentTiming, defaultWordings.paymentTiming[capture]);
}

/** Wording 3; without a text of the merchant's own it follows the capture mode. */
export function orderMailText({ wordings, capture }: Settings): Record<Locale, string> {
  return filled(wordings.orderMail, defaultWordings.orderMail[capture]);
}

/** How the shop is reached, in words of the shopper's language if there are any. */
export const contactIn = ({ contact: { ja, en } }: Pick<Settings, 'contact'>, locale: Locale): string =>
  locale === 'ja' ? ja.trim() || en.trim() : en.trim() || ja.trim();

export function viewWordings(
  settings: Settings,
  locale: Locale,
  money: { amount: number; currency: string },
): CheckoutView['wordings'] {
  const w = settings.wordings;
  const amount = formatMoney(money.amount, money.currency, locale);
  return {
    name: versioned(w.name[locale]),
    description: versioned(w.description[locale]),
    consent: versioned(w.consent[locale]),
    saveNotice: versioned(w.saveNotice[locale]),
    threeDSecureData: versioned(w.threeDSecureData[locale]),
    paymentTiming: versioned(paymentTiming(settings)[locale]),
    payButton: versioned(w.payButton[locale].replaceAll('{amount}', amount)),
  };
}

/**
 * Changes when something changed that the shopper must see before paying: whose account it is, what is saved, and each text
 * that is agreed to or told there. Name, timing and label decide nothing, so that no payment is stopped for them.
 */
export function settingsVersion(settings: Settings, account: string, mode: string): string {
  const { cardSaving, savingUsage, threeDSecureData, wordings } = settings;
  const saving = {
    off: [],
    optional: [savingUsage, wordings.consent],
    required: [savingUsage, wordings.saveNotice],
  }[cardSaving];
  const data = threeDSecureData === 'off' ? [] : [wordings.threeDSecureData];
  return wordingVersion(JSON.stringify([account, mode, cardSaving, saving, threeDSecureData, data]));
}

export function pinRules(settings: Settings, locale: Locale, version: string): Rules {
  const { capture, threeDSecure, threeDSecureData, cardSaving, savingUsage, initialOrderStatus, wordings } =
    settings;
  return {
    capture,
    threeDSecure,
    cardSaving,
    savingUsage,
    initialOrderStatus,
    settingsVersion: version,
    methodName: wordings.name[locale],
    ...(threeDSecureData !== 'off' && {
      threeDSecureData: { policy: threeDSecureData, ...versioned(wordings.threeDSecureData[locale]) },
    }),
    mailText: orderMailText(settings)[locale],
  };
}

export function servesRegion(settings: Settings, country: string): boolean {
  return settings.regions === 'all' || settings.regions.includes(country);
}
