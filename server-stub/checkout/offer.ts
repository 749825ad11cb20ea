/** What a list of payment methods has to know of this one. */
import type { Locale } from '../../src/shared/money.ts';
import { brandMarks, type BrandMark } from '../settings/brand-marks.ts';
import { paymentTiming, readSettings, servesRegion } from '../settings/settings.ts';
import type { CheckoutDeps } from './deps.ts';

interface Offer {
  offered: boolean;
  /** Ascending among the shop's methods; ties by id. */
  sort: number;
  name: Record<Locale, string>;
  marks: BrandMark[];
  /** For the final confirmation. */
  timing: Record<Locale, string>;
}

/** Nobody is offered what the next page could only say is not available. */
export async function readOffer(
  { db, gateways }: Pick<CheckoutDeps, 'db' | 'gateways'>,
  country: string,
): Promise<Offer> {
  const settings = await readSettings(db);
  const served = settings.enabled && servesRegion(settings, country);
  return {
    offered: served && (await gateways.current(settings.environment)) !== undefined,
    sort: settings.sortOrder,
    name: settings.wordings.name,
    marks: brandMarks(settings.brandMarks),
    timing: paymentTiming(settings),
  };
}
