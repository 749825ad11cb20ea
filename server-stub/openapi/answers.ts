/** What the API answers, as schemas: the document is made of them, and a test holds them to the types and to real answers. */
import { z } from 'zod';
import { pageWords } from '../../src/locales/page-words.ts';
import type { PageWords } from '../../src/shared/contract.ts';
import { problemStatus, type ProblemCode } from '../../src/shared/errors.ts';
import { cardSavingPolicies, shopperKinds } from '../../src/shared/policy.ts';

const text = z.string();
const amount = z.int().describe('Minor units: ¥5,400 is 5400.');
const mode = z.enum(['test', 'live']);
const soldOutItem = z.strictObject({
  sku: text,
  name: text,
  state: z.enum(['gone', 'held']).describe('held: another shopper is paying for it, and it may come back.'),
});
const closeReason = z.enum([
  'abandoned',
  'taken-over',
  'sold-out',
  'already-ordered',
  'cart-changed',
  'verification',
  'canceled-at-stripe',
  'not-started',
]);

const attempt = {
  id: text,
  fence: z.int().describe('Sent back with each call; a stale one is refused as superseded.'),
  reference: text.describe('What the shopper quotes to the shop.'),
  own: z.boolean(),
  amount,
  currency: text,
  startedAt: z.iso.datetime(),
};

export const attemptView = z.discriminatedUnion('status', [
  z.strictObject({ ...attempt, status: z.literal('processing') }),
  z.strictObject({
    ...attempt,
    status: z.literal('action-required'),
    clientSecret: text.exactOptional().describe('The owner’s alone.'),
  }),
  z.strictObject({
    ...attempt,
    status: z.literal('declined'),
    decline: z.strictObject({ code: text, declineCode: text.exactOptional(), message: text }),
  }),
  z.strictObject({ ...attempt, status: z.literal('pending') }),
  z.strictObject({ ...attempt, status: z.literal('cancelling'), reason: closeReason }),
  z.strictObject({
    ...attempt,
    status: z.literal('succeeded'),
    order: z.strictObject({ id: text }),
    saved: z.boolean(),
    destination: z.url(),
  }),
  z.strictObject({
    ...attempt,
    status: z.literal('closed'),
    reason: closeReason,
    items: z.array(soldOutItem).exactOptional(),
    holdReleased: z.boolean(),
    destination: z.url(),
  }),
]);

const wording = z.strictObject({ text, version: text });
const words = z.strictObject(
  Object.fromEntries(Object.keys(pageWords.ja).map((key) => [key, text])) as Record<
    keyof PageWords,
    z.ZodString
  >,
);

export const checkoutView = z.strictObject({
  settingsVersion: text,
  stripe: z.strictObject({ publishableKey: text, account: text.exactOptional(), mode }),
  cart: z.strictObject({ version: z.int(), amount, currency: text }),
  shopper: z.enum(shopperKinds),
  cardSaving: z.enum(cardSavingPolicies),
  savingUsage: z.enum(['on_session', 'off_session']),
  threeDSecureData: z.enum(['off', 'notice', 'checkbox']),
  wordings: z.strictObject({
    name: wording,
    description: wording,
    consent: wording,
    saveNotice: wording,
    threeDSecureData: wording,
    paymentTiming: wording,
    payButton: wording,
  }),
  billing: z.strictObject({
    name: text.exactOptional(),
    email: text.exactOptional(),
    phone: text.exactOptional(),
    country: text,
  }),
  words,
  savedCards: text.exactOptional().describe('A member’s CustomerSession client secret.'),
  contact: text,
  urls: z.strictObject({ cart: z.url(), check: z.url(), complete: z.url() }),
  attempt: attemptView.exactOptional(),
});

export const problem = z.strictObject({
  type: text,
  title: text,
  status: z.int(),
  code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
  detail: text.exactOptional().describe('For developers.'),
  message: text.exactOptional().describe('For the shopper, in the language of Accept-Language.'),
  attempt: attemptView.exactOptional(),
  items: z.array(soldOutItem).exactOptional(),
  destination: z.url().exactOptional(),
  contact: text.exactOptional(),
  retryAfter: z.int().exactOptional().describe('Seconds.'),
});
