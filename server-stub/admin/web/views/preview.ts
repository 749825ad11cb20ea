/** The real element in a page of its own, and beside it what its answers would send to Stripe. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { api } from '../api.ts';
import { breakable } from '../breakable.ts';
import { drafted } from '../drafted.ts';
import { showing } from '../frame.ts';
import type { Model, PreviewState } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { previewWords } from '../words/preview.ts';
import { noKeys } from './connection.ts';

function preview(model: Model): TemplateResult {
  const words = previewWords[model.lang];
  const { t, preview: state } = model;
  queueMicrotask(() => refresh(model));
  const control = <K extends 'shopper' | 'policy' | 'locale' | 'theme' | 'width'>(
    name: K,
    label: string,
    choices: [PreviewState[K], string][],
  ) =>
    html`<div>
      <label for="preview-${name}">${label}</label>
      <select
        id="preview-${name}"
        @change=${(event: Event) => {
          state[name] = (event.target as HTMLSelectElement).value as PreviewState[K];
          askAgain(model);
        }}
      >
        ${choices.map(
          ([value, word]) =>
            html`<option value=${value} .selected=${live(state[name] === value)}>${word}</option>`,
        )}
      </select>
    </div>`;
  const { shown, problem } = made;
  // Stripe’s form is drawn with them.
  const hasKeys = Boolean(model.current.keys[model.current.settings.environment].secretKeyLast4);
  return html`
    <p class="intro">${words.intro}</p>
    <div class="controls">
      ${control('policy', words.policy, [
        ['', words.draft],
        ...(['off', 'optional', 'required'] as const).map((policy): [PreviewState['policy'], string] => [
          policy,
          basicWords[model.lang].savingChoices[policy][0] ?? '',
        ]),
      ])}
      ${control('shopper', words.shopper, [
        ['guest', words.guest],
        ['member', words.member],
      ])}
      ${control('locale', words.language, [
        ['ja', t.languages.ja],
        ['en', t.languages.en],
      ])}
      ${control('theme', words.theme, [
        ['light', words.light],
        ['dark', words.dark],
      ])}
      ${control('width', words.width, [
        ['phone', words.phone],
        ['wide', words.wide],
      ])}
    </div>
    ${problem === 'refused' ? html`<p class="problem">${words.refused}</p>` : nothing}
    ${
      problem === 'lost'
        ? html`<p class="buttons"><button @click=${() => askAgain(model)}>${t.again}</button></p>`
        : nothing
    }
    ${
      shown
        ? html`${
              hasKeys
                ? html`<iframe
                    class=${state.width}
                    title=${words.frame}
                    ${showing(`/admin/preview?theme=${state.theme}&token=${shown.token}`)}
                  ></iframe>`
                : noKeys(model.lang)
            }
            <h3>${words.sent}</h3>
            <div class="sent">
              ${shown.sent.map(
                ({ answer, fields }) =>
                  html`<section class="panel">
                    <h4>${words.answers[answer]}</h4>
                    <dl>
                      ${Object.entries(fields).map(
                        ([name, value]) =>
                          html`<div>
                            <dt>${breakable(name)}</dt>
                            <dd><code>${value}</code></dd>
                          </div>`,
                      )}
                    </dl>
                  </section>`,
              )}
            </div>`
        : nothing
    }
  `;
}

const made = drafted<Awaited<ReturnType<typeof api.preview>>>();

function askAgain(model: Model): void {
  made.forget();
  model.draw();
}

function refresh(model: Model): void {
  const { draft, preview: state } = model;
  const { shopper, locale } = state;
  const wanted = { settings: draft, shopper, locale, policy: state.policy || draft.cardSaving };
  made.ask(model, JSON.stringify(wanted), () => api.preview(wanted));
}

export const previewView: View = {
  title: { ja: 'プレビュー', en: 'Preview' },
  draw: preview,
  load: async () => made.forget(),
  editsSettings: true,
};
