/** What is loaded for `secure-checkout/react` and its like: they bring types alone. */
export type { SecureCheckoutAttributes } from './attributes.ts';
