/** One tab of the shopper: the real storefront in a frame, and a hand that types and presses there. */
import type { FromOnlooker } from '../../../server-stub/fake-stripe/web/messages.ts';
import { until } from './until.ts';

export const cards = { accepted: '4242 4242 4242 4242', challenged: '4000 0027 6000 3184' } as const;

export interface TabOptions {
  home: HTMLElement;
  title: string;
  closed: string;
  fake: string;
  signal: AbortSignal;
}

export class Tab {
  readonly #options: TabOptions;
  readonly #figure = document.createElement('figure');
  readonly #frame = document.createElement('iframe');

  constructor(options: TabOptions) {
    this.#options = options;
    const caption = document.createElement('figcaption');
    caption.textContent = options.title;
    this.#figure.className = 'tab';
    this.#frame.title = options.title;
    this.#frame.src = '/checkout';
    this.#figure.append(caption, this.#frame);
    options.home.append(this.#figure);
  }

  /** The element came to rest in one of these, and is in view. */
  async untilStatus(...wanted: string[]): Promise<void> {
    await this.#until(() => wanted.includes(this.#element?.status ?? ''));
    const top = this.#element?.getBoundingClientRect().top ?? 0;
    // Not scrollIntoView, which would move the page around the frame as well.
    this.#frame.contentWindow?.scrollBy({ top: top - 12, behavior: 'instant' });
  }

  async payWith(card: keyof typeof cards): Promise<void> {
    const form = await this.#until(() => this.#find('iframe[src*="/elements/payment"]'));
    this.#send(form, { kind: 'type-card', number: cards[card], expiry: '12 / 34', cvc: '123' });
    await this.#until(() => this.#element?.checkValidity());
    void this.#element?.submit();
  }

  /** The address of the bank's page, once it is there. */
  async untilBankAsks(): Promise<URL> {
    const challenge = await this.#until(() => this.#find('iframe[src*="/3ds/"]'));
    return new URL(challenge.src);
  }

  /** It may still be loading, so it is told until it is gone. */
  async answerBank(): Promise<void> {
    await this.#until(() => {
      const challenge = this.#find('iframe[src*="/3ds/"]');
      if (challenge) this.#send(challenge, { kind: 'answer-bank', outcome: 'complete' });
      return !challenge;
    });
  }

  async takeOver(): Promise<void> {
    await this.#element?.takeOver();
  }

  /** Where the shopper has been sent. */
  async untilAt(path: RegExp): Promise<void> {
    await this.#until(() => path.test(this.#frame.contentWindow?.location.pathname ?? ''));
  }

  close(): void {
    this.#frame.remove();
    const notice = document.createElement('p');
    notice.textContent = this.#options.closed;
    this.#figure.append(notice);
    this.#figure.classList.add('closed');
  }

  get #element() {
    return this.#frame.contentDocument?.querySelector('secure-checkout');
  }

  #find(selector: string): HTMLIFrameElement | null | undefined {
    return this.#frame.contentDocument?.querySelector<HTMLIFrameElement>(selector);
  }

  #send(frame: HTMLIFrameElement, message: FromOnlooker): void {
    frame.contentWindow?.postMessage(message, this.#options.fake);
  }

  #until<T>(look: () => T | undefined | false | null): Promise<T> {
    return until(look, this.#options.signal);
  }
}
