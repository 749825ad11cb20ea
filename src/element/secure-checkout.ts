import { LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Appearance, Stripe } from '@stripe/stripe-js';
import type { Billing } from '../checkout/page.ts';
import { mayPay, type CheckoutStatus } from '../checkout/state.ts';
import type { Messages } from '../locales/messages.ts';
import type { CardSaving, Shopper } from '../shared/policy.ts';
import { Connection } from './connection.ts';
import type { DisplayConfig } from './display.ts';
import { focusFirst } from './focus.ts';
import { FormLink } from './form-link.ts';
import { cleanAddress } from './page.ts';
import { styles } from './styles.ts';
import { renderCheckout } from './template.ts';
import { unwatchPage, watchPage } from './watch-page.ts';

/**
 * A card checkout: the payment's words, Stripe's card form, consent or notice, and the button that places the order.
 *
 * ```html
 * <secure-checkout endpoint="https://pay.shop.example" token="…" lang="ja"></secure-checkout>
 * ```
 *
 * @summary Takes a card payment for one cart, through 3-D Secure, exactly once.
 * @tag secure-checkout
 *
 * @slot - What shows where scripts do not run.
 * @slot card - Stripe's form; the element fills it.
 * @slot config - JSON with names as of the properties, in `<script type="application/json">`.
 * @slot name - Instead of the payment's name.
 * @slot description - Instead of its description.
 * @slot before-card - Above the card form.
 * @slot after-card - Below the card form.
 * @slot consent - Beside the consent's text.
 * @slot notice - Beside the notices.
 * @slot submit - Instead of the button; a click on it places the order.
 * @slot conflict - Instead of the panel of a conflict.
 * @slot success - Instead of the last words.
 *
 * @csspart base - Around everything.
 * @csspart header - Name and badge.
 * @csspart name - The payment's name.
 * @csspart description - The text under it.
 * @csspart test-badge - Says that no real money moves.
 * @csspart test-cards - The test cards to copy.
 * @csspart card - Around Stripe's form.
 * @csspart skeleton - In its place until it is there.
 * @csspart consent - A checkbox with its label.
 * @csspart consent-checkbox - The checkbox.
 * @csspart consent-label - What is agreed to.
 * @csspart notice - A text that only tells.
 * @csspart error-summary - What was wrong after a press of the button.
 * @csspart error - What is wrong with one field.
 * @csspart live - What a screen reader is told; not to be seen.
 * @csspart submit - The button.
 * @csspart spinner - In the button while the payment is on its way.
 * @csspart conflict - Why there is no form now, and the way on.
 *
 * @fires {CheckoutReadyEvent} checkout-ready - The card form can be typed into.
 * @fires {CheckoutLoadErrorEvent} checkout-load-error - The form could not be shown.
 * @fires {CheckoutChangeEvent} checkout-change - What was typed or ticked has changed.
 * @fires {CheckoutConsentChangeEvent} checkout-consent-change - The consent was ticked or unticked.
 * @fires {CheckoutBeforeSubmitEvent} checkout-before-submit - Before anything is sent; may be prevented, or wait.
 * @fires {CheckoutStatusChangeEvent} checkout-status-change - `status` has changed.
 * @fires {CheckoutActionEvent} checkout-action-start - The issuer's own screen opens.
 * @fires {CheckoutActionEvent} checkout-action-end - It has closed.
 * @fires {CheckoutCompleteEvent} checkout-complete - The order is placed; unless prevented, the page goes on.
 * @fires {CheckoutTokenNeededEvent} checkout-token-needed - The token has expired; respond with a fresh one.
 * @fires {CheckoutErrorEvent} checkout-error - A definite refusal; the shopper may try again.
 * @fires {CheckoutConflictEvent} checkout-conflict - Something stands in the way; may be prevented.
 * @fires {CheckoutUnavailableEvent} checkout-unavailable - The method cannot be used here.
 *
 * @cssproperty --checkout-color-primary - Button, ticks, focus.
 * @cssproperty --checkout-color-background - Fields, and the text on the button.
 * @cssproperty --checkout-color-text - Text.
 * @cssproperty --checkout-color-text-secondary - Quieter text.
 * @cssproperty --checkout-color-placeholder - Samples in empty fields.
 * @cssproperty --checkout-color-danger - Errors.
 * @cssproperty --checkout-color-success - What went well, in Stripe's form.
 * @cssproperty --checkout-color-warning - Warnings, in Stripe's form.
 * @cssproperty --checkout-color-border - Borders.
 * @cssproperty --checkout-font-family - Font.
 * @cssproperty --checkout-font-size - Size of the text.
 * @cssproperty --checkout-line-height - Height of a line.
 * @cssproperty --checkout-space - The step of all distances.
 * @cssproperty --checkout-radius - Corners.
 * @cssproperty --checkout-focus-ring - Outline of what has the focus.
 * @cssproperty --checkout-input-border - Border of a field.
 * @cssproperty --checkout-card-min-height - Room kept for Stripe's form.
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
  /** Title of the payment method. */
  @property({ attribute: 'payment-name' }) paymentName = '';
  /** The text under the title. */
  @property() description = '';
  /** Preview of the consent to saving; what counts is the server's text. */
  @property({ attribute: 'consent-text' }) consentText = '';
  /** Preview of the notice about saving. */
  @property({ attribute: 'save-notice' }) saveNotice = '';
  /** Preview of the saving policy: 'off', 'optional' or 'required'. */
  @property({ attribute: 'card-saving' }) cardSaving: CardSaving | '' = '';
  /** Preview of who pays: 'guest' or 'member'. */
  @property() shopper: Shopper | '' = '';
  /** On the button, instead of the server's words with the amount. */
  @property({ attribute: 'submit-label' }) submitLabel = '';
  /** `auto` follows the reader's own scheme. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'light';
  /** Nothing is sent. */
  @property({ type: Boolean }) disabled = false;
  /** For a page with a button of its own, which calls `submit()`. */
  @property({ type: Boolean, attribute: 'hide-submit' }) hideSubmit = false;
  /** Pays when the form around it is submitted, and lets the form go afterwards with the order's id. */
  @property({ type: Boolean, attribute: 'confirm-on-submit' }) confirmOnSubmit = false;
  /** Shows a labelled field for the name on the card. */
  @property({ type: Boolean, attribute: 'cardholder-field' }) cardholderField = false;
  /** Under this name the order's id stands in the form. */
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

  readonly #internals = this.attachInternals?.();
  readonly #connection: Connection = new Connection(this, () => !this.#formLink.paying);
  readonly #formLink: FormLink = new FormLink(
    { wantsSubmit: () => this.#wantsSubmit(), pay: () => this.#payForForm() },
    this.#internals,
  );
  #submitting: Promise<CheckoutStatus> | undefined;
  #states = '';

  /** Where the payment stands; reflected, so that a page can style by it. */
  get status(): CheckoutStatus {
    return this.#connection.state.status;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const connection = this.#connection;
    watchPage(connection);
    connection.readConfig();
    if (this.hasUpdated) connection.moved();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchPage(this.#connection);
    const { controller } = this.#connection;
    // Moved within the page, it is connected again before this turn ends, and nothing was interrupted.
    queueMicrotask(() => {
      if (!this.isConnected && this.#connection.controller === controller) this.#connection.stop();
    });
  }

  /** Moved by `moveBefore()`, which interrupts nothing. */
  connectedMoveCallback(): void {}

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name !== 'lang' || !this.hasUpdated) return;
    const { controller, locale } = this.#connection;
    this.requestUpdate();
    controller?.form?.setLocale(locale);
    if (controller) void controller.refresh();
    // The server has been asked in the other language already.
    else if (this.endpoint) this.retryLoad();
  }

  formAssociatedCallback(form: HTMLFormElement | null): void {
    this.#formLink.attach(form);
  }

  formDisabledCallback(barred: boolean): void {
    this.#connection.set({ barred });
  }

  formResetCallback(): void {
    this.reset();
  }

  protected override update(changed: PropertyValues<this>): void {
    const connection = this.#connection;
    // Nothing was there before the first update, which starts in any case.
    const another = (name: 'endpoint' | 'publishableKey') => changed.get(name) !== undefined;
    if (!this.hasUpdated) {
      cleanAddress();
      connection.start();
    } else if (another('endpoint') || (another('publishableKey') && !this.endpoint)) this.retryLoad();
    else if (this.token !== connection.seenToken) connection.useToken();
    super.update(changed);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { testMode, shopper } = this.#connection.drawn ?? {};
    if (this.getAttribute('status') !== this.status) this.setAttribute('status', this.status);
    // A change of them has the browser look at all styles again.
    const states = [this.status, testMode && 'test-mode', shopper === 'member' && 'member'];
    if (this.#states !== (this.#states = `${states}`)) this.#showStates(states);
    if (changed.has('theme') || changed.has('appearance')) this.#connection.restyle();
  }

  #showStates(names: readonly (string | false | undefined)[]): void {
    const states = this.#internals?.states;
    states?.clear();
    for (const name of names) if (name) states?.add(name);
  }

  /** Places the order. A repeated call gets the same promise while one is under way. */
  submit(): Promise<CheckoutStatus> {
    const { controller, isDisabled } = this.#connection;
    if (!controller || isDisabled) return Promise.resolve(this.status);
    this.#submitting ??= controller
      .submit()
      .then(({ status }) => status)
      .finally(() => (this.#submitting = undefined));
    return this.#submitting;
  }

  /** Whether a payment could be sent now; what is missing is said on the page. */
  async validate(): Promise<boolean> {
    return (await this.#connection.controller?.validate()) ?? false;
  }

  /** The same as far as it is known at once, and without a word. */
  checkValidity(): boolean {
    return this.#connection.isComplete && mayPay(this.#connection.state);
  }

  /** `checkValidity()`, which says on the page what is missing. */
  reportValidity(): boolean {
    void this.validate();
    return this.checkValidity();
  }

  /** Into the card form, or to what there is to decide. */
  override focus(options?: FocusOptions): void {
    focusFirst(this.#connection, options);
  }

  /** Empties what was typed and ticked; a payment under way goes on. */
  reset(): void {
    const { controller, state } = this.#connection;
    if (controller && !mayPay(state)) return;
    this.#connection.answer();
    controller?.form?.clear();
    if (state.status === 'failed') controller?.go({ status: 'ready' });
  }

  /** Loads again after a load error. */
  retryLoad(): void {
    this.#connection.restart();
  }

  /** Goes on here with a payment that another page began; that one is cancelled first. */
  async takeOver(): Promise<void> {
    await this.#connection.controller?.act('takeOver');
  }

  #wantsSubmit(): boolean {
    if (!this.confirmOnSubmit || !this.endpoint || this.#connection.isDisabled) return false;
    return this.status !== 'succeeded' && this.getClientRects().length > 0;
  }

  async #payForForm(): Promise<string | undefined> {
    await this.submit();
    const { state } = this.#connection;
    return state.status === 'succeeded' ? state.orderId : undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#connection.asleep ? nothing : renderCheckout(this.#connection);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'secure-checkout': SecureCheckout;
  }
}
