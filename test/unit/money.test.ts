import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatMoney, minorUnitDigits } from '../../src/shared/money.ts';

it('writes yen as shops do, without the full-width sign', () => {
  expect(formatMoney(5400, 'jpy', 'ja')).toBe('5,400円');
  expect(formatMoney(5400, 'JPY', 'en')).toBe('¥5,400');
});

it('groups as Intl does', () =>
  fc.assert(
    fc.property(fc.nat({ max: 99_999_999 }), (amount) => {
      expect(formatMoney(amount, 'jpy', 'ja')).toBe(`${new Intl.NumberFormat('en').format(amount)}円`);
    }),
  ));

it('moves the decimal point for currencies with a minor unit', () => {
  expect(formatMoney(5400, 'usd', 'en')).toBe('$54.00');
  expect([minorUnitDigits('usd'), minorUnitDigits('KRW')]).toEqual([2, 0]);
});
