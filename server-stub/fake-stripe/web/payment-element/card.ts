/** What is typed into a card form, understood. Pure. */

/** Full-width digits become digits; all else goes. */
export function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '');
}

export type Brand = 'visa' | 'mastercard' | 'amex' | 'jcb' | 'diners' | 'discover' | 'unknown';

export function brandOf(digits: string): Brand {
  if (digits.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(digits)) return 'mastercard';
  if (/^3[47]/.test(digits)) return 'amex';
  if (digits.startsWith('35')) return 'jcb';
  if (/^3[0689]/.test(digits)) return 'diners';
  if (digits.startsWith('6')) return 'discover';
  return 'unknown';
}

export function groupNumber(digits: string): string {
  const groups =
    brandOf(digits) === 'amex'
      ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/
      : /(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?(\d{1,3})?/;
  return (groups.exec(digits)?.slice(1) ?? []).filter(Boolean).join(' ');
}

export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

export function groupExpiry(typed: string): string {
  const digits = digitsOf(typed).slice(0, 4);
  const padded = /^[2-9]$/.test(digits) ? `0${digits}` : digits;
  return padded.length > 2 ? `${padded.slice(0, 2)} / ${padded.slice(2)}` : padded;
}

export type CardFault =
  | 'incomplete_number'
  | 'invalid_number'
  | 'incomplete_expiry'
  | 'invalid_expiry_year_past'
  | 'incomplete_cvc';

export interface TypedCard {
  number: string;
  expiry: string;
  cvc: string;
}

/** The first fault of each field, in the order of the fields. */
export function faultsOf(card: TypedCard, today: Date): Partial<Record<keyof TypedCard, CardFault>> {
  const number = digitsOf(card.number);
  const expiry = digitsOf(card.expiry);
  const month = Number(expiry.slice(0, 2));
  const end = new Date(2000 + Number(expiry.slice(2)), month, 1);
  const cvcLength = brandOf(number) === 'amex' ? 4 : 3;
  return {
    ...(number.length < 13
      ? { number: 'incomplete_number' }
      : isLuhn(number)
        ? {}
        : { number: 'invalid_number' }),
    ...(expiry.length < 4 || month < 1 || month > 12
      ? { expiry: 'incomplete_expiry' }
      : end <= today
        ? { expiry: 'invalid_expiry_year_past' }
        : {}),
    ...(digitsOf(card.cvc).length < cvcLength && { cvc: 'incomplete_cvc' }),
  };
}
