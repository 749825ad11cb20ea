/** What the merchant words, and the number under which it is found. */
import type { Settings } from '../../settings/settings.ts';

export type Place = keyof Settings['wordings'] | 'brandMarks';

export const numbers = {
  name: 1,
  description: 2,
  orderMail: 3,
  consent: 4,
  saveNotice: 5,
  threeDSecureData: 6,
  paymentTiming: 7,
  payButton: 8,
  brandMarks: 9,
} as const satisfies Record<Place, number>;
