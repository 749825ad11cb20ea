/** The element's own words: what must be there without an answer of the server's. The rest comes with the view. */
import type { PageWords } from '../shared/contract.ts';

export interface OwnWords {
  payButton: string;
  paying: string;
  loading: string;
  cardGroup: string;
  tryAgain: string;
  back: string;
  loadFailed: string;
  stripeBlocked: string;
  errorSummary: string;
  notSent: string;
}

/** All the words there are now; the server's are there once it has answered. */
export type Messages = OwnWords & Partial<PageWords>;

/** Fills `{name}` in a text of the server's. */
export function fill(text: string | undefined, values: Record<string, string>): string | undefined {
  return text?.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
