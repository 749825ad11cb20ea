/** The Elements group and its Payment Element: a frame of another origin in the shop's light DOM. */
import type { FromFrame, ToFrame, FrameError } from '../messages.ts';
import { IntegrationError } from './errors.ts';

export interface ElementsOptions {
  mode: string;
  amount: number;
  currency: string;
  captureMethod?: string;
  setupFutureUsage?: string | null;
  allowedPaymentMethodTypes?: string[];
  paymentMethodTypes?: string[];
  customerSessionClientSecret?: string;
  locale?: string;
  appearance?: { theme?: string; variables?: Record<string, string> };
}

type Answer = { error?: FrameError; token?: { id: string } };
type Handler = (event: Record<string, unknown>) => void;

interface Keys {
  base: string;
  publishableKey: string;
  account?: string | undefined;
}

export class Elements {
  options: ElementsOptions;
  submitted = false;
  payment: PaymentElement | undefined;
  readonly #keys: Keys;

  constructor(keys: Keys, options: ElementsOptions) {
    if (options.paymentMethodTypes) {
      throw new IntegrationError('paymentMethodTypes is no longer supported. Use allowedPaymentMethodTypes.');
    }
    if (options.mode === 'payment' && !(options.amount > 0)) {
      throw new IntegrationError('elements() needs a positive amount in payment mode.');
    }
    this.#keys = keys;
    this.options = options;
  }

  create(type: string): PaymentElement {
    if (type !== 'payment') throw new IntegrationError(`${type} is not an element of this Stripe.js.`);
    if (this.payment) throw new IntegrationError('Can only create one Element of type payment.');
    this.payment = new PaymentElement(this.#keys, this);
    return this.payment;
  }

  getElement(type: string): PaymentElement | null {
    return type === 'payment' ? (this.payment ?? null) : null;
  }

  async update(change: Partial<ElementsOptions>): Promise<void> {
    this.options = { ...this.options, ...change };
    if (change.appearance) this.payment?.sendAppearance();
  }

  async fetchUpdates(): Promise<Record<string, never>> {
    return {};
  }

  async submit(): Promise<{ error?: FrameError; selectedPaymentMethod?: string }> {
    if (!this.payment) throw new IntegrationError('elements.submit() needs a mounted Payment Element.');
    const { error } = await this.payment.ask({ kind: 'validate' });
    this.submitted = !error;
    return error ? { error } : { selectedPaymentMethod: 'card' };
  }
}

export class PaymentElement {
  readonly #keys: Keys;
  readonly #elements: Elements;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #frame: HTMLIFrameElement | undefined;
  #destroyed = false;
  #next = 1;

  constructor(keys: Keys, elements: Elements) {
    this.#keys = keys;
    this.#elements = elements;
  }

  on(event: string, handler: Handler): this {
    const set = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, set.add(handler));
    return this;
  }

  once(event: string, handler: Handler): this {
    const first: Handler = (value) => {
      this.off(event, first);
      handler(value);
    };
    return this.on(event, first);
  }

  off(event: string, handler?: Handler): this {
    if (handler) this.#handlers.get(event)?.delete(handler);
    else this.#handlers.delete(event);
    return this;
  }

  mount(target: string | HTMLElement): void {
    if (this.#destroyed) throw new IntegrationError('This Element has already been destroyed.');
    const box = typeof target === 'string' ? document.querySelector<HTMLElement>(target) : target;
    if (!box?.isConnected) throw new IntegrationError('The element to mount on is not in the document.');
    if (box.getRootNode() instanceof ShadowRoot) {
      throw new IntegrationError(
        'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.',
      );
    }
    const frame = document.createElement('iframe');
    frame.src = `${this.#keys.base}/elements/payment?parent=${encodeURIComponent(location.origin)}`;
    frame.title = this.#locale === 'ja' ? '安全なカード入力欄' : 'Secure card input frame';
    frame.allow = 'payment *';
    const style = { border: '0', width: '100%', height: '0', display: 'block', 'min-width': '100%' };
    for (const [name, value] of Object.entries(style)) frame.style.setProperty(name, value, 'important');
    addEventListener('message', this.#receive);
    box.replaceChildren(frame);
    this.#frame = frame;
    this.#emit('loaderstart');
  }

  unmount(): void {
    removeEventListener('message', this.#receive);
    this.#frame?.remove();
    this.#frame = undefined;
  }

  destroy(): void {
    this.unmount();
    this.#destroyed = true;
  }

  update(): void {}
  collapse(): void {}
  clear(): void {}
  blur(): void {
    this.#frame?.blur();
  }

  focus(): void {
    this.#send({ kind: 'focus' });
  }

  sendAppearance(): void {
    this.#send({ kind: 'appearance', ...this.#appearance });
  }

  ask(
    question: { kind: 'validate' } | { kind: 'create-token'; fields: Record<string, string> },
  ): Promise<Answer> {
    if (this.#destroyed || !this.#frame) throw new IntegrationError('The Payment Element is not mounted.');
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send(
        question.kind === 'validate'
          ? { kind: 'validate', id }
          : { kind: 'create-token', id, request: { fields: question.fields } },
      );
    });
  }

  get #locale(): 'ja' | 'en' {
    return this.#elements.options.locale?.startsWith('en') ? 'en' : 'ja';
  }

  get #appearance() {
    const { theme = 'stripe', variables = {} } = this.#elements.options.appearance ?? {};
    return { theme, variables };
  }

  #send(message: ToFrame): void {
    this.#frame?.contentWindow?.postMessage(message, this.#keys.base);
  }

  #emit(type: string, more: Record<string, unknown> = {}): void {
    // A copy: `once` takes its handler out while it runs.
    for (const handler of Array.from(this.#handlers.get(type) ?? []))
      handler({ elementType: 'payment', ...more });
  }

  readonly #receive = (event: MessageEvent<FromFrame>): void => {
    if (event.origin !== this.#keys.base || event.source !== this.#frame?.contentWindow) return;
    const message = event.data;
    const { options } = this.#elements;
    switch (message.kind) {
      case 'booted': {
        const saved = options.customerSessionClientSecret;
        const { publishableKey, account } = this.#keys;
        this.#send({
          kind: 'start',
          options: {
            publishableKey,
            ...(account && { account }),
            locale: this.#locale,
            ...(saved && { savedCards: saved }),
            ...this.#appearance,
          },
        });
        return;
      }
      case 'ready':
        this.#emit('ready');
        return;
      case 'loaderror':
        this.#emit('loaderror', { error: { type: 'api_error', message: message.message } });
        return;
      case 'height':
        this.#frame?.style.setProperty('height', `${message.pixels}px`, 'important');
        return;
      case 'change': {
        const { complete, empty, saved } = message;
        const value = { type: 'card', ...(saved && { payment_method: { id: saved, type: 'card' } }) };
        this.#emit('change', { complete, empty, collapsed: false, value });
        return;
      }
      case 'focus':
      case 'blur':
        this.#emit(message.kind);
        return;
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
    }
  };
}
