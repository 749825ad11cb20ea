/** What Stripe.js and its frame say to one another. Each side checks the other's origin and names it when it sends. */
import type { StripeErrorType, StripePaymentElementChangeEvent } from '@stripe/stripe-js';

export interface FrameOptions {
  publishableKey: string;
  account?: string;
  locale: 'ja' | 'en';
  savedCards?: string;
  variables: Record<string, string>;
  theme: string;
  labels: 'above' | 'floating';
  readOnly: boolean;
}

export interface TokenRequest {
  /** Form fields of `POST /v1/confirmation_tokens`, without the card. */
  fields: Record<string, string>;
}

/** From the page to the frame. */
export type ToFrame =
  | { kind: 'start'; options: FrameOptions }
  | ({ kind: 'appearance' } & Pick<FrameOptions, 'variables' | 'theme' | 'labels'>)
  | { kind: 'locale'; locale: 'ja' | 'en' }
  | { kind: 'read-only'; readOnly: boolean }
  | { kind: 'validate'; id: number }
  | { kind: 'create-token'; id: number; request: TokenRequest }
  | { kind: 'focus' | 'blur' | 'clear' };

export interface FrameError {
  type: StripeErrorType;
  code?: string;
  message: string;
}

/** Of a saved card, what Stripe tells the page. */
export type SavedMethod = NonNullable<StripePaymentElementChangeEvent['value']['payment_method']>;

/** From the frame to the page. */
export type FromFrame =
  | { kind: 'booted' }
  | { kind: 'ready' }
  | { kind: 'loaderror'; error: FrameError }
  | { kind: 'height'; pixels: number }
  | { kind: 'change'; complete: boolean; empty: boolean; saved?: SavedMethod }
  | { kind: 'focus' | 'blur' | 'escape' }
  | { kind: 'removed'; paymentMethod: SavedMethod; error?: string }
  | { kind: 'answer'; id: number; error?: FrameError; token?: { id: string } };

/**
 * What a page around the shop's, of the same origin, may do in a shopper's place, to show how a payment goes. Stripe's own
 * frames know nothing like it: there a person, or a test driver, types.
 */
export type FromOnlooker =
  | { kind: 'type-card'; number: string; expiry: string; cvc: string }
  | { kind: 'answer-bank'; outcome: 'complete' | 'fail' };
