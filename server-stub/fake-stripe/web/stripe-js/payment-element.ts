/** The Payment Element: a frame of another origin in the shop's light DOM, and what it says. */
import type { StripePaymentElementOptions } from '@stripe/stripe-js';
import type { FrameError, FromFrame, ToFrame } from '../messages.ts';
import type { Elements, Keys } from './elements.ts';
import { IntegrationError } from './errors.ts';
import { languageOf } from './language.ts';
import { boxFor } from './mount.ts';
import { paymentUpdate } from './options.ts';

export type PaymentElementOptions = StripePaymentElementOptions;

type Answer = { error?: FrameError; token?: { id: string } };
type Handler = (event: Record<string, unknown>) => void;

const hiddenByNever = [
  'name',
  'email',
  'phone',
  'address.line1',
  'address.line2',
  'address.city',
  'address.state',
  'address.country',
  'address.postal_code',
];

export class PaymentElement {
  /** A card typed now, or one of the member's own. */
  chosen: 'new' | 'saved' = 'new';
  readonly #keys: Keys;
  readonly #elements: Elements;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #options: PaymentElementOptions;
  #frame: HTMLIFrameElement | undefined;
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
    const billing = this.#options.fields?.billingDetails;
    if (billing === 'never') return hiddenByNever;
    if (typeof billing !== 'object') return [];
    return hiddenByNever.filter((path) => {
      const [field = '', part] = path.split('.');
      const said = (billing as Record<string, unknown>)[field];
      if (said === 'never') return true;
      const name = part?.replace('postal_code', 'postalCode') ?? '';
      return typeof said === 'object' && (said as Record<string, unknown>)[name] === 'never';
    });
  }

  on(event: string, handler: Handler): this {
    if (typeof handler !== 'function') throw new IntegrationError(`on('${event}') needs a function.`);
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
    frame.addEventListener('error', () => this.#fail('The frame could not be loaded.'));
    addEventListener('message', this.#receive);
    box.replaceChildren(frame);
    this.#frame = frame;
    if (this.#elements.options.loader !== 'never') this.#emit('loaderstart');
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

  update(change: PaymentElementOptions): void {
    this.#requireLife();
    paymentUpdate(change, '', 'element.update()');
    this.#options = { ...this.#options, ...change };
    if (change.readOnly !== undefined) this.#send({ kind: 'read-only', readOnly: change.readOnly });
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
  collapse(): void {
    this.#requireLife();
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
    // Whoever waits for the frame would wait for ever.
    const error = { type: 'invalid_request_error', message: 'The Payment Element was taken off the page.' };
    for (const answer of this.#waiting.values()) answer({ error });
    this.#waiting.clear();
  }

  #fail(message: string): void {
    this.#emit('loaderror', { error: { type: 'api_connection_error', message } });
  }

  #send(message: ToFrame): void {
    this.#requireLife();
    this.#frame?.contentWindow?.postMessage(message, this.#keys.base);
  }

  #emit(type: string, more: Record<string, unknown> = {}): void {
    // A copy: `once` takes its handler out while it runs.
    for (const handler of Array.from(this.#handlers.get(type) ?? []))
      handler({ elementType: 'payment', ...more });
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
        return this.#start();
      case 'ready':
        return this.#emit('ready');
      case 'loaderror':
        return this.#fail(message.message);
      case 'height':
        return this.#frame.style.setProperty('height', `${message.pixels}px`, 'important');
      case 'change': {
        const { complete, empty, saved } = message;
        this.chosen = saved ? 'saved' : 'new';
        const value = { type: 'card', ...(saved && { payment_method: { id: saved, type: 'card' } }) };
        return this.#emit('change', { complete, empty, collapsed: false, value });
      }
      case 'removed': {
        const { paymentMethod: payment_method, error } = message;
        return this.#emit('savedpaymentmethodremove', {
          success: error === undefined,
          payment_method,
          ...(error && { error }),
        });
      }
      case 'focus':
      case 'blur':
      case 'escape':
        return this.#emit(message.kind);
      case 'answer':
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
    }
  };
}
