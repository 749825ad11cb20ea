/** The real element in a page of its own, and beside it what its answers would send to Stripe. */
import { html, nothing, type TemplateResult } from 'lit';
import { api, ApiProblem } from '../api.ts';
import type { Model, PreviewState } from '../model.ts';

export function preview(model: Model): TemplateResult {
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
  return html`
    <p class="intro">${t.preview.intro}</p>
    <div class="controls">
      ${control('policy', t.preview.policy, [
        ['', t.preview.draft],
        ...(['off', 'optional', 'required'] as const).map((policy): [PreviewState['policy'], string] => [
          policy,
          t.basic.savingChoices[policy][0] ?? '',
        ]),
      ])}
      ${control('shopper', t.preview.shopper, [
        ['guest', t.preview.guest],
        ['member', t.preview.member],
      ])}
      ${control('locale', t.preview.language, [
        ['ja', t.languages.ja],
        ['en', t.languages.en],
      ])}
      ${control('theme', t.preview.theme, [
        ['light', t.preview.light],
        ['dark', t.preview.dark],
      ])}
      ${control('width', t.preview.width, [
        ['phone', t.preview.phone],
        ['wide', t.preview.wide],
      ])}
    </div>
    ${state.refused ? html`<p class="problem">${t.preview.refused}</p>` : nothing}
    ${
      shown
        ? html`<iframe
              class=${state.width}
              title=${t.preview.frame}
              src="/admin/preview?theme=${state.theme}&token=${shown.token}"
            ></iframe>
            <h3>${t.preview.sent}</h3>
            <div class="sent">
              ${shown.sent.map(
                ({ answer, fields }) =>
                  html`<section class="panel">
                    <h4>${t.preview.answers[answer]}</h4>
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
