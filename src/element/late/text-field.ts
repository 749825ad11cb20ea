import type { TemplateResult } from 'lit';
import type { Html } from './html.ts';

export interface TextField {
  id: string;
  label: string | undefined;
  type: 'email' | 'text';
  autocomplete: 'email' | 'cc-name';
  value: string;
  disabled: boolean;
  error?: string | undefined;
  onInput(value: string): void;
}

/** A field of our own, for what the shop does not know of the shopper. */
export function renderTextField(html: Html, field: TextField): TemplateResult {
  const { id, error } = field;
  return html`<div class="field">
    <label for=${id}>${field.label}</label>
    <input
      id=${id}
      class="text"
      type=${field.type}
      autocomplete=${field.autocomplete}
      required
      .value=${field.value}
      ?disabled=${field.disabled}
      aria-invalid=${error ? 'true' : 'false'}
      aria-describedby="${id}-error"
      @input=${({ target }: Event) => field.onInput((target as HTMLInputElement).value)}
    />
    <p id="${id}-error" class="wrong" part="error">${error}</p>
  </div>`;
}
