/** The real element in a page of its own, and beside it what its answers would send to Stripe. */
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import { showing } from '../frame.ts';
import type { Model, PreviewState } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { previewWords } from '../words/preview.ts';
import { noKeys } from './connection.ts';

function preview(model: Model): TemplateResult {
  const words = previewWords[model.lang];
  const { t, preview: state } = model;
  void refresh(model);
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
          model.draw();
        }}
      >
        ${choices.map(
          ([value, word]) => html`<option value=${value} ?selected=${state[name] === value}>${word}</option>`,
        )}
      </select>
    </div>`;
  const { shown } = state;
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
    ${state.refused ? html`<p class="problem">${words.refused}</p>` : nothing}
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
                            <dt><code>${name}</code></dt>
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

let asking = '';

async function refresh(model: Model): Promise<void> {
  const { draft, preview: state } = model;
  const policy = state.policy || draft.cardSaving;
  const of = JSON.stringify([draft, state.shopper, state.locale, policy]);
  if (state.shown?.of === of || asking === of) return;
  asking = of;
  await model.act(async () => {
    const { shopper, locale } = state;
    try {
      const made = await api.preview({ settings: draft, shopper, locale, policy });
      if (asking !== of) return undefined;
      state.shown = { ...made, of };
      delete state.refused;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 400)) throw error;
      state.refused = of;
      delete state.shown;
    }
    return undefined;
  });
}

export const previewView: View = {
  title: { ja: 'プレビュー', en: 'Preview' },
  draw: preview,
  editsSettings: true,
};
