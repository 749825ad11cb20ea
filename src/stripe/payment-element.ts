/** Stripe's form for a card. */
import type { Appearance, Stripe, StripeElements } from '@stripe/stripe-js';
import type { CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { CardChoice } from '../shared/policy.ts';
import { loadStripe } from './load-stripe.ts';

export interface PaymentFormOptions {
  view: Pick<CheckoutView, 'stripe' | 'cart' | 'savingUsage' | 'savedCards'>;
  locale: Locale;
  appearance: Appearance;
  /** Whether a card typed now is kept, as things stand. */
  save: boolean;
  stripe?: Stripe;
  onChange(change: { complete: boolean; card: CardChoice }): void;
}

export interface PaymentForm {
  readonly stripe: Stripe;
  readonly elements: StripeElements;
  /** Resolves when the form can be typed into. */
  mount(target: HTMLElement): Promise<void>;
  /** After the box was moved, which reloads its frame. */
  remount(target: HTMLElement): void;
  setSaving(save: boolean): Promise<void>;
  setAmount(cart: { amount: number; currency: string }): Promise<void>;
  setLocale(locale: Locale): void;
  setAppearance(appearance: Appearance): void;
  focus(): void;
  clear(): void;
  destroy(): void;
}

/** After this long without a sign Stripe's frame is not coming. Milliseconds. */
export const mountTimeout = 30_000;

export async function createPaymentForm(options: PaymentFormOptions): Promise<PaymentForm> {
  const { view, locale, appearance } = options;
  const account = view.stripe.account;
  const stripe =
    options.stripe ??
    (await loadStripe(view.stripe.publishableKey, { locale, ...(account && { stripeAccount: account }) }));
  const elements = stripe.elements({
    mode: 'payment',
    amount: view.cart.amount,
    currency: view.cart.currency,
    captureMethod: 'manual',
    paymentMethodCreation: 'manual',
    allowedPaymentMethodTypes: ['card'],
    locale,
    appearance,
    loader: 'never',
    ...(options.save && { setupFutureUsage: view.savingUsage }),
    ...(view.savedCards && { customerSessionClientSecret: view.savedCards }),
  });
  const element = elements.create('payment', {
    layout: 'tabs',
    terms: { card: 'never' },
    wallets: { link: 'never', applePay: 'never', googlePay: 'never' },
    fields: { billingDetails: 'never' },
  });
  element.on('change', ({ complete, value }) => {
    options.onChange({ complete, card: value.payment_method ? 'saved' : 'new' });
  });

  return {
    stripe,
    elements,
    mount: (target) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('Stripe’s frame does not answer')), mountTimeout);
        element.once('ready', () => resolve(clearTimeout(timer)));
        element.once('loaderror', ({ error }) => reject(new Error(error.message)));
        element.mount(target);
      }),
    remount(target) {
      element.unmount();
      element.mount(target);
    },
    setSaving: async (save) => {
      await elements.update({ setupFutureUsage: save ? view.savingUsage : null });
    },
    setAmount: async ({ amount, currency }) => {
      await elements.update({ amount, currency });
    },
    setLocale: (locale) => void elements.update({ locale }),
    setAppearance: (appearance) => void elements.update({ appearance }),
    focus: () => element.focus(),
    clear: () => element.clear(),
    destroy: () => element.destroy(),
  };
}
