import { html, nothing, type TemplateResult } from 'lit';
import { moment } from '../moment.ts';
import type { Model } from '../model.ts';

export function history({ t, lang, audit }: Model): TemplateResult {
  return html`
    <p class="intro">${t.history.intro}</p>
    ${audit?.length === 0 ? html`<p class="empty">${t.history.none}</p>` : nothing}
    <ul class="rows">
      ${audit?.map(
        ({ at, event, data }) =>
          html`<li class="row">
            <time class="quiet">${moment(at, lang)}</time>
            <strong>${t.history.events[event] ?? event}</strong>
            <span class="wide"
              >${data.version ? t.history.version(data.version) : nothing}
              ${data.reason ? (t.history.reasons[data.reason] ?? data.reason) : nothing}
              ${data.fields?.map((field) => html`<code>${field}</code> `)}</span
            >
            <span class="quiet">${data.actor ?? ''}</span>
          </li>`,
      )}
    </ul>
  `;
}
