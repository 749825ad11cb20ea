import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { CheckoutController } from '../checkout/controller.ts';
import type { Billing, CheckoutHost } from '../checkout/page.ts';
import {
  mayPay,
  type CheckoutState,
  type CheckoutStatus,
  type Field,
  type FieldError,
} from '../checkout/state.ts';
import { en } from '../locales/en.ts';
import { ja } from '../locales/ja.ts';
import type { Messages } from '../locales/messages.ts';
import type { CheckoutView } from '../shared/contract.ts';
import type { CardSaving, Shopper } from '../shared/policy.ts';
import type { Locale } from '../shared/money.ts';
import type { CardBox } from '../stripe/card-slot.ts';
import type { PaymentForm } from '../stripe/payment-element.ts';
import { loadLate, type Late } from '../load-late.ts';
import { displayOf, type Display, type DisplayConfig } from './display.ts';
import { CheckoutLoadErrorEvent } from './events.ts';
import { paysBy } from './form-link.ts';
import { renderText } from './links.ts';
import { cleanAddress, nextFrame, readConfig, whenVisible } from './page.ts';
import { renderCheckbox } from './parts/checkbox.ts';
import { renderErrors } from './parts/errors.ts';
import { loadPanel, renderPanel } from './parts/panel.ts';
import { renderTestCards } from './parts/test-cards.ts';
import { renderTextField } from './parts/text-field.ts';
import { report } from './report.ts';
import { styles } from './styles.ts';

const schemeQuery = '(prefers-color-scheme: dark)';
/** A look at the server is worth nothing so soon after the last. Milliseconds. */
const freshFor = 5000;

/**
 * A card checkout: the payment's words, Stripe's card form, consent or notice, and the button that places the order.
 *
 * ```html
 * <secure-checkout endpoint="https://pay.shop.example" token="…" lang="ja"></secure-checkout>
 * ```
 *
 * @summary Takes a card payment for one cart, through 3-D Secure, exactly once.
 * @slot card - Stripe's form; the element fills it.
 * @slot config - JSON with names as of the properties, in `<script type="application/json">`.
 * @slot name - Instead of the payment's name. @slot description - Instead of its description.
 * @slot before-card - Above the card form. @slot after-card - Below it.
 * @slot consent - Beside the consent's text. @slot notice - Beside the notices.
 * @slot submit - Instead of the button; a click on it places the order.
 * @slot conflict - Instead of the panel of a conflict. @slot success - Instead of the last words.
 * @slot - What shows where scripts do not run.
 * @csspart base @csspart header @csspart name @csspart description @csspart test-badge @csspart test-cards
 * @csspart card @csspart skeleton @csspart consent @csspart consent-checkbox @csspart consent-label @csspart notice
 * @csspart error-summary @csspart error @csspart live @csspart submit @csspart spinner @csspart conflict
 * @fires checkout-ready @fires checkout-load-error @fires checkout-change @fires checkout-consent-change
 * @fires checkout-before-submit @fires checkout-status-change @fires checkout-action-start
 * @fires checkout-action-end @fires checkout-complete @fires checkout-token-needed @fires checkout-error
 * @fires checkout-conflict @fires checkout-unavailable
 * @cssproperty --checkout-color-primary @cssproperty --checkout-color-background @cssproperty --checkout-color-text
 * @cssproperty --checkout-color-text-secondary @cssproperty --checkout-color-placeholder
 * @cssproperty --checkout-color-danger @cssproperty --checkout-color-success @cssproperty --checkout-color-warning
 * @cssproperty --checkout-color-border @cssproperty --checkout-font-family @cssproperty --checkout-font-size
 * @cssproperty --checkout-line-height @cssproperty --checkout-space @cssproperty --checkout-radius
 * @cssproperty --checkout-focus-ring @cssproperty --checkout-input-border @cssproperty --checkout-card-min-height
 */
