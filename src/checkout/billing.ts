/** What the shopper or the shop typed, as an issuer can use it for 3-D Secure. Pure. */
import type { Billing } from './page.ts';

/** Full-width digits and letters become plain ones, as an IME leaves them. */
const fold = (text = '') => text.normalize('NFKC').trim();

export function normaliseBilling({ name, email, phone, country }: Billing): Billing {
  const number = internationalPhone(fold(phone), country);
  return {
    ...(name && { name: name.trim() }),
    ...(email && { email: fold(email) }),
    ...(number && { phone: number }),
    ...(country && { country }),
  };
}

/** E.164; Japanese numbers may come without their country. One that cannot be read is left out rather than guessed. */
function internationalPhone(text: string, country = 'JP'): string | undefined {
  const number = text.replace(/[\s().・‐-―−ー-]/g, '');
  if (/^\+[1-9]\d{7,14}$/.test(number)) return number;
  return country === 'JP' && /^0[1-9]\d{8,9}$/.test(number) ? `+81${number.slice(1)}` : undefined;
}
