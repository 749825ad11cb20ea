/** Every operation of the HTTP API: what it takes, what it answers, and which refusals it knows. */
import { z } from 'zod';
import {
  fencedRequest,
  payRequest,
  pollQuery,
  takeoverRequest,
  viewRequest,
} from '../../src/shared/contract.ts';
import type { ProblemCode } from '../../src/shared/errors.ts';
import { inbound } from '../shop/http/inbound.ts';
import { attemptView, checkoutView } from './answers.ts';

export interface ApiOperation {
  tag: 'checkout' | 'shop' | 'stripe';
  method: 'get' | 'post';
  path: string;
  id: string;
  summary: string;
  request?: z.ZodType;
  query?: z.ZodObject;
  /** By status. */
  answers: Record<string, { description: string; schema: z.ZodType }>;
  problems: ProblemCode[];
}

const everywhere: ProblemCode[] = [
  'invalid-request',
  'body-too-large',
  'unsupported-media-type',
  'internal',
  'unavailable',
];
const byToken: ProblemCode[] = [
  ...everywhere,
  'token-missing',
  'token-invalid',
  'token-expired',
  'origin-not-allowed',
];
const ofAttempt: ProblemCode[] = [...byToken, 'attempt-not-found'];
const bySignature: ProblemCode[] = [...everywhere, 'signature-invalid'];

const attempt = { 200: { description: 'The attempt as this caller may see it.', schema: attemptView } };
const report = (schema: z.ZodType) => ({
  200: { description: 'Done, or refused by Stripe for certain.', schema },
  202: { description: 'Not known yet. It goes on; the same request id asks how far it came.', schema },
});

export const apiOperations: ApiOperation[] = [
  {
    tag: 'checkout',
    method: 'post',
    path: '/v1/view',
    id: 'view',
    summary: 'All that the first view of the payment needs.',
    request: viewRequest,
    answers: {
      200: { description: 'The cart, the wordings, and the attempt under way.', schema: checkoutView },
    },
    problems: [
      ...byToken,
      'method-unavailable',
      'region-not-served',
      'cart-not-found',
      'cart-changed',
      'already-ordered',
    ],
  },
  {
    tag: 'checkout',
    method: 'post',
    path: '/v1/attempts',
    id: 'pay',
    summary: 'One press of the pay button. Safe to repeat with the same client key.',
    request: payRequest,
    answers: attempt,
    problems: [
      ...byToken,
      'method-unavailable',
      'region-not-served',
      'cart-not-found',
      'cart-changed',
      'already-ordered',
      'in-progress-elsewhere',
      'settings-changed',
      'sold-out',
      'card-mismatch',
      'amount-not-payable',
      'rate-limited',
    ],
  },
  {
    tag: 'checkout',
    method: 'get',
    path: '/v1/attempts/{id}',
    id: 'follow',
    summary: 'Follows an attempt: answers as soon as it is not what the caller knows.',
    query: pollQuery,
    answers: attempt,
    problems: ofAttempt,
  },
  {
    tag: 'checkout',
    method: 'post',
    path: '/v1/attempts/{id}/resume',
    id: 'resume',
    summary: 'The owner is back. Earlier tabs’ fences are stale from now on.',
    request: fencedRequest,
    answers: attempt,
    problems: [...ofAttempt, 'superseded'],
  },
  {
    tag: 'checkout',
    method: 'post',
    path: '/v1/attempts/{id}/cancel',
    id: 'cancelAttempt',
    summary: 'Gives the attempt up.',
    request: fencedRequest,
    answers: attempt,
    problems: [...ofAttempt, 'superseded'],
  },
  {
    tag: 'checkout',
    method: 'post',
    path: '/v1/attempts/{id}/takeover',
    id: 'takeOver',
    summary: 'Pays here instead: the earlier attempt is cancelled first.',
    request: takeoverRequest,
    answers: attempt,
    problems: ofAttempt,
  },
  ...(Object.keys(inbound) as (keyof typeof inbound)[]).map((name): ApiOperation => {
    const { request, answer } = inbound[name];
    const summaries: Record<typeof name, string> = {
      offers:
        'Whether the method is offered in a country, under which name and marks, and where it stands among the others.',
      capture: 'Takes the held money, once; also less.',
      cancel: 'Lets the held money go.',
      refund: 'Gives captured money back, all that is left or a part.',
      'forget-member': 'Detaches the cards of a member who leaves.',
    };
    const acts: Partial<Record<typeof name, ProblemCode[]>> = {
      capture: ['order-not-found', 'not-capturable', 'amount-too-large', 'request-id-reused'],
      cancel: ['order-not-found', 'not-cancelable', 'request-id-reused'],
      refund: ['order-not-found', 'not-refundable', 'amount-too-large', 'request-id-reused'],
      'forget-member': ['request-id-reused'],
    };
    return {
      tag: 'shop',
      method: 'post',
      path: `/shop/v1/${name}`,
      id: `shop-${name}`,
      summary: summaries[name],
      request,
      answers: name === 'offers' ? { 200: { description: 'The offer.', schema: answer } } : report(answer),
      problems: [...bySignature, ...(acts[name] ?? [])],
    };
  }),
  {
    tag: 'stripe',
    method: 'post',
    path: '/webhooks/stripe',
    id: 'stripeEvent',
    summary: 'Stripe’s events. What one says is never believed; it only tells where to look.',
    request: z.looseObject({ id: z.string(), object: z.literal('event'), type: z.string() }),
    answers: {
      200: {
        description: 'Stored, known already, or of no concern.',
        schema: z.strictObject({ received: z.enum(['new', 'known', 'ignored']) }),
      },
    },
    problems: ['invalid-request', 'body-too-large', 'internal', 'unavailable'],
  },
];
