import { expect, it } from 'vitest';
import { brandName } from '../../server-stub/settings/brand-marks.ts';

it.each([
  ['visa', 'Visa', 'Visa'],
  ['amex', 'アメリカン・エキスプレス', 'American Express'],
  // One that Stripe may name and no mark is made for.
  ['eftpos_au', 'eftpos_au', 'eftpos_au'],
  ['constructor', 'constructor', 'constructor'],
])('the card brand %s is called %s and %s', (brand, ja, en) => {
  expect([brandName(brand, 'ja'), brandName(brand, 'en')]).toEqual([ja, en]);
});
