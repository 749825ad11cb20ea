import type {
  StripeError,
  StripePaymentElementChangeEvent,
  StripePaymentElementSavedPaymentMethodRemoveEvent,
} from '@stripe/stripe-js';
import { IntegrationError } from './errors.ts';

/** The events that happen here, by Stripe's own types of them. */
interface Events {
  loaderstart: object;
  ready: object;
  loaderror: { error: StripeError };
  focus: object;
  blur: object;
  escape: object;
  change: Omit<StripePaymentElementChangeEvent, 'elementType'>;
  savedpaymentmethodremove: Omit<StripePaymentElementSavedPaymentMethodRemoveEvent, 'elementType'>;
}

export type Handler = (event: Record<string, unknown>) => void;

/** Who listens to an Element, and how it is told. */
export class ElementEvents {
  readonly #handlers = new Map<string, Set<Handler>>();

  on(event: string, handler: Handler): void {
    if (typeof handler !== 'function') throw new IntegrationError(`on('${event}') needs a function.`);
    const set = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, set.add(handler));
  }

  once(event: string, handler: Handler): void {
    const first: Handler = (value) => {
      this.off(event, first);
      handler(value);
    };
    this.on(event, first);
  }

  off(event: string, handler?: Handler): void {
    if (handler) this.#handlers.get(event)?.delete(handler);
    else this.#handlers.delete(event);
  }

  emit<Type extends keyof Events>(type: Type, more: Events[Type]): void {
    // A copy: `once` takes its handler out while it runs.
    for (const handler of Array.from(this.#handlers.get(type) ?? []))
      handler({ elementType: 'payment', ...more });
  }
}
