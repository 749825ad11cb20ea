/** The Payment Element: a frame of another origin in the shop's light DOM, and what it says. */
import type { StripePaymentElementOptions } from '@stripe/stripe-js';
import type { FrameError, FromFrame, ToFrame } from '../messages.ts';
import type { Elements, Keys } from './elements.ts';
import { hiddenFields } from './billing-fields.ts';
import { ElementEvents, type Handler } from './element-events.ts';
import { IntegrationError } from './errors.ts';
import { languageOf } from './language.ts';
import { boxFor } from './mount.ts';
import { paymentUpdate } from './options.ts';

export type PaymentElementOptions = StripePaymentElementOptions;

/** How long a frame that has loaded may take to speak: one that a policy or the network kept out loads as well. */
const BOOT_GRACE_MS = 2000;

type Answer = { error?: FrameError; token?: { id: string } };
export class PaymentElement {
  /** A card typed now, or one of the member's own. */
  chosen: 'new' | 'saved' = 'new';
  readonly #keys: Keys;
  readonly #elements: Elements;
  readonly #events = new ElementEvents();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #options: PaymentElementOptions;
  #frame: HTMLIFrameElement | undefined;
  #boot: 'waiting' | 'booted' | { readonly failed: FrameError } = 'waiting';
  #destroyed = false;
  #next = 1;

  constructor(keys: Keys, elements: Elements, options: PaymentElementOptions) {
    this.#keys = keys;
    this.#elements = elements;
    this.#options = options;
  }

  get isMounted(): boolean {
    return this.#frame !== undefined;
  }

  /** Paths under `billing_details` that the form does not ask for because it was told "never". */
  get hiddenFields(): readonly string[] {
    return hiddenFields(this.#options);
  }

  on(event: string, handler: Handler): this {
    this.#events.on(event, handler);
    return this;
  }

  once(event: string, handler: Handler): this {
    this.#events.once(event, handler);
    return this;
  }

  off(event: string, handler?: Handler): this {
    this.#events.off(event, handler);
    return this;
  }

  mount(target: string | HTMLElement): void {
    this.#requireLife();
    const box = boxFor(target);
    if (this.#frame) {
      if (this.#frame.parentElement === box) return;
      throw new IntegrationError(
        'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.',
      );
    }
    const frame = document.createElement('iframe');
    frame.src = `${this.#keys.base}/elements/payment?parent=${encodeURIComponent(location.origin)}`;
    frame.title = this.#language === 'ja' ? '安全なカード入力欄' : 'Secure card input frame';
    frame.allow = 'payment *';
    const style = { border: '0', width: '100%', height: '0', display: 'block', 'min-width': '100%' };
    for (const [name, value] of Object.entries(style)) frame.style.setProperty(name, value, 'important');
    this.#boot = 'waiting';
    frame.addEventListener('load', () => setTimeout(() => this.#expectBoot(frame), BOOT_GRACE_MS));
    addEventListener('message', this.#receive);
    box.replaceChildren(frame);
    this.#frame = frame;
    if (this.#elements.options.loader !== 'never') this.#events.emit('loaderstart', {});
  }

  unmount(): void {
    this.#requireLife();
    this.#leave();
  }

  destroy(): void {
    this.#requireLife();
    this.#leave();
    this.#destroyed = true;
    this.#elements.forget();
  }

  update(change: PaymentElementOptions): this {
    this.#requireLife();
    paymentUpdate(change, '', 'element.update()');
    this.#options = { ...this.#options, ...change };
    if (change.readOnly !== undefined) this.#send({ kind: 'read-only', readOnly: change.readOnly });
    return this;
  }

  focus(): void {
    this.#send({ kind: 'focus' });
  }

  blur(): void {
    this.#send({ kind: 'blur' });
  }

  clear(): void {
    this.#send({ kind: 'clear' });
  }

  /** Of the layout `accordion` alone; tabs of one method stay open, as Stripe's do. */
  collapse(): this {
    this.#requireLife();
    return this;
  }

  sendAppearance(): void {
    this.#send({ kind: 'appearance', ...this.#appearance });
  }

  sendLocale(): void {
    this.#send({ kind: 'locale', locale: this.#language });
  }

  ask(
    question: { kind: 'validate' } | { kind: 'create-token'; fields: Record<string, string> },
  ): Promise<Answer> {
    this.#requireLife();
    if (!this.#frame) throw new IntegrationError('The Payment Element is not mounted.');
    if (typeof this.#boot === 'object') return Promise.resolve({ error: this.#boot.failed });
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

  get #language(): 'ja' | 'en' {
    return languageOf(this.#elements.options.locale);
  }

  get #appearance() {
    const { theme = 'stripe', variables = {}, labels } = this.#elements.options.appearance ?? {};
    const all = Object.entries(variables).map(([name, value]) => [name, String(value)] as const);
    return {
      theme,
      labels: labels === 'floating' ? labels : ('above' as const),
      variables: Object.fromEntries(all),
    };
  }

  #requireLife(): void {
    if (!this.#destroyed) return;
    throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
  }

  #leave(): void {
    removeEventListener('message', this.#receive);
    this.#frame?.remove();
    this.#frame = undefined;
    this.#giveUp({ type: 'invalid_request_error', message: 'The Payment Element was taken off the page.' });
  }

  /** Whoever waits for the frame would wait for ever. */
  #giveUp(error: FrameError): void {
    for (const answer of this.#waiting.values()) answer({ error });
    this.#waiting.clear();
  }

  #expectBoot(frame: HTMLIFrameElement): void {
    if (this.#boot !== 'waiting' || frame !== this.#frame) return;
    this.#fail({ type: 'api_connection_error', message: 'The Payment Element could not be loaded.' });
  }

  #fail(error: FrameError): void {
    this.#boot = { failed: error };
    this.#giveUp(error);
    this.#events.emit('loaderror', { error });
  }

  #send(message: ToFrame): void {
    this.#requireLife();
    this.#frame?.contentWindow?.postMessage(message, this.#keys.base);
  }

  #start(): void {
    const { customerSessionClientSecret: savedCards } = this.#elements.options;
    const { publishableKey, account } = this.#keys;
    this.#send({
      kind: 'start',
      options: {
        publishableKey,
        ...(account && { account }),
        locale: this.#language,
        ...(savedCards && { savedCards }),
        readOnly: this.#options.readOnly ?? false,
        ...this.#appearance,
      },
    });
  }

  readonly #receive = (event: MessageEvent<FromFrame>): void => {
    if (event.origin !== this.#keys.base || event.source !== this.#frame?.contentWindow) return;
    const message = event.data;
    switch (message.kind) {
      case 'booted':
        this.#boot = 'booted';
        return this.#start();
      case 'ready':
        return this.#events.emit('ready', {});
      case 'loaderror':
        return this.#fail(message.error);
      case 'height':
        return this.#frame.style.setProperty('height', `${message.pixels}px`, 'important');
      case 'change': {
        const { complete, empty, saved } = message;
        this.chosen = saved ? 'saved' : 'new';
        const value = { type: 'card', ...(saved && { payment_method: saved }) };
        return this.#events.emit('change', { complete, empty, collapsed: false, value });
      }
      case 'removed': {
        const { paymentMethod: payment_method, error } = message;
        return this.#events.emit('savedpaymentmethodremove', {
          success: error === undefined,
          payment_method,
          ...(error && { error }),
        });
      }
      case 'focus':
      case 'blur':
      case 'escape':
        return this.#events.emit(message.kind, {});
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
    }
  };
}
