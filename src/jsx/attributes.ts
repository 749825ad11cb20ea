/** The element in templates that are type-checked: what may be set on it, and what it fires. Types alone. */
import type { SecureCheckout } from '../element/secure-checkout.ts';

export interface SecureCheckoutAttributes {
  endpoint?: string;
  token?: string;
  'publishable-key'?: string;
  'payment-name'?: string;
  description?: string;
  'consent-text'?: string;
  'save-notice'?: string;
  'card-saving'?: SecureCheckout['cardSaving'];
  shopper?: SecureCheckout['shopper'];
  'submit-label'?: string;
  theme?: SecureCheckout['theme'];
  lang?: string;
  name?: string;
  disabled?: boolean;
  'hide-submit'?: boolean;
  'confirm-on-submit'?: boolean;
  'cardholder-field'?: boolean;
  'return-url'?: string;
}

/** Set as properties, which a framework does by itself where the element has one of the name. */
export type SecureCheckoutProperties = Partial<
  Pick<SecureCheckout, 'config' | 'appearance' | 'billingDetails' | 'messages' | 'stripe'>
>;

type CheckoutEventName = Extract<keyof HTMLElementEventMap, `checkout-${string}`>;

/** `oncheckout-complete` and so on, with the event that comes. */
export type SecureCheckoutListeners = {
  [Name in CheckoutEventName as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void;
};
