import type { TemplateResult } from 'lit';
import type { Field, FieldError } from '../../checkout/state.ts';
import type { Html } from './html.ts';

/** Everything that is wrong, each line leading to its field. Gets the focus after a press of the button. */
export function renderErrors(
  html: Html,
  title: string | undefined,
  text: string | undefined,
  fields: readonly FieldError[],
  onChoose: (field: Field) => void,
): TemplateResult {
  const line = ({ field, text }: FieldError) =>
    html`<li>
      <a
        href="#${field}"
        @click=${(event: Event) => {
          event.preventDefault();
          onChoose(field);
        }}
        >${text}</a
      >
    </li>`;
  return html`<div class="panel error" part="error-summary" role="alert" tabindex="-1">
    <p>${title}</p>
    ${
      fields.length > 0
        ? html`<ul>
            ${fields.map(line)}
          </ul>`
        : html`<p>${text}</p>`
    }
  </div>`;
}
