/** `<secure-checkout>` in the TSX of React 19: `import 'secure-checkout/react'`, once. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SecureCheckout } from '../element/secure-checkout.ts';
import type {
  SecureCheckoutAttributes,
  SecureCheckoutListeners,
  SecureCheckoutProperties,
} from './attributes.ts';

export type SecureCheckoutProps = DetailedHTMLProps<HTMLAttributes<SecureCheckout>, SecureCheckout> &
  SecureCheckoutAttributes &
  SecureCheckoutProperties &
  SecureCheckoutListeners;

declare module 'react' {
  // oxlint-disable-next-line no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'secure-checkout': SecureCheckoutProps;
    }
  }
}
