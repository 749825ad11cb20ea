import { describe, expect, it } from 'vitest';
import { normaliseBilling } from '../../src/checkout/billing.ts';
import { findWrong } from '../../src/checkout/fields.ts';
import { lateWords } from '../../src/locales/late-words.ts';
import { ja } from '../../src/locales/ja.ts';

const words = { ...ja, ...lateWords.ja };
const phone = (text: string, country = 'JP') => normaliseBilling({ phone: text, country }).phone;

describe('a phone number', () => {
  it.each([
    ['090-1234-5678', '+819012345678'],
    ['０９０−１２３４−５６７８', '+819012345678'],
    ['０３（１２３４）５６７８', '+81312345678'],
    ['03 1234 5678', '+81312345678'],
    ['090ー1234ー5678', '+819012345678'],
    ['+81 90 1234 5678', '+819012345678'],
    ['＋１ (415) 555-2671', '+14155552671'],
  ])('%s goes out as %s', (typed, sent) => expect(phone(typed)).toBe(sent));

  it.each(['', '12', '0000', '090-1234-567890', 'なし', '+0 1234 5678', '+81', '1234567890'])(
    '"%s" cannot be read and is left out',
    (typed) => expect(phone(typed)).toBeUndefined(),
  );

  it('of another country without its code is not guessed at', () => {
    expect(phone('0412 345 678', 'AU')).toBeUndefined();
    expect(phone('+61 412 345 678', 'AU')).toBe('+61412345678');
  });
});

it('an e-mail address is folded, and what nobody knows is left out', () => {
  expect(normaliseBilling({ email: ' ｈａｎａ＠example.com ', name: ' 花子 ' })).toEqual({
    email: 'hana@example.com',
    name: '花子',
  });
  expect(normaliseBilling({})).toEqual({});
});

describe('the name on the card', () => {
  it.each(['HANAKO YAMADA', 'Ｈanako Ｙamada', "D'Arc-Müller, J.", 'J. R. SMITH 3'])(
    '%s is taken',
    (cardholder) => expect(findWrong({ cardholder }, words)).toEqual([]),
  );

  it.each(['', '山田花子', 'やまだ', 'HANAKO 山田', '!?'])(
    '"%s" is asked for again in roman letters',
    (cardholder) =>
      expect(findWrong({ cardholder }, words)).toEqual([
        { field: 'cardholder', text: words.cardholderWrong },
      ]),
  );
});

it('only what is on the page can be wrong', () => {
  expect(findWrong({}, words)).toEqual([]);
  expect(
    findWrong({ email: 'x', cardholder: '', dataConsent: false }, words).map(({ field }) => field),
  ).toEqual(['cardholder', 'email', 'data-consent']);
});
