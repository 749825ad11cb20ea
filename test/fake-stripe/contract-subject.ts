/**
 * What the contract is held against: expectations written down from Stripe's documentation, which hold on the fake and
 * on a real sandbox alike. With `STRIPE_SECRET_KEY=sk_test_…` of a real account they run there, otherwise on the fake.
 */
import Stripe from 'stripe';
import { startFake } from './harness.ts';

const givenKey = process.env['STRIPE_SECRET_KEY'] ?? '';
if (/^[sr]k_live_/.test(givenKey))
  throw new Error('STRIPE_SECRET_KEY is a live key: give one of a sandbox (sk_test_…)');
const realKey = /^sk_test_(?!fake_)/.test(givenKey) ? givenKey : undefined;

export const subjectName = realKey ? 'real sandbox' : 'fake';

export interface Subject {
  readonly stripe: Stripe;
  /** The same API with another key. */
  readonly connect: (key: string) => Stripe;
  readonly close: () => Promise<void>;
}

export async function openSubject(): Promise<Subject> {
  if (realKey) {
    const connect = (key: string) => new Stripe(key, { maxNetworkRetries: 2 });
    return { stripe: connect(realKey), connect, close: async () => {} };
  }
  const { stripe, connect, stop } = await startFake();
  return { stripe, connect, close: stop };
}
