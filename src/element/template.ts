/** The whole picture of the element, drawn from what its connection knows. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../checkout/panel.ts';
import { mayPay, type FieldError } from '../checkout/state.ts';
import type { Connection } from './connection.ts';
import { focusField } from './focus.ts';
import { renderText } from './links.ts';
import { asksEmail } from './own-fields.ts';
import { renderCheckbox } from './parts/checkbox.ts';
import { renderPanel } from './parts/panel.ts';

type Part = TemplateResult | typeof nothing;

export function renderCheckout(connection: Connection): TemplateResult {
  const { state, words, display, element } = connection;
  const waits = state.status === 'loading' && Boolean(element.endpoint);
  const loading = waits && !('problem' in state);
  const showForm = !element.endpoint || mayPay(state) || state.status === 'processing';
  const empty = element.endpoint ? loading : !connection.preview;
  const panel = panelOf(connection);
  const fields = (state.status === 'failed' && state.fields) || [];
  const said = state.status === 'processing' ? words.paying : loading ? words.loading : '';
  // A region that is spoken has to be there before what it says.
  return html`<div class="base" part="base">
    <div class="header" part="header">
      <slot name="name"
        >${display.name ? html`<h2 class="name" part="name">${renderText(display.name)}</h2>` : nothing}</slot
      >
      ${display.testMode ? html`<span class="badge" part="test-badge">${words.testMode}</span>` : nothing}
    </div>
    <slot name="description">${quietly('description', display.description)}</slot>
    <div class="live" part="live" role="status">${said}</div>
    ${renderErrorSummary(connection, fields)}
    <div class="said" role="status">${panel ? renderSlotted(connection, panel) : nothing}</div>
    ${showForm || loading ? html`<slot name="before-card"></slot>` : nothing}
    <div class="card" part="card" role="group" aria-label=${words.cardGroup} ?hidden=${!showForm && !loading}>
      ${empty ? html`<div class="skeleton" part="skeleton" aria-hidden="true"><i></i><i></i></div>` : nothing}
      <div class=${empty ? 'offstage' : ''}><slot name="card"></slot></div>
    </div>
    ${
      showForm || loading
        ? html`<slot name="after-card"></slot
            >${renderTestCards(connection)}${renderFields(connection, fields)}${renderAgreements(connection, fields)}`
        : nothing
    }
    ${showForm && !element.hideSubmit ? renderSubmit(connection) : nothing}
    <i class="probe" hidden></i>
  </div>`;
}

function panelOf({ state, words, view, late, element, prevented }: Connection): Panel | undefined {
  if (!element.endpoint || prevented) return undefined;
  if (late) return late.panelOf(state, words, view);
  // The second file is what could not be fetched.
  if (state.status !== 'loading' || !state.problem) return undefined;
  const text = state.problem === 'offline' ? words.offlineNow : words.loadFailed;
  return { text, ways: [{ act: 'retryLoad', label: words.tryAgain }] };
}

function renderSlotted({ state, act }: Connection, panel: Panel): TemplateResult {
  const name = { conflict: 'conflict', succeeded: 'success' }[state.status as string];
  const drawn = renderPanel(panel, act);
  return name ? html`<slot name=${name}>${drawn}</slot>` : drawn;
}

function renderErrorSummary(connection: Connection, fields: readonly FieldError[]): Part {
  const { state, words, late } = connection;
  if (state.status !== 'failed' || !late) return nothing;
  return late.renderErrors(
    html,
    words.errorSummary,
    connection.failureText(state),
    fields.map((error) => ({ ...error, text: error.text || (words.cardWrong ?? '') })),
    (field) => focusField(connection, field),
  );
}

function renderTestCards(connection: Connection): Part {
  const { late, view, locale, cardsOpen } = connection;
  return late && view?.stripe.publishableKey.startsWith('pk_test_')
    ? late.renderTestCards(html, locale, cardsOpen, (cardsOpen) => connection.set({ cardsOpen }))
    : nothing;
}

function renderFields(connection: Connection, errors: readonly FieldError[]): Part {
  const { words, late, answers, state, element } = connection;
  if (!late) return nothing;
  const common = (field: 'email' | 'cardholder') => ({
    id: field,
    label: words[field],
    value: answers[field],
    disabled: state.status === 'processing',
    error: errorOf(field, errors),
    onInput: (value: string) => connection.answer({ [field]: value }),
  });
  return html`${
    element.cardholderField
      ? late.renderTextField(html, { ...common('cardholder'), type: 'text', autocomplete: 'cc-name' })
      : nothing
  }${
    asksEmail(connection)
      ? late.renderTextField(html, { ...common('email'), type: 'email', autocomplete: 'email' })
      : nothing
  }`;
}

/** Consent or notice about saving, and about what the bank is told. */
function renderAgreements(connection: Connection, errors: readonly FieldError[]): TemplateResult {
  const { display, answers, state } = connection;
  const disabled = state.status === 'processing';
  return html`${
      display.saving === 'consent'
        ? renderCheckbox({
            id: 'consent',
            text: display.savingText,
            checked: answers.consented,
            disabled,
            slot: html`<slot name="consent"></slot>`,
            onChange: (checked) => connection.consent(checked),
          })
        : nothing
    }${display.saving === 'notice' ? quietly('notice', display.savingText) : nothing}${
      display.data === 'checkbox'
        ? renderCheckbox({
            id: 'data-consent',
            text: display.dataText,
            checked: answers.dataConsented,
            disabled,
            required: true,
            error: errorOf('data-consent', errors),
            onChange: (dataConsented) => connection.answer({ dataConsented }),
          })
        : nothing
    }${display.data === 'notice' ? quietly('notice', display.dataText) : nothing}<slot name="notice"></slot>`;
}

function renderSubmit({ state, display, words, isDisabled, element }: Connection): TemplateResult {
  const busy = state.status === 'processing';
  return html`<slot name="submit" @click=${() => void element.submit()}
    ><button
      type="button"
      class="primary submit"
      part="submit"
      aria-disabled=${busy || isDisabled ? 'true' : 'false'}
    >
      ${busy ? html`<span class="spinner" part="spinner" aria-hidden="true"></span>` : nothing}${
        display.button || words.payButton
      }
    </button></slot
  >`;
}

function quietly(part: 'description' | 'notice', text: string | undefined): Part {
  return text ? html`<p class="secondary" part=${part}>${renderText(text)}</p>` : nothing;
}

function errorOf(field: string, errors: readonly FieldError[]): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}
