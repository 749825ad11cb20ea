import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { choiceField, wordingField } from '../fields.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { previewWords } from '../words/preview.ts';
import { wordingsWords } from '../words/wordings.ts';

const order = [
  'name',
  'description',
  'orderMail',
  'consent',
  'saveNotice',
  'threeDSecureData',
  'paymentTiming',
  'payButton',
] as const;
const optional = new Set<string>(['orderMail', 'paymentTiming']);
const short = new Set<string>(['name', 'payButton', 'paymentTiming']);

function wordings(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  return html`
    <p class="intro">${words.intro}</p>
    ${order.map(
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
    ${mail(model)}
  `;
}

function field(model: Model, name: (typeof order)[number]): TemplateResult {
  const words = wordingsWords[model.lang];
  const { current, draft } = model;
  const [label = '', help = ''] = words.fields[name];
  const hidden = whyHidden(model, name);
  const defaults = current.defaults[name];
  return wordingField(model, name, {
    label,
    help: hidden ? `${help} ${words.notShown(hidden)}` : help,
    defaults: 'manual' in defaults ? defaults[draft.capture] : defaults,
    optional: optional.has(name),
    rows: short.has(name) ? 2 : 5,
  });
}

/** A text that nobody will see with these settings is still kept. */
function whyHidden({ lang, draft }: Model, name: string): string | undefined {
  const words = wordingsWords[lang];
  const saving = `${basicWords[lang].saving}: ${basicWords[lang].savingChoices[draft.cardSaving][0]}`;
  if (name === 'consent' && draft.cardSaving !== 'optional') return saving;
  if (name === 'saveNotice' && draft.cardSaving !== 'required') return saving;
  if (name === 'threeDSecureData' && draft.threeDSecureData === 'off')
    return `${words.mode}: ${words.modes.off[0]}`;
  return undefined;
}

function mail(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  const { t, preview } = model;
  const { mail: shown, mailLocale } = preview;
  queueMicrotask(() => void refreshMail(model));
  return html`<section class="panel" aria-labelledby="mail-title">
    <h3 id="mail-title">${words.mailTitle}</h3>
    <p class="help">${words.mailNote}</p>
    <p class="buttons">
      ${(['ja', 'en'] as const).map(
        (locale) =>
          html`<button
            aria-pressed=${locale === mailLocale ? 'true' : 'false'}
            @click=${() => {
              preview.mailLocale = locale;
              model.draw();
            }}
          >
            ${t.languages[locale]}
          </button>`,
      )}
    </p>
    ${
      shown
        ? html`<p><span class="quiet">${words.subject}</span> ${shown.subject}</p>
            <pre tabindex="0" lang=${mailLocale}>${shown.text}</pre>`
        : html`<p class="quiet">${previewWords[model.lang].refused}</p>`
    }
  </section>`;
}

let asking = '';

/** Asked for anew when what it is made of has changed; the newest question wins. */
async function refreshMail(model: Model): Promise<void> {
  const { draft, preview } = model;
  const of = JSON.stringify([draft.wordings, draft.capture, preview.mailLocale]);
  if (preview.mail?.of === of || asking === of) return;
  asking = of;
  try {
    const made = await api.mail(draft, preview.mailLocale);
    if (asking !== of) return;
    preview.mail = { ...made, of };
  } catch {
    delete preview.mail;
  }
  model.draw();
}

export const wordingsView: View = {
  title: { ja: '文言', en: 'Wordings' },
  draw: wordings,
  editsSettings: true,
};
