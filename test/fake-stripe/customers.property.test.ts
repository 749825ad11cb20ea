/** Tokens, saved cards and customers in any order: nothing is used twice, comes back, or pays for somebody else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeStripe, type FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import type { IntentStatus } from '../../server-stub/fake-stripe/intents/machine.ts';
import { PUBLISHABLE_KEY, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import type { PaymentMethodRow } from '../../server-stub/fake-stripe/store/rows.ts';
import { DOCUMENTED } from './documented.ts';

const CARDS = [
  ['visa', '4242424242424242'],
  ['amex', '378282246310005'],
  ['chargeDeclined', '4000000000000002'],
  ['threeDSecure2Required', '4000000000003220'],
  ['authenticationRequiredOnSetup', '4000002500003155'],
] as const;

/** Objects are named by numbers, taken modulo how many there are: every command is possible at any time. */
const some = fc.nat({ max: 5 });
const card = fc.constantFrom(...CARDS);
const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('intent' as const), owner: some, save: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('typed' as const), card, save: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('saved' as const), method: some }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('by token' as const), intent: some, token: some }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('by method' as const), intent: some, method: some }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('complete', 'fail'), intent: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('capture', 'cancel'), intent: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('attach' as const), card, owner: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), method: some, owner: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('detach' as const), method: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), owner: some }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 13 }) }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function stage() {
  const fake = createFakeStripe({ attemptLimit: 4, wallMs: () => 1_800_000_000_000 });
  const { world } = fake.scene();
  const pick = <T>(rows: Iterable<T>, number: number): T | undefined => {
    const all = [...rows];
    return all[number % Math.max(all.length, 1)];
  };
  const call = async (method: string, path: string, form: Record<string, string> = {}, key = SECRET_KEY) => {
    const response = await fake.app.request(path, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      ...(method === 'POST' && { body: new URLSearchParams(form) }),
    });
    if (response.status >= 500) throw new Error(`${method} ${path}: ${await response.text()}`);
  };
  let hours = 0;
  async function run(step: Command): Promise<void> {
    const intent = 'intent' in step ? pick(world.payment_intents, step.intent) : undefined;
    const method = 'method' in step ? pick(world.payment_methods, step.method) : undefined;
    const token = 'token' in step ? pick(world.confirmation_tokens, step.token) : undefined;
    const owner = 'owner' in step ? pick(world.customers, step.owner) : undefined;
    const path = `/v1/payment_intents/${intent?.id}`;
    switch (step.do) {
      case 'intent':
        return call('POST', '/v1/payment_intents', {
          amount: '1000',
          currency: 'jpy',
          capture_method: 'manual',
          ...(owner && step.owner > 0 && { customer: owner.id }),
          ...(step.save && { setup_future_usage: 'on_session' }),
        });
      case 'typed':
        return call(
          'POST',
          '/v1/confirmation_tokens',
          {
            'payment_method_data[type]': 'card',
            'payment_method_data[card][number]': step.card[1],
            'payment_method_data[card][exp_month]': '12',
            'payment_method_data[card][exp_year]': '2034',
            'client_context[capture_method]': 'manual',
            ...(step.save && { 'client_context[setup_future_usage]': 'on_session' }),
          },
          PUBLISHABLE_KEY,
        );
      case 'saved':
        return call('POST', '/v1/test_helpers/confirmation_tokens', {
          payment_method: method?.id ?? 'pm_card_visa',
        });
      case 'by token':
        return call('POST', `${path}/confirm`, { confirmation_token: token?.id ?? 'ctoken_x' });
      case 'by method':
        return call('POST', `${path}/confirm`, { payment_method: method?.id ?? 'pm_card_visa' });
      case 'complete':
      case 'fail':
        return call(
          'POST',
          '/v1/3ds2/authenticate',
          {
            payment_intent: intent?.id ?? 'pi_x',
            client_secret: `${intent?.id}_secret_${intent?.secret}`,
            outcome: step.do,
          },
          PUBLISHABLE_KEY,
        );
      case 'capture':
      case 'cancel':
        return call('POST', `${path}/${step.do}`);
      case 'attach':
        return call('POST', `/v1/payment_methods/pm_card_${step.card[0]}/attach`, { customer: owner!.id });
      case 'again':
        return call('POST', `/v1/payment_methods/${method?.id}/attach`, { customer: owner!.id });
      case 'detach':
        return call('POST', `/v1/payment_methods/${method?.id}/detach`);
      case 'leave':
        return call('DELETE', `/v1/customers/${owner!.id}`);
      case 'wait':
        hours += step.hours;
        fake.clock.setOffset(hours * 3600);
    }
  }
  return { fake, call, run };
}

