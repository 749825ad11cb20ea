/** The element's own words: what must be there without an answer of the server's. The rest comes with the view. */
import type { PageWords } from '../shared/contract.ts';

export interface OwnWords {
  testMode: string;
  payButton: string;
  paying: string;
  loading: string;
  cardGroup: string;
  email: string;
  emailWrong: string;
  cardholder: string;
  cardholderWrong: string;
  dataConsentMissing: string;
  cardWrong: string;
  tryAgain: string;
  back: string;
  offlineNow: string;
  timedOut: string;
  loadFailed: string;
  serverDown: string;
  stripeBlocked: string;
  expired: string;
  errorSummary: string;
}

/** All the words there are now; the server's are there once it has answered. */
export type Messages = OwnWords & Partial<PageWords>;

/** Fills `{name}` in a text of the server's. */
export function fill(text: string | undefined, values: Record<string, string>): string | undefined {
  return text?.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
