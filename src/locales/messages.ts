/** The element's own words: what must be there without an answer of the server's. The rest comes with the view. */
import type { PageWords } from '../shared/contract.ts';

/** In the first file: what is read before anything else has come. */
export interface OwnWords {
  testMode: string;
  payButton: string;
  loading: string;
  cardGroup: string;
  tryAgain: string;
  offlineNow: string;
  loadFailed: string;
}

/** In the second file: what is read once the shopper has done something, or the server has answered. */
export interface LateWords {
  paying: string;
  back: string;
  email: string;
  emailWrong: string;
  cardholder: string;
  cardholderWrong: string;
  dataConsentMissing: string;
  cardWrong: string;
  errorSummary: string;
  timedOut: string;
  serverDown: string;
  stripeBlocked: string;
  expired: string;
  reload: string;
}

/** All the words there are now; the server's are there once it has answered. */
export type Messages = OwnWords & Partial<LateWords> & Partial<PageWords>;

/** Fills `{name}` in a text of the server's. */
export function fill(text: string | undefined, values: Record<string, string>): string | undefined {
  return text?.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