export class SecureCheckout extends LitElement {
  static override styles = styles;
  static formAssociated = true;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  /** Origin of the checkout server. Without it the element only shows what its attributes say. */
  @property() endpoint = '';
  /** What the shop's server signed for this cart. */
  @property() token = '';
  /** Static preview only. */
  @property({ attribute: 'publishable-key' }) publishableKey = '';
  @property({ attribute: 'payment-name' }) paymentName = '';
  @property() description = '';
  @property({ attribute: 'consent-text' }) consentText = '';
  @property({ attribute: 'save-notice' }) saveNotice = '';
  @property({ attribute: 'card-saving' }) cardSaving: CardSaving | '' = '';
  @property() shopper: Shopper | '' = '';
  @property({ attribute: 'submit-label' }) submitLabel = '';
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'light';
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean, attribute: 'hide-submit' }) hideSubmit = false;
  /** Pays when the form around it is submitted, and lets the form go afterwards with the order's id. */
  @property({ type: Boolean, attribute: 'confirm-on-submit' }) confirmOnSubmit = false;
  /** Shows a labelled field for the name on the card. */
  @property({ type: Boolean, attribute: 'cardholder-field' }) cardholderField = false;
  @property({ reflect: true }) name = '';
  /** Where a bank may send the shopper back to, of this page's origin; else the page that the token names. */
  @property({ attribute: 'return-url' }) returnUrl = '';

  /** As the JSON in the slot `config`, and before it. */
  @property({ attribute: false }) config: DisplayConfig | undefined;
  /** Stripe's Appearance; stands before what the CSS properties say. */
  @property({ attribute: false }) appearance: Appearance | undefined;
  /** Stands before what the shop's cart knows. */
  @property({ attribute: false }) billingDetails: Billing | undefined;
  /** The element's own words, one by one. */
  @property({ attribute: false }) messages: Partial<Messages> | undefined;
  /** A Stripe instance of the page's own, for tests. */
  stripe: Stripe | undefined;

  @state() private checkout: CheckoutState = { status: 'loading' };
  @state() private view: CheckoutView | undefined;
  @state() private consented = false;
  @state() private dataConsented = false;
  @state() private email = '';
  @state() private cardholder = '';
  @state() private prevented = false;
  @state() private barred = false;
  @query('.error') private errorSummary: HTMLElement | null | undefined;
  private readonly internals = this.attachInternals?.();
  private controller: CheckoutController | undefined;
  /** The second file, once it is here. */
  @state() private late: Late | undefined;
  @state() private preview: PaymentForm | undefined;
  /** What was started last: whoever comes back to another one is too late. */
  private run: object | undefined;
  private submitting: Promise<CheckoutStatus> | undefined;
  private card: CardBox | undefined;
  private json: DisplayConfig | undefined;
  private seenToken = '';
  private seenAt = 0;
  /** The form that waits for the payment, and the button by which it goes on. */
  private form: HTMLFormElement | null = null;
  private paysForm = false;
  private letsGo = false;

  /** Where the payment stands; reflected, so that a page can style by it. */
  get status(): CheckoutStatus {
    return this.checkout.status;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pageshow', this.handlePageShow);
    document.addEventListener('visibilitychange', this.handleVisible);
    matchMedia(schemeQuery).addEventListener('change', this.handleScheme);
    this.json = readConfig(this);
    if (!this.hasUpdated) return;
    if (this.controller && this.checkout.status !== 'loading') this.controller.moved();
    else if (this.controller) this.retryLoad();
    else this.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pageshow', this.handlePageShow);
    document.removeEventListener('visibilitychange', this.handleVisible);
    matchMedia(schemeQuery).removeEventListener('change', this.handleScheme);
    const { controller } = this;
    // Moved within the page, it is connected again before this turn ends, and nothing was interrupted.
    queueMicrotask(() => {
      if (!this.isConnected && this.controller === controller) this.stop();
    });
  }

  /** Moved by `moveBefore()`, which interrupts nothing. */
  connectedMoveCallback(): void {}

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name !== 'lang' || !this.hasUpdated) return;
    this.requestUpdate();
    this.controller?.form?.setLocale(this.locale);
    void this.controller?.refresh();
  }

  formAssociatedCallback(form: HTMLFormElement | null): void {
    this.form?.removeEventListener('submit', this.handleFormSubmit, true);
    this.form = form;
    form?.addEventListener('submit', this.handleFormSubmit, true);
  }

  formDisabledCallback(disabled: boolean): void {
    this.barred = disabled;
  }

  formResetCallback(): void {
    this.reset();
  }

  protected override firstUpdated(): void {
    cleanAddress();
    this.start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.setAttribute('status', this.status);
    const { states } = this.internals ?? {};
    const { testMode, shopper } = this.display;
    states?.clear();
    for (const [name, holds] of [
      [this.status, true],
      ['test-mode', testMode],
      ['member', shopper === 'member'],
    ] as const)
      if (holds) states?.add(name);
    if (changed.has('theme') || changed.has('appearance')) this.handleScheme();
    // Nothing was there before the first update, which has started already.
    const another = (name: 'endpoint' | 'publishableKey') => changed.get(name) !== undefined;
    if (another('endpoint') || (another('publishableKey') && !this.endpoint)) this.retryLoad();
    else if (this.token !== this.seenToken) this.useToken();
  }

  /** Places the order. A repeated call gets the same promise while one is under way. */
  submit(): Promise<CheckoutStatus> {
    if (!this.controller || this.isDisabled) return Promise.resolve(this.status);
    this.submitting ??= this.controller
      .submit()
      .then(({ status }) => status)
      .finally(() => (this.submitting = undefined));
    return this.submitting;
  }

  /** Whether a payment could be sent now; what is missing is said on the page. */
  async validate(): Promise<boolean> {
    return (await this.controller?.validate()) ?? false;
  }

  /** The same as far as it is known at once, and without a word. */
  checkValidity(): boolean {
    return Boolean(this.controller?.complete) && mayPay(this.checkout) && this.findWrong().length === 0;
  }

  /** `checkValidity()`, which says on the page what is missing. */
  reportValidity(): boolean {
    void this.validate();
    return this.checkValidity();
  }

  /** Into the card form, or to what there is to decide. */
  override focus(options?: FocusOptions): void {
    if (this.controller?.form && mayPay(this.checkout)) this.controller.form.focus();
    else this.renderRoot.querySelector<HTMLElement>('.panel :is(button, a), .submit')?.focus(options);
  }

  /** Empties what was typed and ticked; a payment under way goes on. */
  reset(): void {
    if (this.controller && !mayPay(this.checkout)) return;
    this.email = this.cardholder = '';
    this.agree('consented', false);
    this.agree('dataConsented', false);
    this.controller?.form?.clear();
    if (this.checkout.status === 'failed') this.controller?.go({ status: 'ready' });
  }

  /** Loads again after a load error. */
  retryLoad(): void {
    this.stop();
    this.start();
  }

  /** Goes on here with a payment that another page began; that one is cancelled first. */
  async takeOver(): Promise<void> {
    await this.controller?.takeOver();
  }

  private resume = (): unknown => this.controller?.resume();
  private cancel = (): unknown => this.controller?.cancel();

  private get isDisabled(): boolean {
    return this.disabled || this.barred;
  }

  private get locale(): Locale {
    const lang = this.lang || this.closest('[lang]')?.getAttribute('lang') || 'ja';
    return lang.toLowerCase().startsWith('en') ? 'en' : 'ja';
  }

  private get words(): Messages {
    return { ...(this.locale === 'en' ? en : ja), ...this.view?.words, ...this.messages };
  }

  private get display(): Display {
    return displayOf([this, this.config, this.json], this.view, this.controller?.decision.display);
  }

  private get billing(): Billing {
    const known = { ...this.view?.billing, ...this.billingDetails };
    return {
      ...known,
      ...(this.email && { email: this.email }),
      ...(this.cardholder && { name: this.cardholder }),
    };
  }

  private get asksEmail(): boolean {
    const { email, phone } = { ...this.view?.billing, ...this.billingDetails };
    return Boolean(this.view) && !email && !phone;
  }

  private start(): void {
    if (this.run || !this.isConnected) return;
    this.run = {};
    this.seenToken = this.token;
    this.checkout = { status: this.endpoint ? 'loading' : 'ready' };
    if (this.endpoint) void this.connect(this.run);
    else void this.showPreview(this.run);
  }

  private async connect(run: object): Promise<void> {
    const late = await this.fetchLate();
    if (this.run !== run) return;
    if (!late) {
      this.checkout = { status: 'loading', problem: 'network' };
      this.dispatchEvent(new CheckoutLoadErrorEvent('network', true));
      return;
    }
    const controller = new late.CheckoutController(this.host(late));
    this.controller = controller;
    if (!this.token && !(await controller.host.renewToken())) report('SC001');
    else if (this.run === run) await controller.load();
  }

  private async showPreview(run: object): Promise<void> {
    const key = this.previewKey;
    if (this.token) report('SC001');
    const late = key ? await this.fetchLate() : undefined;
    if (!late || this.run !== run) return;
    const form = await late.openPreview(key, this.host(late));
    if (this.run === run) this.preview = form;
    else form?.destroy();
  }

  private async fetchLate(): Promise<Late | undefined> {
    this.late ??= await loadLate().catch(() => undefined);
    return this.late;
  }

  /** A new token is the same cart at another price, or the one that was missing; what was typed stays. */
  private useToken(): void {
    this.seenToken = this.token;
    if (mayPay(this.checkout)) void this.controller?.refresh();
    else if (this.checkout.status === 'loading') this.retryLoad();
  }

  private stop(): void {
    this.controller?.stop();
    this.preview?.destroy();
    this.card?.remove();
    this.controller = this.preview = this.card = this.run = undefined;
  }

  private get previewKey(): string {
    const key = this.publishableKey || this.config?.publishableKey || this.json?.publishableKey || '';
    if (!/^[sr]k_/.test(key)) return key;
    report('SC002');
    return '';
  }

  private host(late: Late): CheckoutHost {
    const now = {
      locale: () => this.locale,
      returnUrl: () => this.returnUrl && new URL(this.returnUrl, location.href).href,
      billing: () => this.billing,
    };
    return {
      endpoint: this.endpoint,
      stripe: this.stripe,
      get locale() {
        return now.locale();
      },
      get returnUrl() {
        return now.returnUrl();
      },
      get billing() {
        return now.billing();
      },
      token: () => this.token,
      renewToken: async () => {
        const event = new late.events.CheckoutTokenNeededEvent();
        this.dispatchEvent(event);
        const token = await event.response?.catch(() => undefined);
        if (token) this.token = this.seenToken = token;
        return token;
      },
      painted: async () => {
        await this.updateComplete;
        await nextFrame();
      },
      visible: (signal) => whenVisible(this, signal),
      cardTarget: () => {
        this.card?.remove();
        this.card = late.placeCardBox(this);
        if (this.card) return this.card.box;
        report('SC005');
        throw new Error('no place for the card form');
      },
      check: () => this.findWrong(),
      beforeSubmit: () => {
        const event = new late.events.CheckoutBeforeSubmitEvent();
        this.dispatchEvent(event);
        return event.settled;
      },
      appearance: () => late.readAppearance(this, this.isDark, this.appearance),
      onState: (next, previous) => this.show(next, previous),
      onView: (view) => {
        this.view = view;
        this.seenAt = Date.now();
        this.consented = this.controller?.consented ?? false;
        this.dataConsented = this.controller?.dataConsented ?? false;
      },
      onCard: () => this.changed(),
      report,
      onAction: (phase) => void this.dispatchEvent(new late.events.CheckoutActionEvent(phase)),
    };
  }

  private get isDark(): boolean {
    return this.theme === 'dark' || (this.theme === 'auto' && matchMedia(schemeQuery).matches);
  }

  private show(next: CheckoutState, previous: CheckoutState): void {
    this.checkout = next;
    this.prevented = false;
    const failure = (state: CheckoutState & { status: 'failed' }) => this.failureText(state);
    for (const { event, destination } of this.late?.stateEvents(next, previous, failure, this.view?.urls) ??
      []) {
      const goesOn = this.dispatchEvent(event);
      if (!goesOn && next.status === 'conflict') this.prevented = true;
      if (goesOn && destination && !this.paysForm) location.assign(destination);
    }
    if (next.status === 'failed') void this.updateComplete.then(() => this.errorSummary?.focus());
  }

  private failureText(state: CheckoutState & { status: 'failed' }): string {
    return this.late?.failureText(state, this.words) ?? '';
  }

  private findWrong(): FieldError[] {
    const fields = {
      ...(this.asksEmail && { email: this.email }),
      ...(this.cardholderField && { cardholder: this.cardholder }),
      ...(this.view?.threeDSecureData === 'checkbox' && { dataConsent: this.dataConsented }),
    };
    return this.late?.findWrong(fields, this.words) ?? [];
  }

  private changed(): void {
    this.requestUpdate();
    const { late } = this;
    if (!late) return;
    const complete = Boolean(this.controller?.complete) && this.findWrong().length === 0;
    this.dispatchEvent(new late.events.CheckoutChangeEvent(complete, this.consented));
  }

  private agree(which: 'consented' | 'dataConsented', checked: boolean): void {
    this[which] = checked;
    if (this.controller) this.controller[which] = checked;
  }

  /** Out of the back-forward cache nothing on the page can be trusted: ask again. */
  private handlePageShow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    if (mayPay(this.checkout)) void this.controller?.refresh();
    else if (['loading', 'conflict', 'succeeded'].includes(this.status)) this.retryLoad();
  };

  private handleVisible = (): void => {
    if (document.visibilityState === 'visible' && Date.now() - this.seenAt > freshFor)
      void this.controller?.refresh();
  };

  private handleScheme = (): void => {
    const form = this.controller?.form ?? this.preview;
    const { late } = this;
    if (form && late)
      void this.updateComplete.then(() =>
        form.setAppearance(late.readAppearance(this, this.isDark, this.appearance)),
      );
  };

  private handleFormSubmit = (event: SubmitEvent): void => {
    const { form } = this;
    if (!form || !this.confirmOnSubmit || this.isDisabled || this.letsGo || !this.endpoint) return;
    if (this.status === 'succeeded' || this.getClientRects().length === 0) return;
    if (!paysBy(form, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.paysForm) return;
    this.paysForm = true;
    void this.submit().then((status) => {
      this.paysForm = false;
      if (status !== 'succeeded' || this.checkout.status !== 'succeeded') return;
      this.internals?.setFormValue(this.checkout.orderId);
      this.letsGo = true;
      form.requestSubmit(event.submitter);
      this.letsGo = false;
    });
  };

  private focusField = (field: Field): void => {
    if (field === 'card') this.controller?.form?.focus();
    else this.renderRoot.querySelector<HTMLElement>(`#${field}`)?.focus();
  };

  protected override render(): TemplateResult {
    const { checkout, words, display } = this;
    const showForm = !this.endpoint || mayPay(checkout) || checkout.status === 'processing';
    const loading = checkout.status === 'loading' && !checkout.problem;
    const empty = this.endpoint ? loading : !this.preview;
    const panel = this.panel();
    const slot = { conflict: 'conflict', succeeded: 'success' }[checkout.status as string];
    const fields = (checkout.status === 'failed' && checkout.fields) || [];
    return html`<div class="base" part="base">
      <div class="header" part="header">
        <slot name="name"
          >${display.name ? html`<h2 class="name" part="name">${renderText(display.name)}</h2>` : nothing}</slot
        >
        ${display.testMode ? html`<span class="badge" part="test-badge">${words.testMode}</span>` : nothing}
      </div>
      <slot name="description"
        >${
          display.description
            ? html`<p class="secondary" part="description">${renderText(display.description)}</p>`
            : nothing
        }</slot
      >
      <div class="live" part="live" role="status">${panel ? nothing : this.announcement()}</div>
      ${
        checkout.status === 'failed'
          ? renderErrors(
              words.errorSummary,
              this.failureText(checkout),
              fields.map((error) => ({ ...error, text: error.text || words.cardWrong })),
              this.focusField,
            )
          : nothing
      }
      ${panel ? html`<slot name=${slot ?? 'panel'}>${renderPanel(panel, (action) => void this[action]())}</slot>` : nothing}
      ${showForm || loading ? html`<slot name="before-card"></slot>` : nothing}
      <div
        class="card"
        part="card"
        role="group"
        aria-label=${words.cardGroup}
        ?hidden=${!showForm && !loading}
      >
        ${empty ? html`<div class="skeleton" part="skeleton" aria-hidden="true"><i></i><i></i></div>` : nothing}
        <div class=${empty ? 'offstage' : ''}><slot name="card"></slot></div>
      </div>
      ${
        showForm || loading
          ? html`<slot name="after-card"></slot
              >${this.renderTestCards()}${this.renderFields(fields)}${this.renderNotices(fields)}`
          : nothing
      }
      ${showForm && !this.hideSubmit ? this.renderSubmit() : nothing}
      <i class="probe" hidden></i>
    </div>`;
  }

  private panel() {
    const { checkout, words } = this;
    if (!this.endpoint || this.prevented) return undefined;
    if (checkout.status === 'loading')
      return checkout.problem && loadPanel(checkout.problem, checkout.message, words);
    return this.late?.panelOf(checkout, words, this.view);
  }

  private announcement(): string {
    if (this.checkout.status === 'processing') return this.words.paying;
    return this.checkout.status === 'loading' && this.endpoint ? this.words.loading : '';
  }

  private renderTestCards() {
    const { late } = this;
    return late && this.view?.stripe.publishableKey.startsWith('pk_test_')
      ? renderTestCards(late.testCards(this.locale))
      : nothing;
  }

  private renderFields(errors: readonly FieldError[]) {
    const { words } = this;
    const common = (field: 'email' | 'cardholder') => ({
      id: field,
      label: words[field],
      value: this[field],
      disabled: this.checkout.status === 'processing',
      error: errors.find((error) => error.field === field)?.text,
      onInput: (value: string) => {
        this[field] = value;
        this.changed();
      },
    });
    return html`${
      this.cardholderField
        ? renderTextField({ ...common('cardholder'), type: 'text', autocomplete: 'cc-name' })
        : nothing
    }${this.asksEmail ? renderTextField({ ...common('email'), type: 'email', autocomplete: 'email' }) : nothing}`;
  }

  private renderNotices(errors: readonly FieldError[]) {
    const { display, view } = this;
    const notice = (text: string | undefined) =>
      text ? html`<p class="secondary" part="notice">${renderText(text)}</p>` : nothing;
    const disabled = this.checkout.status === 'processing';
    return html`${
        display.saving === 'consent'
          ? renderCheckbox({
              id: 'consent',
              text: display.savingText,
              checked: this.consented,
              disabled,
              slot: html`<slot name="consent"></slot>`,
              onChange: (checked) => {
                this.agree('consented', checked);
                const version = view?.wordings.consent.version ?? '';
                if (this.late)
                  this.dispatchEvent(new this.late.events.CheckoutConsentChangeEvent(checked, version));
                this.changed();
              },
            })
          : nothing
      }${display.saving === 'notice' ? notice(display.savingText) : nothing}${
        display.data === 'checkbox'
          ? renderCheckbox({
              id: 'data-consent',
              text: display.dataText,
              checked: this.dataConsented,
              disabled,
              required: true,
              error: errors.find(({ field }) => field === 'data-consent')?.text,
              onChange: (checked) => {
                this.agree('dataConsented', checked);
                this.changed();
              },
            })
          : nothing
      }${display.data === 'notice' ? notice(display.dataText) : nothing}<slot name="notice"></slot>`;
  }

  private renderSubmit() {
    const busy = this.checkout.status === 'processing';
    return html`<slot name="submit" @click=${() => void this.submit()}
      ><button
        type="button"
        class="primary submit"
        part="submit"
        aria-disabled=${busy || this.isDisabled ? 'true' : 'false'}
      >
        ${busy ? html`<span class="spinner" part="spinner" aria-hidden="true"></span>` : nothing}${
          this.display.button || this.words.payButton
        }
      </button></slot
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'secure-checkout': SecureCheckout;
  }
}
