/** The set-up as a checklist: each step says whether it is done, by what the server knows. */
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { breakable } from '../breakable.ts';
import type { Model } from '../model.ts';
import { shopTime } from '../shop-time.ts';
import type { View } from '../view.ts';
import { basicView } from './basic.ts';
import { connectionView } from './connection.ts';
import { wordingsView } from './wordings.ts';
import { neededRights, rightsWords } from '../words/rights.ts';
import { startWords } from '../words/start.ts';

function start(model: Model): TemplateResult {
  const words = startWords[model.lang];
  const { lang, session, progress, current } = model;
  const steps = words.steps;
  const { fake } = session.stripe;
  const { environment } = current.settings;
  const hasKeys = Boolean(current.keys[environment].secretKeyLast4);
  const link = (name: string, { title }: View) => html`<a href="#/${name}">${title[lang]}</a>`;
  return html`
    <p class="intro">${words.intro}</p>
    <ol class="steps">
      ${step(model, !fake && hasKeys, steps.keys.title, html`${steps.keys.text} ${link('basic', basicView)} ${fake ? html`<br /><strong>${steps.keys.fake}</strong>` : nothing}`, rights(model))}
      ${step(model, progress?.connectionTested === true, steps.connection.title, html`${steps.connection.text} ${link('connection', connectionView)}`)}
      ${step(
        model,
        Boolean(progress?.lastWebhook),
        steps.webhook.title,
        html`${steps.webhook.text}
          <code>${progress?.webhookUrl}</code>
          ${progress?.lastWebhook ? html`<br />${steps.webhook.last(shopTime(progress.lastWebhook, model))}` : nothing}`,
        html`<details>
          <summary>${steps.webhook.events}</summary>
          <ul class="plain">
            ${progress?.webhookEvents?.map((event) => html`<li>${breakable(event)}</li>`)}
          </ul>
        </details>`,
      )}
      ${step(model, progress?.settingsSaved === true, steps.settings.title, html`${steps.settings.text} ${link('basic', basicView)} ${link('wordings', wordingsView)}`)}
      ${step(
        model,
        Boolean(progress?.lastOrder),
        steps.purchase.title,
        html`${steps.purchase.text}
          <a href="/" target="_blank" rel="noopener">${steps.purchase.shop}</a>
          ${progress?.lastOrder ? html`<br />${steps.purchase.last(progress.lastOrder)}` : nothing}`,
      )}
      ${step(model, !fake && environment === 'live', steps.live.title, steps.live.text)}
    </ol>
  `;
}

function rights({ lang }: Model): TemplateResult {
  const words = rightsWords[lang];
  return html`<details>
    <summary>${words.title}</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.resource}</th>
          <th scope="col">${words.right}</th>
          <th scope="col">${words.purpose}</th>
        </tr>
      </thead>
      <tbody>
        ${neededRights.map(
          ({ resource, right, [lang]: purpose }) =>
            html`<tr>
              <th scope="row">${resource}</th>
              <td>${words.rights[right]}</td>
              <td>${purpose}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

const step = ({ lang }: Model, done: boolean, title: string, text: unknown, more: unknown = nothing) =>
  html`<li class="panel" data-done=${done}>
    <h3>
      ${title}
      <span class="chip" data-tone=${done ? 'good' : 'open'}
        >${done ? startWords[lang].done : startWords[lang].open}</span
      >
    </h3>
    <p>${text}</p>
    ${more}
  </li>`;

export const startView: View = {
  title: { ja: 'はじめに', en: 'Getting started' },
  draw: start,
  load: async (model) => {
    model.progress = await api.progress();
  },
};
