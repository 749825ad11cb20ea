/**
 * Stripe.js without Stripe, for tests of pages that carry the element: set it as the element's `stripe` property. It
 * takes no card and reaches no server; it keeps what it was asked for, and answers as it is told to.
 */
import type { Stripe, StripeElementsOptionsMode, StripeElementsUpdateOptions } from '@stripe/stripe-js';

export interface FakeStripe {
  /** To be set as the element's `stripe` property. */
  stripe: Stripe;
  /** Options of each `stripe.elements()`; more than one means that what was typed got lost. */
  opened: StripeElementsOptionsMode[];
  updates: StripeElementsUpdateOptions[];
  /** Parameters of each confirmation token, in order; the nth is named `ctoken_fake_n`. */
  tokens: unknown[];
  /** Client secrets of each challenge. */
  actions: string[];
  /** Forms on the page now. */
  mounted: number;
  /** How often the form was given the focus, and emptied. */
  focused: number;
  cleared: number;
  /** What the card form reports after the shopper typed, or chose a saved card. */
  fillCard(card?: 'new' | 'saved'): void;
  /** The next check of the form fails with these words. */
  rejectCardOnce(message: string): void;
  /** The form does not load until this is called with `false`. */
  failLoading(fails: boolean): void;
  /** Challenges stay open until `finishAction()`. */
  holdActions(): void;
  finishAction(): void;
}

type Listener = (event: unknown) => void;

export function createFakeStripe(): FakeStripe {
  let listeners: [type: string, listener: Listener][] = [];
  let rejection: string | undefined;
  let loadFails = false;
  let held: Promise<void> | undefined;
  let release = () => {};
  const emit = (type: string, event: object) => {
    for (const [name, listener] of listeners)
      if (name === type) listener({ elementType: 'payment', ...event });
  };

  const form = {
    on: (type: string, listener: Listener) => listeners.push([type, listener]),
    once: (type: string, listener: Listener) => listeners.push([type, listener]),
    mount(target: HTMLElement) {
      if (target.getRootNode() !== document)
        throw new Error('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
      fake.mounted++;
      queueMicrotask(() =>
        loadFails ? emit('loaderror', { error: { message: 'blocked' } }) : emit('ready', {}),
      );
    },
    focus: () => void fake.focused++,
    clear: () => void fake.cleared++,
    unmount: () => void fake.mounted--,
    destroy() {
      fake.mounted--;
      listeners = [];
    },
  };

  const stripe = {
    elements(options: StripeElementsOptionsMode) {
      fake.opened.push(options);
      return {
        create: () => form,
        async update(options: StripeElementsUpdateOptions) {
          fake.updates.push(options);
        },
        async submit() {
          const message = rejection;
          rejection = undefined;
          return message
            ? { error: { type: 'validation_error', message } }
            : { selectedPaymentMethod: 'card' };
        },
      };
    },
    async createConfirmationToken({ params }: { params: unknown }) {
      fake.tokens.push(params);
      return { confirmationToken: { id: `ctoken_fake_${fake.tokens.length}` } };
    },
    async handleNextAction({ clientSecret }: { clientSecret: string }) {
      fake.actions.push(clientSecret);
      await held;
      return {};
    },
  };

  const fake: FakeStripe = {
    // Only the methods that the element calls; the rest of Stripe's object has no part in a checkout.
    stripe: stripe as unknown as Stripe,
    opened: [],
    updates: [],
    tokens: [],
    actions: [],
    mounted: 0,
    focused: 0,
    cleared: 0,
    fillCard(card = 'new') {
      const method = card === 'saved' ? { payment_method: { id: 'pm_fake', type: 'card' } } : {};
      emit('change', { complete: true, empty: false, collapsed: false, value: { type: 'card', ...method } });
    },
    rejectCardOnce: (message) => void (rejection = message),
    failLoading: (fails) => void (loadFails = fails),
    holdActions: () => void (held = new Promise((resolve) => (release = resolve))),
    finishAction: () => release(),
  };
  return fake;
}
