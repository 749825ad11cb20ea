/** Whatever is called in whatever order, an intent only ever takes the steps that Stripe's documentation knows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import {
  STATUSES,
  advance,
  may,
  type IntentStatus,
  type Step,
} from '../../server-stub/fake-stripe/intents/machine.ts';
import { PUBLISHABLE_KEY, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { stateOf, type ControlState } from '../../server-stub/fake-stripe/state.ts';
import { DOCUMENTED } from './documented.ts';

const CARDS = [
  'pm_card_visa',
  'pm_card_amex',
  'pm_card_chargeDeclined',
  'pm_card_threeDSecure2Required',
  'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
  'pm_card_threeDSecureOptional',
  'pm_card_createDispute',
] as const;

type Command =
  | { readonly do: 'confirm'; readonly card: string; readonly off_session: boolean }
  | { readonly do: 'update'; readonly card: string }
  | { readonly do: 'capture'; readonly part: boolean }
  | { readonly do: 'cancel' | 'refund' | 'complete' | 'fail' }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'delay' };

const card = fc.constantFrom(...CARDS);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('confirm' as const), card, off_session: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('update' as const), card }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('capture' as const), part: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('cancel', 'refund', 'complete', 'complete', 'fail') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 31 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delay' as const) }) },
) as fc.Arbitrary<Command>;

interface Played {
  /** The intent after each call. */
  readonly seen: readonly Stripe.PaymentIntent[];
  readonly events: readonly string[];
  readonly state: ControlState;
}

interface Staging {
  readonly dataDir?: string;
  /** Makes every call twice with one idempotency key, as a client does that lost the first answer. */
  readonly repeat?: boolean;
}

async function play(
  manual: boolean,
  commands: readonly Command[],
  { dataDir, repeat }: Staging = {},
): Promise<Played> {
  const wallMs = () => 1_800_000_000_000;
  const fake = createFakeStripe({ attemptLimit: 4, wallMs, ...(dataDir !== undefined && { dataDir }) });
  let calls = 0;
  const send = async (method: string, path: string, form: Record<string, string>, key: string) => {
    const response = await fake.app.request(path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Idempotency-Key': `key-${calls}` },
      ...(method === 'POST' && { body: new URLSearchParams(form) }),
    });
    if (response.status >= 500) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Stripe.PaymentIntent;
  };
  const call = async (method: string, path: string, form: Record<string, string> = {}, key = SECRET_KEY) => {
    calls += 1;
    const answer = await send(method, path, form, key);
    if (repeat && method === 'POST') expect(await send(method, path, form, key)).toEqual(answer);
    return answer;
  };
  const { id, client_secret } = await call('POST', '/v1/payment_intents', {
    amount: '1000',
    currency: 'jpy',
    capture_method: manual ? 'manual' : 'automatic',
    'payment_method_options[card][request_three_d_secure]': 'any',
  });
  const path = `/v1/payment_intents/${id}`;
  const seen = [await call('GET', path)];
  let days = 0;
  for (const step of commands) {
    switch (step.do) {
      case 'confirm':
        await call('POST', `${path}/confirm`, {
          payment_method: step.card,
          off_session: String(step.off_session),
        });
        break;
      case 'update':
        await call('POST', path, { payment_method: step.card });
        break;
      case 'capture':
        await call('POST', `${path}/capture`, step.part ? { amount_to_capture: '400' } : {});
        break;
      case 'cancel':
        await call('POST', `${path}/cancel`);
        break;
      case 'refund':
        await call('POST', '/v1/refunds', { payment_intent: id, amount: '100' });
        break;
      case 'complete':
      case 'fail': {
        const form = { payment_intent: id, client_secret: client_secret!, outcome: step.do };
        await call('POST', '/v1/3ds2/authenticate', form, PUBLISHABLE_KEY);
        break;
      }
      case 'wait':
        days += step.days;
        fake.clock.setOffset(days * 24 * 60 * 60);
        break;
      case 'delay':
        fake.processing.seconds = 3600;
        fake.processing.times = 1;
    }
    seen.push(await call('GET', path));
  }
  const { world } = fake.scene();
  const taken = [...world.charges].filter(({ status, captured }) => status === 'succeeded' && captured);
  expect(taken.length).toBeLessThanOrEqual(1);
  for (const charge of world.charges) expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount);
  const played = { seen, events: [...world.events].map(({ type }) => type), state: stateOf(fake) };
  fake.close();
  return played;
}

describe('an intent', () => {
  it('takes only documented steps and its amounts agree with its status, whatever is called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(command, { maxLength: 14 }), async (manual, commands) => {
        const { seen } = await play(manual, commands);
        seen.forEach((intent, at) => {
          const before = seen[at - 1]?.status as IntentStatus | undefined;
          if (before !== undefined && before !== intent.status) {
            expect(DOCUMENTED[before]).toContain(intent.status);
          }
          expect(intent.amount_capturable).toBe(intent.status === 'requires_capture' ? 1000 : 0);
          expect(intent.amount_received > 0).toBe(intent.status === 'succeeded');
          expect(intent.next_action !== null).toBe(intent.status === 'requires_action');
          expect(intent.canceled_at !== null).toBe(intent.status === 'canceled');
        });
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('does not change by calls that are repeated with their keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(command, { maxLength: 10 }), async (manual, commands) => {
        const [once, twice] = [await play(manual, commands), await play(manual, commands, { repeat: true })];
        expect(twice.events).toEqual(once.events);
        expect(twice.seen.map(({ status }) => status)).toEqual(once.seen.map(({ status }) => status));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('and everything about it is the same after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(command, { maxLength: 10 }), async (manual, commands) => {
        const dataDir = await mkdtemp(join(tmpdir(), 'fake-stripe-'));
        const { state } = await play(manual, commands, { dataDir });
        const again = createFakeStripe({ dataDir, wallMs: () => 1_800_000_000_000 });
        // A switch of the control API is not a thing of Stripe's: it does not outlive the process.
        expect(stateOf(again)).toEqual({ ...state, processing: { seconds: 0, times: 0 } });
        again.close();
        await rm(dataDir, { recursive: true });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('cannot be moved by a step that is excluded: the machine itself refuses', () => {
    const steps: readonly Step['type'][] = [
      'chosen',
      'attempted',
      'challenged',
      'delayed',
      'authorized',
      'failed',
      'captured',
      'canceled',
    ];
    for (const status of STATUSES) {
      for (const type of steps) {
        if (may(status, type)) continue;
        expect(() => advance({ status } as never, { type } as never)).toThrow(`${status} excludes ${type}`);
      }
    }
  });

  it('never leaves an end', () => {
    const steps: readonly Step['type'][] = [
      'chosen',
      'attempted',
      'challenged',
      'delayed',
      'authorized',
      'failed',
      'captured',
      'canceled',
    ];
    for (const end of ['succeeded', 'canceled'] as const) {
      expect(steps.filter((type) => may(end, type))).toEqual([]);
    }
  });
});
