/** All methods in the order in which shoppers see them. Ours is a setting; the others change at once, if the shop lets them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Current } from '../api.ts';
import { call } from '../call.ts';
import { switchField, textField } from '../fields.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { methodsWords } from '../words/methods.ts';

type Method = Current['shop']['methods'][number];

function methods(model: Model): TemplateResult {
  const { lang, draft, current } = model;
  const words = methodsWords[lang];
  const { sort, sortHelp } = basicWords[lang];
  const ours = {
    id: 'secure-checkout',
    name: draft.wordings.name,
    // While it is typed it may be no number yet.
    sort: Number.isInteger(draft.sortOrder) ? draft.sortOrder : current.settings.sortOrder,
    enabled: draft.enabled,
  };
  const all: Method[] = [ours, ...current.shop.methods].toSorted(
    (a, b) => a.sort - b.sort || a.id.localeCompare(b.id),
  );
  return html`
    <p class="intro">${words.intro} ${current.shop.methodsCanChange ? nothing : words.elsewhere}</p>
    <ul class="rows">
      ${all.map((method) => row(model, method, method === ours))}
    </ul>
    <section class="panel">
      <h3>${ours.name[lang]}</h3>
      ${switchField(model, 'enabled', words.on, words.help)}
      ${textField(model, 'sortOrder', { label: sort, help: sortHelp, number: true })}
    </section>
  `;
}

function row(model: Model, method: Method, ours: boolean): TemplateResult {
  const words = methodsWords[model.lang];
  const name = method.name[model.lang];
  const changes = !ours && model.current.shop.methodsCanChange;
  return html`<li class="row" data-off=${method.enabled === false}>
    <strong class="wide">${name}</strong>
    <span class="chip" data-tone=${ours ? 'good' : 'open'}>${ours ? words.ours : words.theirs}</span>
    ${changes ? changing(model, method, name) : html`<span class="quiet">${words.order} ${method.sort}</span>`}
  </li>`;
}

function changing(model: Model, method: Method, name: string): TemplateResult {
  const { id, sort, enabled } = method;
  const words = methodsWords[model.lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = { enabled: form.has('enabled'), sort: Number(form.get('sort')) };
    const put = async (to: typeof wanted) => {
      const { methods } = await call<{ methods: Method[] }>('PUT', `/methods/${id}`, to);
      model.current = { ...model.current, shop: { ...model.current.shop, methods } };
    };
    void model.act(async () => {
      if (!Number.isInteger(wanted.sort)) return words.notWhole;
      await put(wanted);
      const undo = async () => {
        await put({ enabled: enabled !== false, sort });
        return model.t.undone;
      };
      return { said: words.saved, undo };
    });
  };
  return html`<form class="inline" @submit=${onSubmit}>
    <label>
      <input
        type="checkbox"
        role="switch"
        name="enabled"
        aria-label=${words.useOf(name)}
        .checked=${enabled !== false}
      />
      ${words.on}
    </label>
    <label>
      ${words.order}
      <input
        class="short"
        name="sort"
        inputmode="numeric"
        aria-label=${words.orderOf(name)}
        .value=${String(sort)}
      />
    </label>
    <button aria-label=${words.save(name)}>${model.t.save}</button>
  </form>`;
}

export const methodsView: View = {
  title: { ja: 'お支払い方法', en: 'Payment methods' },
  draw: methods,
  editsSettings: true,
};
