/** Everything behind one element: what it knows, from when it is put on a page to when it leaves it for good. */
import { createApiClient, type ApiClient } from '../checkout/api-client.ts';
import { CheckoutController } from '../checkout/controller.ts';
import type { PanelAction } from '../checkout/panel.ts';
import { mayPay, type CheckoutState } from '../checkout/state.ts';
import { loadLate, type Late } from '../load-late.ts';
import { en } from '../locales/en.ts';
import { ja } from '../locales/ja.ts';
import type { Messages } from '../locales/messages.ts';
import type { CheckoutView } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';
import type { CardBox } from '../stripe/card-slot.ts';
import { readAppearance } from '../stripe/appearance.ts';
import { createPaymentForm, type PaymentForm } from '../stripe/payment-element.ts';
import { displayOf, previewKey, type Display, type DisplayConfig } from './display.ts';
import { CheckoutLoadErrorEvent } from './events.ts';
import { focusSummary } from './focus.ts';
import { createHost } from './host.ts';
import { localeOf, nextPaint, nextTurn, onceVisible, readConfig, takesRoom } from './page.ts';
import { report } from './report.ts';
import type { SecureCheckout } from './secure-checkout.ts';
import { isDark, type PageWatcher } from './watch-page.ts';

/** A look at the server is worth nothing so soon after the last. Milliseconds. */
const freshFor = 5000;

/** What the shopper typed and ticked outside Stripe's form. */
interface Answers {
  email: string;
  cardholder: string;
  consented: boolean;
  dataConsented: boolean;
}

const nothingSaid: Answers = { email: '', cardholder: '', consented: false, dataConsented: false };

export class Connection implements PageWatcher {
  state: CheckoutState = { status: 'loading' };
  view: CheckoutView | undefined;
  answers = nothingSaid;
  /** Not to be seen yet, as a method that is not chosen: nothing is drawn and nobody is asked. */
  asleep = false;
  /** What was drawn last. */
  drawn: Display | undefined;
  /** A fieldset around the element may disable it. */
  barred = false;
  /** The page shows this conflict by itself. */
  prevented = false;
  /** The second file, once it is here. */
  late: Late | undefined;
  controller: CheckoutController | undefined;
  preview: PaymentForm | undefined;
  card: CardBox | undefined;
  seenToken = '';
  /** The panel of test cards, drawn only where somebody looks into it. */
  cardsOpen = false;

  readonly element: SecureCheckout;
  /** Whether the browser may leave the page by itself. */
  readonly #mayLeave: () => boolean;
  #json: DisplayConfig | undefined;
  #seenAt = 0;
  /** What was started last; aborted, whoever comes back to it is too late. */
  #run: AbortController | undefined;

  constructor(element: SecureCheckout, mayLeave: () => boolean) {
    this.element = element;
    this.#mayLeave = mayLeave;
  }

  get locale(): Locale {
    return localeOf(this.element);
  }

  get words(): Messages {
    const { locale, late, view, element } = this;
    return {
      ...(locale === 'en' ? en : ja),
      ...late?.lateWords[locale],
      ...view?.words,
      ...element.messages,
    };
  }

