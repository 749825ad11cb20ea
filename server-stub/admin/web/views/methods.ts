/** All methods in the order in which shoppers see them. Only ours is changed here. */
import { html, type TemplateResult } from 'lit';
import { switchField, textField } from '../fields.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { methodsWords } from '../words/methods.ts';

function methods(model: Model): TemplateResult {
  const words = methodsWords[model.lang];
  const { lang, draft, current } = model;
  const ours = {
    id: 'secure-checkout',
    name: draft.wordings.name,
    sort: Number(draft.sortOrder),
    ours: true,
  };
  const all = [ours, ...current.shop.methods.map((method) => ({ ...method, ours: false }))].toSorted(
    (a, b) => a.sort - b.sort || a.id.localeCompare(b.id),
  );
  return html`
    <p class="intro">${words.intro}</p>
    <ul class="rows">
      ${all.map(
        (method) =>
          html`<li class="row">
            <strong class="wide">${method.name[lang]}</strong>
            <span class="chip" data-tone=${method.ours ? 'good' : 'open'}
              >${method.ours ? words.ours : words.theirs}</span
            >
            <span class="quiet">${words.order} ${method.sort}</span>
          </li>`,
      )}
    </ul>
    <section class="panel">
      ${switchField(model, 'enabled', words.on, words.help)}
      ${textField(model, 'sortOrder', { label: basicWords[model.lang].sort, help: basicWords[model.lang].sortHelp, number: true })}
    </section>
  `;
}

export const methodsView: View = {
  title: { ja: 'お支払い方法', en: 'Payment methods' },
  draw: methods,
  editsSettings: true,
};
