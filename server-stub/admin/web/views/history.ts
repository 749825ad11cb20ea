import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import type { Model } from '../model.ts';
import { shopTime } from '../shop-time.ts';
import type { View } from '../view.ts';
import { staffWords } from '../words/staff.ts';
import { labelOf } from '../words/labels.ts';
import { historyWords } from '../words/history.ts';

function history(model: Model): TemplateResult {
  const { lang, audit } = model;
  const words = historyWords[lang];
  return html`
    <p class="intro">${words.intro}</p>
    ${audit?.length === 0 ? html`<p class="empty">${words.none}</p>` : nothing}
    <ul class="rows">
      ${audit?.map(
        ({ at, event, data }) =>
          html`<li class="row">
            <time class="quiet" datetime=${at}>${shopTime(at, model)}</time>
            <strong>${words.events[event] ?? event}</strong>
            <span class="wide"
              >${data.version ? words.version(data.version) : nothing}
              ${data.subject ? html`<code>${data.subject}</code>` : nothing}
              ${data.role ? staffWords[lang].roles[data.role] : nothing}
              ${data.reason ? (words.reasons[data.reason] ?? data.reason) : nothing}
              ${data.fields?.map((field) => labelOf(field, lang)).join(lang === 'ja' ? '、' : ', ')}</span
            >
            <span class="quiet">${data.actor ?? ''}</span>
          </li>`,
      )}
    </ul>
  `;
}

export const historyView: View = {
  title: { ja: '変更履歴', en: 'History' },
  draw: history,
  load: async (model) => {
    model.audit = (await api.audit()).entries;
  },
};
