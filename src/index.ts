export * from './define.ts';
export * from './element/events.ts';
export type { Billing } from './checkout/page.ts';
export type { CheckoutState, CheckoutStatus } from './checkout/state.ts';
export type { DisplayConfig } from './element/display.ts';
export type {
  SecureCheckoutAttributes,
  SecureCheckoutListeners,
  SecureCheckoutProperties,
} from './jsx/attributes.ts';
export type { Messages } from './locales/messages.ts';
