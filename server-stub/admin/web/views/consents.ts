import { html, nothing, type TemplateResult } from 'lit';
import type { ConsentRow } from '../../../orders/consents.ts';
import { mayActAs } from '../../roles.ts';
import { api, type Sent } from '../api.ts';
import { go } from '../go.ts';
import type { Model } from '../model.ts';
import { newest } from '../newest.ts';
import { shopTime } from '../shop-time.ts';
import type { View } from '../view.ts';
import { ledgerWords } from '../words/ledger.ts';
import { csvButton } from './csv-button.ts';

interface Shown {
  consents: Sent<ConsentRow>[];
  more: boolean;
}

const pageSize = 50;
const csv = csvButton('consents');
const list = newest<Shown>();

async function load({ place }: Model): Promise<void> {
  await list.ask(api.get('/consents', Object.fromEntries(place.query)));
}

function consents(model: Model): TemplateResult {
  const t = ledgerWords[model.lang].consents;
  const { shown } = list;
  const q = model.place.query.get('q') ?? '';
  const offset = Number(model.place.query.get('offset') ?? 0);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    go('consents', { q: String(new FormData(event.target as HTMLFormElement).get('q')) });
  };
  return html`
    <p class="intro">${t.intro}</p>
    <form class="panel filters" role="search" @submit=${search}>
      <div class="field words">
        <label for="c-q">${t.search}</label>
        <input id="c-q" name="q" type="search" .value=${q} aria-describedby="c-q-help" />
        <p class="help" id="c-q-help">${t.searchHelp}</p>
      </div>
      <p class="buttons"><button class="main">${t.apply}</button></p>
    </form>
    ${shown && shown.consents.length === 0 ? html`<p class="empty">${q ? t.none : t.empty}</p>` : nothing}
    <ul class="rows">
      ${shown?.consents.map((row) => one(model, row))}
    </ul>
    <div class="below">
      ${
        shown && shown.consents.length > 0
          ? csv(model, `/consents.csv?${new URLSearchParams({ q, lang: model.lang }).toString()}`)
          : nothing
      }
      <span class="pages">
        ${offset > 0 ? html`<button @click=${() => history.back()}>${t.newer}</button>` : nothing}
        ${
          shown?.more
            ? html`<button @click=${() => go('consents', { q, offset: String(offset + pageSize) })}>
                ${t.older}
              </button>`
            : nothing
        }
      </span>
    </div>
  `;
}

function one(model: Model, row: Sent<ConsentRow>): TemplateResult {
  const t = ledgerWords[model.lang].consents;
  return html`<li class="row">
    <span class="wide">
      <q lang=${row.locale}>${row.text}</q>
      <span class="help"
        >${t.policies[row.policy] ?? row.policy} · ${shopTime(row.givenAt, model)} · ${t.version}
        <code>${row.version}</code></span
      >
    </span>
    <span class="quiet">
      <a href="#/orders/${row.attempt}">${row.order ?? row.attempt}</a> <code>${row.customer}</code>
    </span>
    ${
      row.withdrawnAt
        ? html`<span class="chip" data-tone="warn">${t.withdrawn(shopTime(row.withdrawnAt, model))}</span>`
        : mayActAs(model.session.role, 'staff')
          ? html`<button @click=${() => withdraw(model, row)}>${t.withdraw}</button>`
          : nothing
    }
  </li>`;
}

async function withdraw(model: Model, { attempt, n }: Sent<ConsentRow>): Promise<void> {
  const t = ledgerWords[model.lang].consents;
  if (!(await model.ask({ title: t.withdrawTitle, text: t.withdrawText, agree: t.withdraw }))) return;
  await model.act(async () => {
    await api.post('/consents/withdraw', { attempt, n });
    if (model.place.view === 'consents') await load(model);
    return t.withdrawDone;
  });
}

export const consentsView: View = {
  title: { ja: '同意の記録', en: 'Consents' },
  draw: consents,
  load,
};
