import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Stripe } from '@stripe/stripe-js';
import { CheckoutController } from '../checkout/controller.ts';
import type { CheckoutHost } from '../checkout/page.ts';
import { mayPay, type CheckoutState, type CheckoutStatus } from '../checkout/state.ts';
import { en } from '../locales/en.ts';
import { ja } from '../locales/ja.ts';
import type { Messages } from '../locales/messages.ts';
import type { CheckoutView } from '../shared/contract.ts';
import { savingDisplay, type CardSaving, type Shopper } from '../shared/policy.ts';
import type { Locale } from '../shared/money.ts';
import { readAppearance } from '../stripe/appearance.ts';
import { ensureCardBox } from './card-slot.ts';
import * as events from './events.ts';
import { loadPanel, renderPanel } from './parts/panel.ts';
import { renderSaving } from './parts/saving.ts';
import { stateEvents } from './state-events.ts';
import { styles } from './styles.ts';

/**
 * A card checkout: the payment's words, Stripe's card form, consent or notice, and the button that places the order.
 *
 * ```html
 * <secure-checkout endpoint="https://pay.shop.example" token="…" lang="ja"></secure-checkout>
 * ```
 *
 * @summary Takes a card payment for one cart, through 3-D Secure, exactly once.
 * @slot card - Stripe's form; the element fills it.
 * @slot - What shows where scripts do not run.
 * @csspart base @csspart header @csspart name @csspart description @csspart test-badge @csspart card
 * @csspart skeleton @csspart consent @csspart consent-checkbox @csspart consent-label @csspart notice
 * @csspart error-summary @csspart live @csspart submit @csspart spinner @csspart conflict
 * @fires checkout-ready @fires checkout-load-error @fires checkout-change @fires checkout-consent-change
 * @fires checkout-status-change @fires checkout-action-start @fires checkout-action-end @fires checkout-complete
 * @fires checkout-token-needed @fires checkout-error @fires checkout-conflict @fires checkout-unavailable
 */
export class SecureCheckout extends LitElement {
  static override styles = styles;

