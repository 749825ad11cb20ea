/** `<secure-checkout>` in Vue's templates: `import 'secure-checkout/vue'`, once. */
import type { HTMLAttributes } from 'vue';
import type {
  SecureCheckoutAttributes,
  SecureCheckoutListeners,
  SecureCheckoutProperties,
} from './attributes.ts';

/** In a template `@checkout-complete`, which Vue's compiler calls `onCheckoutComplete`. */
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Camel<Capitalize<Tail>>}`
  : Name;
type VueListeners = {
  [
    Name in keyof SecureCheckoutListeners as Name extends `on${infer Event}`
      ? `on${Capitalize<Camel<Event>>}`
      : never
  ]?: SecureCheckoutListeners[Name];
};

declare module 'vue' {
  interface GlobalComponents {
    'secure-checkout': new () => {
      $props: HTMLAttributes & SecureCheckoutAttributes & SecureCheckoutProperties & VueListeners;
    };
  }
}