/** What the documentation says of each object from one moment to the next. */
function watch(fake: FakeStripe) {
  const { world } = fake.scene();
  const statuses = new Map<string, IntentStatus>();
  const tokens = new Map<string, string | null>();
  const methods = new Map<string, PaymentMethodRow>();
  const charges = new Set<string>();
  return () => {
    for (const charge of world.charges) {
      if (charges.has(charge.id) || charge.status === 'failed') continue;
      charges.add(charge.id);
      const intent = world.payment_intents.get(charge.payment_intent)!;
      // As it was before this call: one that belongs to nobody may pay once, another only for its customer. What
      // happened to it while the bank was asking changes nothing about an attempt that had begun.
      const known = methods.get(charge.payment_method);
      if (known && statuses.get(intent.id) !== 'requires_action') {
        expect(known.spent).toBe(false);
        if (known.customer !== null) expect(intent.customer).toBe(known.customer);
      }
      const ofIntent = [...world.charges].filter(
        ({ payment_intent, status }) => payment_intent === intent.id && status === 'succeeded',
      );
      expect(ofIntent).toHaveLength(1);
    }
    for (const { id, status } of world.payment_intents) {
      const before = statuses.get(id);
      if (before !== undefined && before !== status) expect(DOCUMENTED[before]).toContain(status);
      statuses.set(id, status);
    }
    for (const token of world.confirmation_tokens) {
      const before = tokens.get(token.id) ?? null;
      if (before !== null) expect(token.payment_intent).toBe(before);
      else if (token.payment_intent !== null) expect(token.expires_at).toBeGreaterThan(fake.clock.now());
      tokens.set(token.id, token.payment_intent);
    }
    for (const method of world.payment_methods) {
      const before = methods.get(method.id);
      if (before?.spent) expect(method).toMatchObject({ spent: true, customer: null });
      if (before?.customer) expect([before.customer, null]).toContain(method.customer);
      if (before?.customer && method.customer === null) expect(method.spent).toBe(true);
      const owner = method.customer === null ? undefined : world.customers.get(method.customer);
      expect(owner?.deleted ?? false).toBe(false);
      methods.set(method.id, method);
    }
  };
}

describe('tokens, saved cards and customers', () => {
  it('keep to what is documented, whatever is called', async () => {
    let [paidByToken, refused, saved] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 15, maxLength: 40 }), async (commands) => {
        const { fake, call, run } = stage();
        const { world } = fake.scene();
        const look = watch(fake);
        for (const name of ['a', 'b', 'c']) await call('POST', '/v1/customers', { name });
        await run({ do: 'intent', owner: 1, save: true });
        await run({ do: 'typed', card: CARDS[0], save: true });
        for (const step of commands) {
          await run(step);
          look();
        }
        paidByToken += [...world.confirmation_tokens].filter((one) => one.payment_intent !== null).length;
        saved += [...world.payment_methods].filter((one) => one.customer !== null).length;
        refused += fake.log.list().filter(({ status }) => status === 400).length;
        fake.close();
      }),
      { numRuns: 50 },
    );
    // The walk is worth nothing if it meets only refusals, or none.
    expect(Math.min(paidByToken, saved, refused)).toBeGreaterThan(15);
  }, 60_000);
});