  /** Origin of the checkout server. Without it the element only shows what its attributes say. */
  @property() endpoint = '';
  /** What the shop's server signed for this cart. */
  @property() token = '';
  @property({ attribute: 'payment-name' }) paymentName = '';
  @property() description = '';
  @property({ attribute: 'consent-text' }) consentText = '';
  @property({ attribute: 'save-notice' }) saveNotice = '';
  @property({ attribute: 'card-saving' }) cardSaving: CardSaving = 'off';
  @property() shopper: Shopper = 'guest';
  @property({ attribute: 'submit-label' }) submitLabel = '';
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'light';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean, attribute: 'hide-submit' }) hideSubmit = false;
  /** Where the payment stands. Read only; reflected, so that a page can style by it. */
  @property({ reflect: true }) status: CheckoutStatus = 'loading';

  /** A Stripe instance of the page's own, for tests. */
  stripe: Stripe | undefined;

  @state() private checkout: CheckoutState = { status: 'loading' };
  @state() private view: CheckoutView | undefined;
  @state() private consented = false;
  @query('.error') private errorSummary: HTMLElement | null | undefined;
  private controller: CheckoutController | undefined;
  private submitting: Promise<CheckoutStatus> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pageshow', this.handlePageShow);
    if (this.hasUpdated) this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.handlePageShow);
    const { controller } = this;
    // Moved within the page, it is connected again before this turn ends, and nothing was interrupted.
    queueMicrotask(() => {
      if (this.isConnected || this.controller !== controller) return;
      controller?.stop();
      this.controller = undefined;
    });
  }

  protected override firstUpdated(): void {
    this.start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((changed.has('endpoint') || changed.has('token')) && this.hasUpdated) this.start();
  }

  /** Places the order. A repeated call gets the same promise while one is under way. */
  submit(): Promise<CheckoutStatus> {
    if (!this.controller || this.disabled) return Promise.resolve(this.status);
    this.submitting ??= this.controller
      .submit()
      .then(({ status }) => status)
      .finally(() => (this.submitting = undefined));
    return this.submitting;
  }

  /** Loads again after a load error. */
  retryLoad(): void {
    this.controller?.stop();
    this.controller = undefined;
    this.start();
  }

  /** Goes on here with a payment that another page began; that one is cancelled first. */
  async takeOver(): Promise<void> {
    await this.controller?.takeOver();
  }

  private resume = (): unknown => this.controller?.resume();
  private cancel = (): unknown => this.controller?.cancel();

  private get locale(): Locale {
    const lang = this.lang || this.closest('[lang]')?.getAttribute('lang') || 'ja';
    return lang.toLowerCase().startsWith('en') ? 'en' : 'ja';
  }

  private get words(): Messages {
    return { ...(this.locale === 'en' ? en : ja), ...this.view?.words };
  }

  private start(): void {
    if (this.controller || !this.endpoint || !this.token) return;
    ensureCardBox(this).replaceChildren();
    this.controller = new CheckoutController(this.host());
    void this.controller.load();
  }

  private host(): CheckoutHost {
    return {
      endpoint: this.endpoint,
      locale: this.locale,
      stripe: this.stripe,
      token: () => this.token,
      renewToken: async () => {
        const event = new events.CheckoutTokenNeededEvent();
        this.dispatchEvent(event);
        const token = await event.response?.catch(() => undefined);
        if (token) this.token = token;
        return token;
      },
      painted: async () => {
        await this.updateComplete;
        await nextFrame();
      },
      cardTarget: () => ensureCardBox(this),
      appearance: () => readAppearance(this, this.isDark),
      onState: (next, previous) => this.show(next, previous),
      onView: (view) => {
        this.view = view;
        this.consented = this.controller?.consented ?? false;
      },
      onCard: ({ complete }) => {
        this.requestUpdate();
        this.dispatchEvent(new events.CheckoutChangeEvent(complete, this.consented));
      },
      onAction: (phase) => void this.dispatchEvent(new events.CheckoutActionEvent(phase)),
    };
  }

  private get isDark(): boolean {
    return (
      this.theme === 'dark' || (this.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
    );
  }

  private show(next: CheckoutState, previous: CheckoutState): void {
    this.checkout = next;
    this.status = next.status;
    for (const { event, destination } of stateEvents(next, previous, (state) => this.failureText(state))) {
      if (this.dispatchEvent(event) && destination) location.assign(destination);
    }
    if (next.status === 'failed') void this.updateComplete.then(() => this.errorSummary?.focus());
  }

  /** Everything that fails before the second file is here fails for want of it. */
  private failureText(state: CheckoutState & { status: 'failed' }): string {
    return this.controller?.late?.failureText(state, this.words) ?? this.words.notSent;
  }

  /** Out of the back-forward cache nothing on the page can be trusted: ask again. */
  private handlePageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.retryLoad();
  };

  private handleConsent = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.consented = event.target.checked;
    if (this.controller) this.controller.consented = this.consented;
    const version = this.view?.wordings.consent.version ?? '';
    this.dispatchEvent(new events.CheckoutConsentChangeEvent(this.consented, version));
  };

  protected override render(): TemplateResult {
    const { checkout, view, words } = this;
    const wordings = view?.wordings;
    const showForm = !this.endpoint || mayPay(checkout) || checkout.status === 'processing';
    const loading = checkout.status === 'loading' && !checkout.problem && this.endpoint !== '';
    const description = this.description || wordings?.description.text;
    const panel = this.panel();
    return html`<div class="base" part="base">
      <div class="header" part="header">
        <h2 class="name" part="name">${this.paymentName || wordings?.name.text || nothing}</h2>
        ${
          view?.stripe.mode === 'test'
            ? html`<span class="badge" part="test-badge">${words.testMode}</span>`
            : nothing
        }
      </div>
      ${description ? html`<p class="secondary" part="description">${description}</p>` : nothing}
      <div class="live" part="live" role="status">${panel ? nothing : this.announcement()}</div>
      ${checkout.status === 'failed' ? this.renderErrors(this.failureText(checkout)) : nothing}
      ${panel ? renderPanel(panel, (action) => void this[action]()) : nothing}
      <div
        class="card"
        part="card"
        role="group"
        aria-label=${words.cardGroup}
        ?hidden=${!showForm && !loading}
      >
        ${
          loading
            ? html`<div class="skeleton" part="skeleton" aria-hidden="true"><i></i><i></i></div>`
            : nothing
        }
        <div class=${loading ? 'offstage' : ''}><slot name="card"></slot></div>
      </div>
      ${showForm || loading ? this.renderSaving() : nothing}
      ${showForm && !this.hideSubmit ? this.renderSubmit() : nothing}
      <slot></slot>
    </div>`;
  }

  private panel() {
    const { checkout, controller, words } = this;
    if (!this.endpoint) return undefined;
    if (checkout.status === 'loading')
      return checkout.problem && loadPanel(checkout.problem, checkout.message, words);
    return controller?.late?.panelOf(checkout, words, this.view);
  }

  private announcement(): string {
    if (this.checkout.status === 'processing') return this.words.paying;
    return this.checkout.status === 'loading' ? this.words.loading : '';
  }

  private renderErrors(text: string) {
    return html`<div class="panel error" part="error-summary" role="alert" tabindex="-1">
      <p>${this.words.errorSummary}</p>
      <p>${text}</p>
    </div>`;
  }

  private renderSaving() {
    const { view, controller } = this;
    const wordings = view?.wordings;
    const display = view
      ? (controller?.decision.display ?? 'none')
      : savingDisplay({ policy: this.cardSaving, shopper: this.shopper, card: 'new' });
    const words = {
      consent: this.consentText || wordings?.consent.text,
      saveNotice: this.saveNotice || wordings?.saveNotice.text,
    };
    return html`${renderSaving(display, words, {
      checked: this.consented,
      disabled: this.checkout.status === 'processing',
      onChange: this.handleConsent,
    })}${
      view?.threeDSecureData === 'notice'
        ? html`<p class="secondary" part="notice">${wordings?.threeDSecureData.text}</p>`
        : nothing
    }`;
  }

  private renderSubmit() {
    const busy = this.checkout.status === 'processing';
    const label = this.submitLabel || this.view?.wordings.payButton.text || this.words.payButton;
    return html`<button
      type="button"
      class="primary submit"
      part="submit"
      aria-disabled=${busy || this.disabled ? 'true' : 'false'}
      @click=${() => void this.submit()}
    >
      ${busy ? html`<span class="spinner" part="spinner" aria-hidden="true"></span>` : nothing}${label}
    </button>`;
  }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    // A page in the background draws no frames.
    setTimeout(resolve, 100);
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'secure-checkout': SecureCheckout;
  }
}
