/** All methods in the order in which shoppers see them. Only ours is changed here. */
import { html, type TemplateResult } from 'lit';
import { switchField, textField } from '../fields.ts';
import type { Model } from '../model.ts';

export function methods(model: Model): TemplateResult {
  const { t, lang, draft, current } = model;
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
    <p class="intro">${t.methods.intro}</p>
    <ul class="rows">
      ${all.map(
        (method) =>
          html`<li class="row">
            <strong class="wide">${method.name[lang]}</strong>
            <span class="chip" data-tone=${method.ours ? 'good' : 'open'}
              >${method.ours ? t.methods.ours : t.methods.theirs}</span
            >
            <span class="quiet">${t.methods.order} ${method.sort}</span>
          </li>`,
      )}
    </ul>
    <section class="panel">
      ${switchField(model, 'enabled', t.methods.on, t.methods.help)}
      ${textField(model, 'sortOrder', { label: t.basic.sort, help: t.basic.sortHelp, number: true })}
    </section>
  `;
}
