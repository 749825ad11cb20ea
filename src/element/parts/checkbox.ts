import { html, nothing, type TemplateResult } from 'lit';
import { renderText } from '../links.ts';

export interface Checkbox {
  id: string;
  text: string | undefined;
  checked: boolean;
  disabled: boolean;
  error?: string | undefined;
  required?: boolean;
  slot?: TemplateResult;
  onChange(checked: boolean): void;
}

/** A wording that asks: never ticked by itself. */
export function renderCheckbox(box: Checkbox): TemplateResult | typeof nothing {
  const { id, text, checked, disabled, error } = box;
  if (!text) return nothing;
  return html`<div>
    <label class="consent" part="consent">
      <input
        id=${id}
        type="checkbox"
        part="consent-checkbox"
        .checked=${checked}
        ?disabled=${disabled}
        ?required=${box.required}
        aria-invalid=${error ? 'true' : 'false'}
        aria-describedby="${id}-error"
        @change=${({ target }: Event) => box.onChange((target as HTMLInputElement).checked)}
      />
      <span part="consent-label">${renderText(text)}</span>
    </label>
    ${box.slot ?? nothing}
    <p id="${id}-error" class="wrong" part="error">${error}</p>
  </div>`;
}
