import { SecureCheckout } from './element/secure-checkout.ts';

/** Registering twice, from two copies of the script on one page, is harmless: the first one stays. */
if (typeof customElements !== 'undefined' && !customElements.get('secure-checkout')) {
  customElements.define('secure-checkout', SecureCheckout);
}

export { SecureCheckout };
