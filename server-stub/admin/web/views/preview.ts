/** The real element in a page of its own, and beside it what its answers would send to Stripe. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { api } from '../api.ts';
import { breakable } from '../breakable.ts';
import { ApiProblem } from '../call.ts';
import { isOld, showing } from '../frame.ts';
import type { Model, PreviewState } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { previewWords } from '../words/preview.ts';
import { noKeys } from './connection.ts';

function preview(model: Model): TemplateResult {
  const words = previewWords[model.lang];
  const { t, preview: state } = model;
  queueMicrotask(() => void refresh(model));
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
      state.lost
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

let asking = '';

function askAgain(model: Model): void {
  asking = '';
  model.draw();
}

/** Each draft is asked for once; only the answer to what is wanted now is shown. */
async function refresh(model: Model): Promise<void> {
  const { draft, preview: state } = model;
  const policy = state.policy || draft.cardSaving;
  const of = JSON.stringify([draft, state.shopper, state.locale, policy]);
  if (asking === of) return;
  asking = of;
  if (state.shown?.of === of && !isOld(state.shown)) return;
  await model.look(async () => {
    const { shopper, locale } = state;
    try {
      const made = await api.preview({ settings: draft, shopper, locale, policy });
      if (asking !== of) return;
      state.shown = { ...made, of, at: Date.now() };
      delete state.refused;
      delete state.lost;
    } catch (error) {
      if (asking !== of) return;
      delete state.shown;
      delete state.refused;
      delete state.lost;
      if (error instanceof ApiProblem && error.status === 400) state.refused = of;
      else {
        state.lost = true;
        throw error;
      }
    }
  });
}

export const previewView: View = {
  title: { ja: 'プレビュー', en: 'Preview' },
  draw: preview,
  load: async () => {
    asking = '';
  },
  editsSettings: true,
};
