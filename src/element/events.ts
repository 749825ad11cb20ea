/** What the element tells the page. All bubble and cross shadow roots. */
import type { LoadProblem } from '../checkout/load-problem.ts';
import type { CheckoutStatus } from '../checkout/state.ts';

const crossing: EventInit = { bubbles: true, composed: true };

/** The card form can be typed into. */
export class CheckoutReadyEvent extends Event {
  constructor() {
    super('checkout-ready', crossing);
  }
}

/** The form could not be shown. `recoverable`: `retryLoad()` may help. */
export class CheckoutLoadErrorEvent extends Event {
  constructor(
    readonly code: LoadProblem,
    readonly recoverable: boolean,
  ) {
    super('checkout-load-error', crossing);
  }
}

export class CheckoutChangeEvent extends Event {
  constructor(
    readonly complete: boolean,
    readonly consent: boolean,
  ) {
    super('checkout-change', crossing);
  }
}

export class CheckoutConsentChangeEvent extends Event {
  constructor(
    readonly checked: boolean,
    readonly wordingVersion: string,
  ) {
    super('checkout-consent-change', crossing);
  }
}

export class CheckoutStatusChangeEvent extends Event {
  constructor(
    readonly status: CheckoutStatus,
    readonly previous: CheckoutStatus,
  ) {
    super('checkout-status-change', crossing);
  }
}

/** Before anything is sent: prevent it, or give a promise to wait for; one that rejects keeps the payment from starting. */
export class CheckoutBeforeSubmitEvent extends Event {
  readonly #waits: Promise<unknown>[] = [];

  constructor() {
    super('checkout-before-submit', { ...crossing, cancelable: true });
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#waits.push(promise);
  }

  /** Whether the payment may go on, once all has been waited for. */
  get settled(): Promise<boolean> {
    if (this.defaultPrevented) return Promise.resolve(false);
    return Promise.all(this.#waits).then(
      () => !this.defaultPrevented,
      () => false,
    );
  }
}

/** The bank's own screen opens, and closes. */
export class CheckoutActionEvent extends Event {
  constructor(phase: 'start' | 'end') {
    super(`checkout-action-${phase}`, crossing);
  }
}

/** The order is committed. Unless prevented, the page goes to `destination`. */
export class CheckoutCompleteEvent extends Event {
  readonly status = 'succeeded';

  constructor(
    readonly orderId: string,
    readonly saved: boolean,
    readonly destination: string,
  ) {
    super('checkout-complete', { ...crossing, cancelable: true });
  }
}

/** The token has expired: `respondWith` a promise of a fresh one. */
export class CheckoutTokenNeededEvent extends Event {
  response: Promise<string> | undefined;

  constructor() {
    super('checkout-token-needed', crossing);
  }

  respondWith(token: Promise<string> | string): void {
    this.response = Promise.resolve(token);
  }
}

/** A definite refusal; the shopper may try again. */
export class CheckoutErrorEvent extends Event {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly declineCode?: string,
    readonly recoverable = true,
  ) {
    super('checkout-error', crossing);
  }
}

export type ConflictKind =
  'other-tab' | 'cart-changed' | 'already-paid' | 'already-ordered' | 'taken-over' | 'expired' | 'sold-out';

/** Something stands in the way. Unless prevented, the element says so, and sold out leads back to the cart. */
export class CheckoutConflictEvent extends Event {
  constructor(
    readonly kind: ConflictKind,
    readonly returnTo?: string,
    readonly orderId?: string,
  ) {
    super('checkout-conflict', { ...crossing, cancelable: true });
  }
}

/** This method cannot be used here: the template may hide it. */
export class CheckoutUnavailableEvent extends Event {
  constructor(readonly reason: LoadProblem) {
    super('checkout-unavailable', crossing);
  }
}

declare global {
  interface HTMLElementEventMap {
    'checkout-ready': CheckoutReadyEvent;
    'checkout-load-error': CheckoutLoadErrorEvent;
    'checkout-change': CheckoutChangeEvent;
    'checkout-consent-change': CheckoutConsentChangeEvent;
    'checkout-status-change': CheckoutStatusChangeEvent;
    'checkout-before-submit': CheckoutBeforeSubmitEvent;
    'checkout-action-start': CheckoutActionEvent;
    'checkout-action-end': CheckoutActionEvent;
    'checkout-complete': CheckoutCompleteEvent;
    'checkout-token-needed': CheckoutTokenNeededEvent;
    'checkout-error': CheckoutErrorEvent;
    'checkout-conflict': CheckoutConflictEvent;
    'checkout-unavailable': CheckoutUnavailableEvent;
  }
}
