import type { Place } from '../../server-stub/admin/web/places.ts';
import { brandMarks } from '../../server-stub/settings/brand-marks.ts';
import { settingsSchema } from '../../server-stub/settings/settings.ts';
import { defaultWordings } from '../../server-stub/settings/wordings.ts';
import type { Locale } from '../../src/shared/money.ts';

/** What stands there while the merchant has not changed it. */
export function defaultWords(place: Place, locale: Locale): string {
  if (place === 'brandMarks')
    return brandMarks(settingsSchema.parse({}).brandMarks)
      .map(({ mark }) => mark)
      .join(' ');
  const words = defaultWordings[place];
  const text = 'manual' in words ? words.manual[locale] : words[locale];
  return text.replace(/[（ –]*\{amount\}.*$/, '');
}
