/**
 * Where what the merchant words lands: one table for the numbers of the fields, for the pictures beside them and for the
 * set-up guide. `npm run picture` makes the pictures from the real pages.
 */
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

/** What each picture shows, in reading order. */
export const pictures = {
  checkout: [
    'paymentTiming',
    'name',
    'brandMarks',
    'description',
    'consent',
    'threeDSecureData',
    'payButton',
  ],
  notice: ['saveNotice'],
  mail: ['name', 'orderMail'],
} as const satisfies Record<string, readonly Place[]>;

export type Picture = keyof typeof pictures;

export const pictureFile = (picture: Picture, lang: 'ja' | 'en'): string => `${picture}-${lang}.webp`;
