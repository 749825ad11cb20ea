/** The only importer of Stripe.js: its form for a card, the token of what was typed, and the bank's challenge. */
import { loadStripe } from '@stripe/stripe-js/pure';
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { AllowRedisplay, CardChoice } from '../shared/policy.ts';

export interface PaymentFormOptions {
  view: CheckoutView;
  locale: Locale;
  appearance: Appearance;
  /** Whether a card typed now is kept, as things stand. */
  save: boolean;
  stripe?: Stripe;
  onChange(change: { complete: boolean; card: CardChoice }): void;
}

export type CardToken = { kind: 'token'; id: string } | { kind: 'invalid'; message: string };

export interface PaymentForm {
  /** Resolves when the form can be typed into. */
  mount(target: HTMLElement): Promise<void>;
  setSaving(save: boolean): Promise<void>;
  setAmount(cart: { amount: number; currency: string }): Promise<void>;
  setAppearance(appearance: Appearance): void;
  createToken(card: CardChoice, allowRedisplay: AllowRedisplay): Promise<CardToken>;
  /** Resolves when the bank's challenge has left the page, however it ended. */
  handleAction(clientSecret: string): Promise<void>;
  focus(): void;
  destroy(): void;
}

export async function createPaymentForm(options: PaymentFormOptions): Promise<PaymentForm> {
  const { view, locale, appearance } = options;
  const account = view.stripe.account;
  const stripe =
    options.stripe ??
    (await loadStripe(view.stripe.publishableKey, { locale, ...(account && { stripeAccount: account }) }));
  if (!stripe) throw new Error('Stripe.js is not available');
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
    mount: (target) =>
      new Promise((resolve, reject) => {
        element.once('ready', () => resolve());
        element.once('loaderror', ({ error }) => reject(new Error(error.message)));
        element.mount(target);
      }),
    setSaving: async (save) => {
      await elements.update({ setupFutureUsage: save ? view.savingUsage : null });
    },
    setAmount: async ({ amount, currency }) => {
      await elements.update({ amount, currency });
    },
    setAppearance: (appearance) => void elements.update({ appearance }),
    async createToken(card, allowRedisplay) {
      const submitted = await elements.submit();
      if (submitted.error) return { kind: 'invalid', message: submitted.error.message ?? '' };
      const { name, email, phone, country } = view.billing;
      const result = await stripe.createConfirmationToken({
        elements,
        params: {
          ...(card === 'new' && {
            payment_method_data: {
              // Hidden fields must all be given, known or not.
              billing_details: {
                name: name ?? null,
                email: email ?? null,
                phone: phone ?? null,
                address: { country, line1: null, line2: null, city: null, state: null, postal_code: null },
              },
              allow_redisplay: allowRedisplay,
            },
          }),
          return_url: view.urls.check,
        },
      });
      return result.error
        ? { kind: 'invalid', message: result.error.message ?? '' }
        : { kind: 'token', id: result.confirmationToken.id };
    },
    handleAction: async (clientSecret) => {
      await stripe.handleNextAction({ clientSecret });
    },
    focus: () => element.focus(),
    destroy: () => element.destroy(),
  };
}
