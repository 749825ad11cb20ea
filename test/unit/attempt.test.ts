import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intentStatus, mayBecome, nextStep, type AttemptState } from '../../server-stub/checkout/attempt.ts';

const states: AttemptState[] = ['active', 'placing', 'cancelling', 'committed', 'closed'];
const live = ['active', 'placing', 'cancelling'] as const;
const statuses = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;

describe('the life of an attempt', () => {
  it('ends for good in committed or closed', () => {
    for (const to of states) {
      expect(mayBecome('committed', to)).toBe(false);
      expect(mayBecome('closed', to)).toBe(false);
    }
  });

  it('never goes from cancelling to an order', () => {
    expect(mayBecome('cancelling', 'placing')).toBe(false);
    expect(mayBecome('cancelling', 'committed')).toBe(false);
    for (const status of statuses)
      expect(['claim', 'place']).not.toContain(nextStep('cancelling', status, false));
  });

  it('places an order only where money is authorised or captured', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...live),
        fc.constantFrom(...statuses),
        fc.boolean(),
        (state, status, expired) => {
          const step = nextStep(state, status, expired);
          if (step === 'claim' || step === 'place')
            expect(['requires_capture', 'succeeded']).toContain(status);
        },
      ),
    );
  });

  it('closes only what Stripe has cancelled', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...live),
        fc.constantFrom(...statuses),
        fc.boolean(),
        (state, status, expired) => {
          if (nextStep(state, status, expired) === 'close') expect(status).toBe('canceled');
        },
      ),
    );
  });

  it('gives up on time only while it waits for the shopper, never while the bank works', () => {
    expect(nextStep('active', 'requires_action', true)).toBe('give-up');
    expect(nextStep('active', 'processing', true)).toBe('wait');
    expect(nextStep('active', 'requires_capture', true)).toBe('claim');
    expect(nextStep('placing', 'requires_capture', true)).toBe('place');
  });

  it('refuses a status that Stripe does not have', () => {
    expect(() => intentStatus('paid')).toThrow('unknown status');
  });
});
