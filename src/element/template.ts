/** The whole picture of the element, drawn from what its connection knows. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../checkout/panel.ts';
import { mayPay, type FieldError } from '../checkout/state.ts';
import type { Messages } from '../locales/messages.ts';
import type { Connection } from './connection.ts';
import { focusField } from './focus.ts';
import { renderText } from './links.ts';
import { renderCheckbox } from './parts/checkbox.ts';
import { renderPanel } from './parts/panel.ts';

type Part = TemplateResult | typeof nothing;

/**
 * One template for all that stands there from the first picture on; what has nothing to say is hidden. A template of its
 * own costs a phone a millisecond or two before that picture.
 */
export function renderCheckout(connection: Connection): TemplateResult {
  const { state, words, display, answers, element } = connection;
  connection.drawn = display;
  const waits = state.status === 'loading' && Boolean(element.endpoint);
  const loading = waits && !('problem' in state);
  const showForm = !element.endpoint || mayPay(state) || state.status === 'processing';
  const open = showForm || loading;
  // All below the form comes at once, and some of it with the second file.
  const rest = open && Boolean(connection.late || !element.endpoint);
  const empty = element.endpoint ? loading : !connection.preview;
  const panel = panelOf(connection, words);
  const fields = (state.status === 'failed' && state.fields) || [];
  const disabled = state.status === 'processing';
  const said = disabled ? words.paying : loading ? words.loading : '';
  const about = renderText(display.description);
  const notice = (text: string | undefined) =>
    text ? html`<p class="secondary" part="notice">${renderText(text)}</p>` : nothing;
  // A region that is spoken has to be there before what it says.
  return html`<div class="base" part="base">
    <div class="header" part="header">
      <slot name="name"
        ><h2 class="name" part="name" ?hidden=${!display.name}>${renderText(display.name)}</h2></slot
      >
      ${display.testMode ? html`<span class="badge" part="test-badge">${words.testMode}</span>` : nothing}
    </div>
    <slot name="description"><p class="secondary" part="description" ?hidden=${!about}>${about}</p></slot>
    <div class="live" part="live" role="status">${said}</div>
    ${renderErrorSummary(connection, words, fields)}
    <div class="said" role="status">${panel ? renderSlotted(connection, panel) : nothing}</div>
    <slot name="before-card" ?hidden=${!open}></slot>
    <div class="card" part="card" role="group" aria-label=${words.cardGroup} ?hidden=${!open}>
      <div class="skeleton" part="skeleton" aria-hidden="true" ?hidden=${!empty}><i></i><i></i></div>
      <div class=${empty ? 'offstage' : ''}><slot name="card"></slot></div>
    </div>
    <slot name="after-card" ?hidden=${!open}></slot>
    ${open ? connection.late?.renderFields(html, connection, words, fields) : nothing}
    ${
      rest && display.saving === 'consent'
        ? renderCheckbox({
            id: 'consent',
            text: display.savingText,
            checked: answers.consented,
            disabled,
            slot: html`<slot name="consent"></slot>`,
            onChange: (checked) => connection.consent(checked),
          })
        : nothing
    }
    ${rest && display.saving === 'notice' ? notice(display.savingText) : nothing}
    ${
      rest && display.data === 'checkbox'
        ? renderCheckbox({
            id: 'data-consent',
            text: display.dataText,
            checked: answers.dataConsented,
            disabled,
            required: true,
            error: errorOf('data-consent', fields),
            onChange: (dataConsented) => connection.answer({ dataConsented }),
          })
        : nothing
    }
    ${rest && display.data === 'notice' ? notice(display.dataText) : nothing}
    <slot name="notice" ?hidden=${!open}></slot>
    ${showForm && !element.hideSubmit ? renderSubmit(connection, display.button || words.payButton) : nothing}
    <i class="probe" hidden></i>
  </div>`;
}

function panelOf(connection: Connection, words: Messages): Panel | undefined {
  const { state, view, late, element, prevented } = connection;
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

function renderErrorSummary(connection: Connection, words: Messages, fields: readonly FieldError[]): Part {
  const { state, late } = connection;
  if (state.status !== 'failed' || !late) return nothing;
  return late.renderErrors(
    html,
    words.errorSummary,
    connection.failureText(state),
    fields.map((error) => ({ ...error, text: error.text || (words.cardWrong ?? '') })),
    (field) => focusField(connection, field),
  );
}

function renderSubmit({ state, isDisabled, element }: Connection, label: string | undefined): TemplateResult {
  const busy = state.status === 'processing';
  return html`<slot name="submit" @click=${() => void element.submit()}
    ><button
      type="button"
      class="primary submit"
      part="submit"
      aria-disabled=${busy || isDisabled ? 'true' : 'false'}
    >
      <span class="spinner" part="spinner" aria-hidden="true" ?hidden=${!busy}></span>${label}
    </button></slot
  >`;
}

function errorOf(field: string, errors: readonly FieldError[]): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}
