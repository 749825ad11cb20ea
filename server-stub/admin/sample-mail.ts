/** The order mail as settings that are not saved yet would word it. */
import type { Locale } from '../../src/shared/money.ts';
import { orderMailText, type Settings } from '../settings/settings.ts';
import type { Shop } from '../shop/port.ts';

export const sampleMail = (shop: Shop, draft: Settings, locale: Locale): ReturnType<Shop['sampleMail']> =>
  shop.sampleMail({
    locale,
    status: draft.initialOrderStatus,
    payment: {
      method: draft.wordings.name[locale],
      mailText: orderMailText(draft)[locale],
      reference: 'ABCD-2345',
    },
  });
