import { html, nothing, type TemplateResult } from 'lit';
import type { SavingDisplay } from '../../shared/policy.ts';

export interface SavingWords {
  consent?: string | undefined;
  saveNotice?: string | undefined;
}

/** Wording 4 with its checkbox, wording 5, or neither. */
export function renderSaving(
  display: SavingDisplay,
  words: SavingWords,
  box: { checked: boolean; disabled: boolean; onChange: (event: Event) => void },
): TemplateResult | typeof nothing {
  switch (display) {
    case 'consent':
      return html`<label class="consent" part="consent">
        <input
          type="checkbox"
          part="consent-checkbox"
          .checked=${box.checked}
          ?disabled=${box.disabled}
          @change=${box.onChange}
        />
        <span part="consent-label">${words.consent}</span>
      </label>`;
    case 'notice':
      return html`<p class="secondary" part="notice">${words.saveNotice}</p>`;
    case 'none':
      return nothing;
  }
}
