/** What goes to a shop elsewhere and what comes back. Strict both ways: an answer that is not one of these says nothing. */
import { z } from 'zod';

const id = z.string().min(1).max(100);
const text = z.string().max(2000);
const amount = z.int().min(0);
const locale = z.enum(['ja', 'en']);
const words = z.strictObject({ ja: text, en: text });
const country = z.string().regex(/^[A-Z]{2}$/);

const line = z.strictObject({
  sku: id,
  name: text,
  quantity: z.int().min(1),
  unitPrice: amount,
});

const snapshot = z.strictObject({
  id,
  version: z.int().min(0),
  lines: z.array(line).max(500),
  shipping: amount,
  amount,
  currency: z.string().regex(/^[a-z]{3}$/),
  locale,
  contact: z.strictObject({
    name: text.exactOptional(),
    email: text.exactOptional(),
    phone: text.exactOptional(),
    country,
  }),
});

const empty = z.strictObject({});
const soldOut = z.strictObject({
  kind: z.literal('sold-out'),
  items: z.array(z.strictObject({ sku: id, name: text, state: z.enum(['gone', 'held']) })).min(1),
});
const released = z.strictObject({ kind: z.literal('released') });

/** The operations by name, each with what is sent and what is believed of an answer. */
export const operations = {
  facts: {
    request: empty,
    answer: z.strictObject({
      regions: z.array(country),
      statuses: z.array(z.strictObject({ id, name: words })).min(1),
      methods: z.array(z.strictObject({ id, name: words, sort: z.int() })),
    }),
  },
  cart: {
    request: z.strictObject({ cart: id }),
    answer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('open'), cart: snapshot }),
      z.strictObject({ kind: z.literal('ordered'), orderNumber: id }),
      z.strictObject({ kind: z.literal('missing') }),
    ]),
  },
  reserve: {
    request: z.strictObject({ attempt: id, cart: snapshot }),
    answer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('reserved') }),
      soldOut,
      released,
    ]),
  },
  'order-number': {
    request: z.strictObject({ attempt: id }),
    answer: z.strictObject({ orderNumber: id }),
  },
  order: {
    request: z.strictObject({
      attempt: id,
      orderNumber: id,
      status: id,
      cart: snapshot,
      method: text,
      reference: id,
      paymentIntent: id,
      money: z.enum(['authorised', 'captured']),
      /** Who writes the order mail: the shop, with wording 3 in the order's language, or this server. */
      mail: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('shop'), text }),
        z.strictObject({ by: z.literal('server') }),
      ]),
    }),
    answer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('placed') }),
      soldOut,
      z.strictObject({ kind: z.literal('already-ordered'), orderNumber: id }),
      released,
    ]),
  },
  release: {
    request: z.strictObject({
      attempt: id,
      /** The shopper's card was held and is not any more: the shop writes so to them. */
      notice: z.strictObject({ reference: id, cart: snapshot }).exactOptional(),
    }),
    answer: empty,
  },
  'payment-changed': {
    request: z.strictObject({
      attempt: id,
      orderNumber: id,
      version: z.int().min(1),
      money: z.enum([
        'authorised',
        'captured',
        'partly_refunded',
        'refunded',
        'voided',
        'disputed',
        'needs_attention',
      ]),
      reason: z.enum(['expired', 'canceled-at-stripe', 'capture-refused', 'dispute-won']).nullable(),
      amount,
      captured: amount,
      refunded: amount,
      currency: z.string(),
      at: z.iso.datetime(),
    }),
    answer: empty,
  },
} as const;

export type Operation = keyof typeof operations;
export type Request<O extends Operation> = z.input<(typeof operations)[O]['request']>;
export type Answer<O extends Operation> = z.output<(typeof operations)[O]['answer']>;
