import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cardSavingPolicies,
  decideSaving,
  savingDisplay,
  shopperKinds,
  type SavingInput,
} from '../../src/shared/policy.ts';

const cell: fc.Arbitrary<SavingInput & { consented: boolean }> = fc.record({
  policy: fc.constantFrom(...cardSavingPolicies),
  shopper: fc.constantFrom(...shopperKinds),
  card: fc.constantFrom('new' as const, 'saved' as const),
  consented: fc.boolean(),
});
const everyCell = (holds: (input: SavingInput & { consented: boolean }) => void) =>
  fc.assert(fc.property(cell, holds));

it.each([
  ['off', 'guest', 'none'],
  ['off', 'member', 'none'],
  ['optional', 'guest', 'none'],
  ['optional', 'member', 'consent'],
  ['required', 'guest', 'notice'],
  ['required', 'member', 'notice'],
] as const)('with saving %s, a %s who types a card meets: %s', (policy, shopper, display) => {
  expect(savingDisplay({ policy, shopper, card: 'new' })).toBe(display);
});

it('a card that is saved already asks for nothing and saves nothing', () =>
  everyCell((input) => {
    const { display, save } = decideSaving({ ...input, card: 'saved' });
    expect({ display, save }).toEqual({ display: 'none', save: false });
  }));

it('nothing is saved of which the page said nothing', () =>
  everyCell((input) => {
    const { display, save } = decideSaving(input);
    if (save) expect(display).not.toBe('none');
  }));

it('where consent is asked, the answer alone decides', () =>
  everyCell((input) => {
    const { display, save } = decideSaving(input);
    if (display === 'consent') expect(save).toBe(input.consented);
  }));

it('consent that nobody was asked for changes nothing', () =>
  everyCell((input) => {
    if (savingDisplay(input) === 'consent') return;
    expect(decideSaving({ ...input, consented: true })).toEqual(decideSaving({ ...input, consented: false }));
  }));

it("a guest's card is never offered again", () =>
  everyCell((input) => {
    expect(decideSaving({ ...input, shopper: 'guest' }).allowRedisplay).toBe('unspecified');
  }));
