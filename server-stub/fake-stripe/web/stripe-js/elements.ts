/** The Elements group: what a payment would be, before there is one. */
import type { StripeElementsOptionsMode } from '@stripe/stripe-js';
import type { FrameError } from '../messages.ts';
import { IntegrationError } from './errors.ts';
import { elementsOptions, elementsUpdate, paymentOptions } from './options.ts';
import { PaymentElement, type PaymentElementOptions } from './payment-element.ts';

/** A deferred group; one that is bound to a client secret from the start is not played here. */
export type ElementsOptions = StripeElementsOptionsMode & {
  mode: string;
  amount: number;
  currency: string;
  locale?: string;
};

export interface Keys {
  /** Of its frames. */
  base: string;
  api: string;
  publishableKey: string;
  account?: string | undefined;
}

export class Elements {
  options: ElementsOptions;
  submitted = false;
  payment: PaymentElement | undefined;
  readonly #keys: Keys;

  constructor(keys: Keys, options: ElementsOptions) {
    const call = 'elements()';
    if ('paymentMethodTypes' in options) {
      throw new IntegrationError('paymentMethodTypes is no longer supported. Use allowedPaymentMethodTypes.');
    }
    if ('clientSecret' in options) {
      throw new IntegrationError(
        `${call}: this Stripe.js plays deferred groups (mode, amount, currency), not those with a clientSecret.`,
      );
    }
    elementsOptions(options, '', call);
    for (const name of ['mode', 'currency'] as const) {
      if (options[name] === undefined) throw new IntegrationError(`Missing value for ${call}: ${name}.`);
    }
    if (options.mode === 'payment' && !(options.amount > 0)) {
      throw new IntegrationError(`Invalid value for ${call}: amount should be positive in payment mode.`);
    }
    this.#keys = keys;
    this.options = options;
  }

  create(type: string, options: PaymentElementOptions = {}): PaymentElement {
    if (type !== 'payment') throw new IntegrationError(`${type} is not an element of this Stripe.js.`);
    if (this.payment) throw new IntegrationError('Can only create one Element of type payment.');
    paymentOptions(options, '', 'elements.create()');
    this.payment = new PaymentElement(this.#keys, this, options);
    return this.payment;
  }

  getElement(type: string): PaymentElement | null {
    return type === 'payment' ? (this.payment ?? null) : null;
  }

  /** An element that was destroyed may be created anew. */
  forget(): void {
    this.payment = undefined;
    this.submitted = false;
  }

  async update(change: Partial<ElementsOptions>): Promise<void> {
    elementsUpdate(change, '', 'elements.update()');
    this.options = { ...this.options, ...change };
    // What was checked was another payment.
    if (Object.keys(change).some((name) => name !== 'appearance')) this.submitted = false;
    if (change.appearance) this.payment?.sendAppearance();
    if (change.locale) this.payment?.sendLocale();
  }

  async fetchUpdates(): Promise<{ error?: FrameError }> {
    return {};
  }

  async submit(): Promise<{ error?: FrameError; selectedPaymentMethod?: string }> {
    if (!this.payment?.isMounted) {
      throw new IntegrationError('elements.submit() needs a mounted Payment Element.');
    }
    const { error } = await this.payment.ask({ kind: 'validate' });
    this.submitted = !error;
    return error ? { error } : { selectedPaymentMethod: 'card' };
  }
}
