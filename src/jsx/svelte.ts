/** `<secure-checkout>` in Svelte 5: `import 'secure-checkout/svelte'`, once. */
import type { HTMLAttributes } from 'svelte/elements';
import type { SecureCheckout } from '../element/secure-checkout.ts';
import type {
  SecureCheckoutAttributes,
  SecureCheckoutListeners,
  SecureCheckoutProperties,
} from './attributes.ts';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'secure-checkout': HTMLAttributes<SecureCheckout> &
      SecureCheckoutAttributes &
      SecureCheckoutProperties &
      SecureCheckoutListeners;
  }
}
