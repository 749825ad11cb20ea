/** What a checkout page can be in. */
import type { AttemptView, SoldOutItem } from '../shared/contract.ts';
import type { LoadProblem } from './load-problem.ts';

/** What the shopper fills in or ticks, and an error may be about. */
export type Field = 'card' | 'email' | 'cardholder' | 'data-consent';

export interface FieldError {
  field: Field;
  text: string;
}

export type CheckoutState =
  /** `message`: what the server says to the shopper. */
  | { status: 'loading'; problem?: LoadProblem; message?: string; contact?: string }
  | { status: 'ready' }
  | { status: 'processing' }
  /** `asking`: the bank's challenge is on this page now; otherwise it waits to be resumed. */
  | { status: 'action-required'; attempt: AttemptView; asking: boolean }
  /** Money may be held: we are asking. Without an attempt the answer to the payment was lost. */
  | { status: 'pending'; attempt?: AttemptView; offline: boolean }
  | { status: 'succeeded'; orderId: string; saved: boolean; destination: string; elsewhere: boolean }
  /** Only after a definite refusal: the shopper may try again. */
  | {
      status: 'failed';
      code: 'declined' | 'invalid' | 'settings-changed' | 'rate-limited' | 'card-refused' | 'closed';
      message?: string;
      declineCode?: string;
      holdReleased?: boolean;
      /** With `invalid`: one a line of the summary. */
      fields?: FieldError[];
    }
  /** `gone`: the screen that was paying has been closed. */
  | { status: 'conflict'; kind: 'other-tab'; attempt: AttemptView; gone?: boolean }
  | {
      status: 'conflict';
      kind: 'cart-changed' | 'already-ordered' | 'taken-over';
      message?: string;
      /** What the shopper quotes to the shop, where an attempt was begun. */
      reference?: string;
    }
  | {
      status: 'conflict';
      kind: 'sold-out';
      items: SoldOutItem[];
      holdReleased: boolean;
      destination?: string;
      reference?: string;
    };

export type CheckoutStatus = CheckoutState['status'];

/** Whether the form is open for a payment. */
export function mayPay(state: CheckoutState): boolean {
  return state.status === 'ready' || state.status === 'failed';
}

/** Whether the shopper may give the same attempt another card. */
export function isRetryable(attempt: AttemptView): boolean {
  return attempt.own && attempt.status === 'declined';
}
