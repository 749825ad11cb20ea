/** What a shop's own server may ask of this one, at `/shop/v1/{operation}`, and what it is answered. */
import { z } from 'zod';
import { brands } from '../../settings/brand-marks.ts';

const id = z.string().min(1).max(100);
const amount = z.int().min(1);
const reason = z.string().min(1).max(500);

/** Chosen by the caller; a repeat under the same id asks what came of the first. */
export const requestId = z.string().regex(/^[\w-]{8,100}$/);

const partial = z.strictObject({ orderNumber: id, amount: amount.optional(), reason });

const name = z.strictObject({ ja: z.string(), en: z.string() });

const money = z.enum([
  'authorised',
  'captured',
  'partly_refunded',
  'refunded',
  'voided',
  'disputed',
  'needs_attention',
]);

const report = z.strictObject({
  requestId,
  kind: z.enum(['capture', 'cancel', 'refund']),
  orderNumber: id,
  amount: z.int(),
  state: z.enum(['done', 'pending', 'refused']),
  code: z.string().optional(),
  payment: z.strictObject({ money, captured: z.int(), refunded: z.int(), version: z.int() }),
});

export const inbound = {
  offers: {
    request: z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/) }),
    answer: z.strictObject({
      offered: z.boolean(),
      sort: z.int(),
      name,
      /** The card brands to show beside the name; `mark` is what is seen, `name` what is spoken. */
      marks: z.array(z.strictObject({ brand: z.enum(brands), mark: z.string(), name })),
    }),
  },
  capture: { request: partial, answer: report },
  cancel: { request: partial.omit({ amount: true }), answer: report },
  refund: { request: partial, answer: report },
  'forget-member': {
    request: z.strictObject({ member: id }),
    answer: z.strictObject({ requestId, member: id, state: z.enum(['done', 'pending']) }),
  },
} as const;
