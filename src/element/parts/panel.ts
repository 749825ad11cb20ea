/** The words and buttons of every state in which the form is not what the shopper needs. Pure: state in, template out. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CheckoutState } from '../../checkout/state.ts';
import { fill, type Messages } from '../../locales/messages.ts';

export interface PanelActions {
  retryLoad(): void;
  takeOver(): void;
  resume(): void;
  cancel(): void;
  reload(): void;
}

export interface PanelPlaces {
  check?: string | undefined;
  cart?: string | undefined;
  contact?: string | undefined;
}

/** The panel of a state, or nothing where the form says it all. */
export function panelFor(
  state: CheckoutState,
  words: Messages,
  actions: PanelActions,
  places: PanelPlaces,
): TemplateResult | typeof nothing {
  const text = panelText(state, words);
  if (!text) return nothing;
  const deadEnd = state.status === 'pending' || state.status === 'loading';
  return html`<div class="panel" part="conflict" role="status">
    <p>${text}</p>
    ${deadEnd && places.contact ? html`<p class="secondary">${fill(words.contact, { contact: places.contact })}</p>` : nothing}
    ${buttonsFor(state, words, actions, places)}
  </div>`;
}

function buttonsFor(state: CheckoutState, words: Messages, actions: PanelActions, places: PanelPlaces) {
  const link = (to: string | undefined, label: string | undefined) =>
    to ? html`<a class="button" href=${to}>${label}</a>` : nothing;
  const group = (...content: unknown[]) => html`<div class="actions">${content}</div>`;
  switch (state.status) {
    case 'loading':
      return state.problem === 'network' || state.problem === 'stripe'
        ? group(html`<button type="button" @click=${actions.retryLoad}>${words.tryAgain}</button>`)
        : nothing;
    case 'action-required':
      return state.asking
        ? nothing
        : group(
            html`<button type="button" class="primary" @click=${actions.resume}>${words.resume}</button>`,
            html`<button type="button" @click=${actions.cancel}>${words.cancelPayment}</button>`,
          );
    case 'conflict':
      if (state.kind === 'other-tab') {
        return group(
          html`<button type="button" class="primary" @click=${actions.takeOver}>${words.payHere}</button>`,
          link(places.check, words.back),
        );
      }
      if (state.kind === 'sold-out') return group(link(state.destination ?? places.cart, words.toCart));
      if (state.kind === 'taken-over') {
        return group(html`<button type="button" @click=${actions.retryLoad}>${words.tryAgain}</button>`);
      }
      return group(link(places.check, words.back));
    case 'succeeded':
      return state.elsewhere ? group(link(state.destination, words.back)) : nothing;
    default:
      return nothing;
  }
}

/** What is said, on the panel and to a screen reader. */
export function panelText(state: CheckoutState, words: Messages): string | undefined {
  switch (state.status) {
    case 'loading':
      return state.problem && loadText(state.problem, words);
    case 'action-required':
      return words.waitingForIssuer;
    case 'pending':
      if (state.attempt?.status === 'cancelling') return words.cancelling;
      return state.offline || !state.attempt
        ? words.offline
        : fill(words.pending, { reference: state.attempt.reference });
    case 'succeeded':
      return state.elsewhere
        ? (words.paidElsewhere ?? words.alreadyOrdered)
        : fill(words.succeeded, { order: state.orderId });
    case 'conflict':
      switch (state.kind) {
        case 'other-tab':
          return words.otherTab;
        case 'cart-changed':
          return words.cartChanged;
        case 'already-ordered':
          return words.alreadyOrdered;
        case 'taken-over':
          return words.takenOver;
        case 'sold-out':
          return fill(state.holdReleased ? words.soldOutReleased : words.soldOut, {
            items: state.items.map(({ name }) => name).join('、'),
          });
      }
      return undefined;
    case 'ready':
    case 'processing':
    case 'failed':
      return undefined;
  }
}

function loadText(
  problem: NonNullable<(CheckoutState & { status: 'loading' })['problem']>,
  words: Messages,
): string {
  switch (problem) {
    case 'network':
      return words.loadFailed;
    case 'stripe':
      return words.stripeBlocked;
    case 'token-expired':
      return words.tokenExpired;
    case 'region-not-served':
      return words.regionNotServed;
    case 'unavailable':
      return words.unavailable;
  }
}

/** The words of a refusal after which the shopper may try again. */
export function failureText(state: CheckoutState & { status: 'failed' }, words: Messages): string {
  switch (state.code) {
    case 'declined':
    case 'invalid':
      return state.message || (words.cardRefused ?? words.errorSummary);
    case 'settings-changed':
      return words.settingsChanged ?? words.errorSummary;
    case 'rate-limited':
      return words.rateLimited ?? words.errorSummary;
    case 'card-refused':
      return words.cardRefused ?? words.errorSummary;
    case 'closed':
      return (state.holdReleased ? words.closedReleased : words.closed) ?? words.errorSummary;
  }
}
