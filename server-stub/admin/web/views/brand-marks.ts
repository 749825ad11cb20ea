/** Which card brands stand beside the method's name. */
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { brandMarks, brands } from '../../../settings/brand-marks.ts';
import { fieldId, problemOf } from '../fields.ts';
import { edit, type Model } from '../model.ts';
import { numberedLabel, wordingsWords } from '../words/wordings.ts';

export function brandMarksField(model: Model): TemplateResult {
  const [, help] = wordingsWords[model.lang].fields.brandMarks;
  const { brandMarks: chosen } = model.draft;
  const id = fieldId('brandMarks');
  return html`<fieldset class="choices" id=${id} tabindex="-1">
    <legend>${numberedLabel(model.lang, 'brandMarks')}</legend>
    <p class="help">${help}</p>
    <div class="across">
      ${brandMarks(brands).map(
        ({ brand, mark, name }) =>
          html`<label class="choice">
            <input
              type="checkbox"
              .checked=${live(chosen.includes(brand))}
              @change=${(event: Event) => {
                const on = (event.target as HTMLInputElement).checked;
                const kept = brands.filter((one) => (one === brand ? on : chosen.includes(one)));
                edit(model, 'brandMarks', kept);
              }}
            />
            ${name[model.lang]} <span class="mark" aria-hidden="true">${mark}</span>
          </label>`,
      )}
    </div>
    ${problemOf(model, 'brandMarks')}
  </fieldset>`;
}
