import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Stripe } from '@stripe/stripe-js';
import { CheckoutController, type CheckoutHost } from '../checkout/controller.ts';
import { mayPay, type CheckoutState, type CheckoutStatus } from '../checkout/state.ts';
import { en } from '../locales/en.ts';
import { ja } from '../locales/ja.ts';
import type { Messages } from '../locales/messages.ts';
import type { CheckoutView } from '../shared/contract.ts';
import { savingDisplay, type CardSaving, type SavingDisplay, type Shopper } from '../shared/policy.ts';
import type { Locale } from '../shared/money.ts';
import { readAppearance } from '../stripe/appearance.ts';
import { ensureCardBox } from './card-slot.ts';
import * as events from './events.ts';
import { failureText, panelFor, panelText } from './parts/panel.ts';
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
  @state() private display: SavingDisplay = 'none';
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
        this.display = this.controller?.display ?? 'none';
      },
      onCard: ({ complete }) => {
        this.display = this.controller?.display ?? 'none';
        this.dispatchEvent(new events.CheckoutChangeEvent(complete, this.controller?.consented ?? false));
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
    const before = this.status;
    this.status = next.status;
    if (before !== next.status) this.dispatchEvent(new events.CheckoutStatusChangeEvent(next.status, before));
    switch (next.status) {
      case 'ready':
        if (previous.status === 'loading') this.dispatchEvent(new events.CheckoutReadyEvent());
        return;
      case 'loading':
        if (!next.problem) return;
        this.dispatchEvent(
          new events.CheckoutLoadErrorEvent(
            next.problem,
            next.problem === 'network' || next.problem === 'stripe',
          ),
        );
        if (next.problem === 'unavailable' || next.problem === 'region-not-served') {
          this.dispatchEvent(new events.CheckoutUnavailableEvent(next.problem));
        }
        return;
      case 'failed':
        this.dispatchEvent(
          new events.CheckoutErrorEvent(next.code, failureText(next, this.words), next.declineCode),
        );
        void this.updateComplete.then(() => this.errorSummary?.focus());
        return;
      case 'succeeded': {
        if (next.elsewhere) return;
        const event = new events.CheckoutCompleteEvent(next.orderId, next.saved, next.destination);
        if (this.dispatchEvent(event)) location.assign(next.destination);
        return;
      }
      case 'conflict': {
        const destination = next.kind === 'sold-out' ? next.destination : undefined;
        const event = new events.CheckoutConflictEvent(next.kind, destination);
        if (this.dispatchEvent(event) && destination) location.assign(destination);
        return;
      }
      default:
    }
  }

  /** Out of the back-forward cache nothing on the page can be trusted: ask again. */
  private handlePageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) this.retryLoad();
  };

  private handleConsent = (event: Event): void => {
    if (!this.controller || !(event.target instanceof HTMLInputElement)) return;
    this.controller.consented = event.target.checked;
    const version = this.view?.wordings.consent.version ?? '';
    this.dispatchEvent(new events.CheckoutConsentChangeEvent(event.target.checked, version));
  };

  protected override render(): TemplateResult {
    const { checkout, view, words } = this;
    const wordings = view?.wordings;
    const display = view
      ? this.display
      : savingDisplay({ policy: this.cardSaving, shopper: this.shopper, card: 'new' });
    const showForm = !this.endpoint || mayPay(checkout) || checkout.status === 'processing';
    const loading = checkout.status === 'loading' && !checkout.problem && this.endpoint !== '';
    const description = this.description || wordings?.description.text;
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
      <div class="live" part="live" role="status">${this.announcement()}</div>
      ${this.renderErrors()}
      ${
        this.endpoint
          ? panelFor(
              checkout,
              words,
              {
                retryLoad: () => this.retryLoad(),
                takeOver: () => void this.takeOver(),
                resume: () => void this.controller?.resume(),
                cancel: () => void this.controller?.cancel(),
                reload: () => location.reload(),
              },
              { check: view?.urls.check, cart: view?.urls.cart, contact: view?.contact },
            )
          : nothing
      }
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
      ${showForm || loading ? this.renderSaving(display) : nothing}
      ${showForm && !this.hideSubmit ? this.renderSubmit() : nothing}
      <slot></slot>
    </div>`;
  }

  private announcement(): string | typeof nothing {
    if (this.checkout.status === 'processing') return this.words.paying;
    if (this.checkout.status === 'loading' && !this.checkout.problem) return this.words.loading;
    // A panel is a live region of its own.
    return panelText(this.checkout, this.words) ? nothing : '';
  }

  private renderErrors() {
    const { checkout, words } = this;
    if (checkout.status !== 'failed') return nothing;
    return html`<div class="panel error" part="error-summary" role="alert" tabindex="-1">
      <p>${words.errorSummary}</p>
      <p>${failureText(checkout, words)}</p>
    </div>`;
  }

  private renderSaving(display: SavingDisplay) {
    const wordings = this.view?.wordings;
    const threeDSecure =
      this.view?.threeDSecureData === 'notice'
        ? html`<p class="secondary" part="notice">${wordings?.threeDSecureData.text}</p>`
        : nothing;
    const saving =
      display === 'consent'
        ? html`<label class="consent" part="consent">
            <input
              type="checkbox"
              part="consent-checkbox"
              ?disabled=${this.checkout.status === 'processing'}
              @change=${this.handleConsent}
            />
            <span part="consent-label">${this.consentText || wordings?.consent.text}</span>
          </label>`
        : display === 'notice'
          ? html`<p class="secondary" part="notice">${this.saveNotice || wordings?.saveNotice.text}</p>`
          : nothing;
    return html`${saving}${threeDSecure}`;
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