  get display(): Display {
    const { element, view, controller } = this;
    return displayOf([element, element.config, this.#json], view, controller?.decision.display);
  }

  get isDisabled(): boolean {
    return this.element.disabled || this.barred;
  }

  get isDark(): boolean {
    return isDark(this.element.theme);
  }

  /** Everything is in place for a payment. */
  get isComplete(): boolean {
    return Boolean(this.controller?.complete) && this.late?.wrongFields(this).length === 0;
  }

  /** Before anything is drawn: the JSON beside the element may say how it looks. */
  readConfig(): void {
    this.#json = readConfig(this.element);
  }

  start(): void {
    const { element } = this;
    if (this.#run || !element.isConnected) return;
    const { signal } = (this.#run = new AbortController());
    this.seenToken = element.token;
    this.set({ state: { status: element.endpoint ? 'loading' : 'ready' } });
    this.asleep = Boolean(element.endpoint) && !takesRoom(element);
    if (this.asleep) onceVisible(element, signal, () => this.restart());
    else void (element.endpoint ? this.#connect(signal) : this.#showPreview(signal));
  }

  stop(): void {
    this.#run?.abort();
    this.controller?.stop();
    this.preview?.destroy();
    this.card?.remove();
    this.controller = this.preview = this.card = this.#run = undefined;
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** The element stands elsewhere on the page, or on it again. */
  moved(): void {
    if (!this.controller) this.start();
    else if (this.state.status === 'loading') this.restart();
    else this.controller.moved();
  }

  /** A new token is the same cart at another price, or the one that was missing; what was typed stays. */
  useToken(): void {
    this.seenToken = this.element.token;
    if (mayPay(this.state)) void this.controller?.refresh();
    else if (this.state.status === 'loading') this.restart();
  }

  /** Back from the back-forward cache. */
  restored(): void {
    const { status } = this.state;
    if (mayPay(this.state)) void this.controller?.refresh();
    else if (['loading', 'conflict', 'succeeded'].includes(status)) this.restart();
  }

  seen(): void {
    if (Date.now() - this.#seenAt > freshFor) void this.controller?.refresh();
  }

  /** Custom properties do not reach into Stripe's frame: it is told of a change. */
  restyle(): void {
    const form = this.controller?.form ?? this.preview;
    const { element } = this;
    if (form)
      void element.updateComplete.then(() =>
        form.setAppearance(readAppearance(element, this.isDark, element.appearance)),
      );
  }

  /** Draws what has changed. */
  set(
    change: Partial<Pick<Connection, 'state' | 'view' | 'preview' | 'barred' | 'answers' | 'cardsOpen'>>,
  ): void {
    Object.assign(this, change);
    this.element.requestUpdate();
  }

  answer(change: Partial<Answers> = nothingSaid): void {
    const answers = { ...this.answers, ...change };
    const { consented, dataConsented } = answers;
    if (this.controller) Object.assign(this.controller, { consented, dataConsented });
    this.set({ answers });
    this.changed();
  }

  changed(): void {
    this.element.requestUpdate();
    const { late } = this;
    if (late) this.#send(new late.events.CheckoutChangeEvent(this.isComplete, this.answers.consented));
  }

  consent(consented: boolean): void {
    const { late, view } = this;
    this.answer({ consented });
    const version = view?.wordings.consent.version ?? '';
    if (late) this.#send(new late.events.CheckoutConsentChangeEvent(consented, version));
  }

  showView(view: CheckoutView): void {
    this.#seenAt = Date.now();
    const { consented = false, dataConsented = false } = this.controller ?? {};
    Object.assign(this, { view, answers: { ...this.answers, consented, dataConsented } });
    // Stripe's frame is begun in this turn; while it loads there is time to draw.
    void nextTurn().then(() => this.element.requestUpdate());
  }

  show(next: CheckoutState, previous: CheckoutState): void {
    this.prevented = false;
    this.set({ state: next });
    const failure = (state: CheckoutState & { status: 'failed' }) => this.failureText(state);
    for (const told of this.late?.stateEvents(next, previous, failure, this.view?.urls) ?? []) {
      const goesOn = this.#send(told.event);
      if (!goesOn && next.status === 'conflict') this.prevented = true;
      if (goesOn && told.destination && this.#mayLeave()) location.assign(told.destination);
    }
    if (next.status === 'failed') void this.element.updateComplete.then(() => focusSummary(this));
  }

  failureText(state: CheckoutState & { status: 'failed' }): string {
    return this.late?.failureText(state, this.words) ?? '';
  }

  act = (action: PanelAction): void => {
    if (action === 'retryLoad') this.restart();
    else if (action === 'reload') location.reload();
    else void this.controller?.act(action);
  };

  #send(event: Event): boolean {
    return this.element.dispatchEvent(event);
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { element } = this;
    const api = this.#createApi(signal);
    // Asked for at once, and made use of when the first view is on the screen.
    const asked = element.token ? api.view() : undefined;
    await element.updateComplete.then(nextPaint);
    if (signal.aborted) return;
    const controller = new CheckoutController(createHost(this, api));
    this.controller = controller;
    if (element.token || (await controller.host.renewToken())) {
      if (!signal.aborted) await controller.load(asked);
    } else if (this.late) report('SC001');
  }

  async #showPreview(signal: AbortSignal): Promise<void> {
    const { element } = this;
    const key = previewKey([element, element.config, this.#json]);
    if (key === undefined) report('SC002');
    if (element.token) report('SC001');
    const late = key || element.cardholderField ? await this.fetchLate() : undefined;
    if (!late || signal.aborted) return;
    const host = createHost(this, this.#createApi(signal));
    const preview = key && (await late.openPreview(key, host, createPaymentForm));
    if (!preview) return;
    if (signal.aborted) preview.destroy();
    else this.set({ preview });
  }

  #createApi(signal: AbortSignal): ApiClient {
    const { element } = this;
    return createApiClient({
      endpoint: element.endpoint,
      locale: () => this.locale,
      token: () => element.token,
      signal,
    });
  }

  /** The second file. Where it cannot be had that is said, and can be tried again: nothing has been sent yet. */
  async fetchLate(): Promise<Late | undefined> {
    if (this.late) return this.late;
    const run = this.#run;
    this.late = await loadLate().catch(() => undefined);
    if (this.late) this.element.requestUpdate();
    else if (run === this.#run && this.element.endpoint) {
      const problem = navigator.onLine ? 'network' : 'offline';
      this.set({ state: { status: 'loading', problem } });
      this.#send(new CheckoutLoadErrorEvent(problem, true));
    }
    return this.late;
  }
}
