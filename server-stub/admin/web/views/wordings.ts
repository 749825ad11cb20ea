import { html, nothing, type TemplateResult } from 'lit';
import { choiceField, wordingField } from '../fields.ts';
import type { Model } from '../model.ts';
import { numbers, type Place } from '../places.ts';
import type { View } from '../view.ts';
import { brandMarksField } from './brand-marks.ts';
import { landing } from './landing.ts';
import { askAgain, mailPreview } from './mail-preview.ts';
import { basicWords } from '../words/basic.ts';
import { named } from '../words/common.ts';
import { numberedLabel, wordingsWords } from '../words/wordings.ts';

type TextPlace = Exclude<Place, 'brandMarks'>;
const texts = Object.keys(numbers).filter((place): place is TextPlace => place !== 'brandMarks');
const optional = new Set<string>(['orderMail', 'paymentTiming']);
const short = new Set<string>(['name', 'payButton', 'paymentTiming']);

function wordings(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  return html`
    <p class="intro">${words.intro}</p>
    <div class="beside">
      ${landing(model)}
      <div>${fields(model)} ${mailPreview(model)}</div>
    </div>
  `;
}

function fields(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  return html`
    ${texts.map(
      (name) =>
        html`<section class="panel">
          ${field(model, name)}
          ${
            name === 'threeDSecureData'
              ? choiceField(model, 'threeDSecureData', {
                  label: words.mode,
                  choices: (['off', 'notice', 'checkbox'] as const).map((value) => ({
                    value,
                    label: words.modes[value][0] ?? '',
                  })),
                })
              : nothing
          }
        </section>`,
    )}
    <section class="panel">${brandMarksField(model)}</section>
  `;
}

function field(model: Model, name: TextPlace): TemplateResult {
  const words = wordingsWords[model.lang];
  const { current, draft } = model;
  const [, help] = words.fields[name];
  const hidden = whyHidden(model, name);
  const defaults = current.defaults[name];
  return wordingField(model, name, {
    label: numberedLabel(model.lang, name),
    help: hidden ? `${help} ${words.notShown(hidden)}` : help,
    defaults: 'manual' in defaults ? defaults[draft.capture] : defaults,
    optional: optional.has(name),
    rows: short.has(name) ? 2 : 5,
  });
}

/** A text that nobody will see with these settings is still kept. */
function whyHidden({ lang, draft }: Model, name: string): string | undefined {
  const words = wordingsWords[lang];
  const { saving: what, savingChoices } = basicWords[lang];
  const saving = named(lang, what, savingChoices[draft.cardSaving][0] ?? '');
  if (name === 'consent' && draft.cardSaving !== 'optional') return saving;
  if (name === 'saveNotice' && draft.cardSaving !== 'required') return saving;
  if (name === 'threeDSecureData' && draft.threeDSecureData === 'off')
    return named(lang, words.mode, words.modes.off[0] ?? '');
  return undefined;
}

export const wordingsView: View = {
  title: { ja: '文言', en: 'Wordings' },
  draw: wordings,
  load: async (model) => askAgain(model),
  editsSettings: true,
};
