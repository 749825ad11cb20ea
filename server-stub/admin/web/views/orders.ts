/** The list of orders: filters in the address, so that a page can be kept, shared and gone back to. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatMoney } from '../../../../src/shared/money.ts';
import type { LooseAttempt } from '../../../orders/filter.ts';
import type { OrderPage } from '../../../orders/list.ts';
import { api, type Sent } from '../api.ts';
import { cardTable, type Column } from '../card-table.ts';
import { brandName } from '../../../settings/brand-marks.ts';
import { moneyWords } from '../words/money.ts';
import type { Model } from '../model.ts';
import { go } from '../go.ts';
import { newest } from '../newest.ts';
import { shopTime } from '../shop-time.ts';
import type { View } from '../view.ts';
import { csvButton } from './csv-button.ts';
import { moneyChip } from './money-chip.ts';
import { loadOrder, order } from './order.ts';
import { ordersWords } from '../words/orders.ts';

type Shown = Sent<OrderPage & { loose: LooseAttempt[] }>;
type Row = Shown['orders'][number];

const filters = ['q', 'money', 'from', 'to', 'mode'] as const;
const csv = csvButton('orders');
const list = newest<Shown>();

/** The mode that is in use, until another is chosen. */
function query({ current, place }: Model): Record<string, string> {
  return { mode: current.settings.environment, ...Object.fromEntries(place.query) };
}

async function load(model: Model): Promise<void> {
  if (model.place.rest[0]) return loadOrder(model);
  await list.ask(api.get('/orders', query(model)));
}

function orders(model: Model): TemplateResult {
  if (model.place.rest[0]) return order(model);
  const t = ordersWords[model.lang];
  const wanted = query(model);
  const { after: _, ...filter } = wanted;
  const { shown } = list;
  return html`
    ${filterForm(model, wanted)}
    ${
      shown
        ? html`${found(model, shown)}
            <div class="below">
              ${
                shown.orders.length > 0
                  ? csv(
                      model,
                      `/orders.csv?${new URLSearchParams({ ...filter, lang: model.lang }).toString()}`,
                    )
                  : nothing
              }
              <span class="pages" role="group" aria-label=${t.pages}>
                ${wanted['after'] ? html`<button @click=${() => history.back()}>${t.newer}</button>` : nothing}
                ${
                  shown.next
                    ? html`<button @click=${() => go('orders', { ...wanted, after: shown.next ?? '' })}>
                        ${t.older}
                      </button>`
                    : nothing
                }
              </span>
            </div>`
        : nothing
    }
  `;
}

function filterForm(model: Model, wanted: Record<string, string>): TemplateResult {
  const t = ordersWords[model.lang];
  const apply = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    go('orders', Object.fromEntries(filters.map((name) => [name, String(form.get(name) ?? '')])));
  };
  // What was chosen and not applied is in the form alone.
  const clear = (event: Event) => {
    for (const field of (event.target as HTMLButtonElement).form?.elements ?? [])
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
        field.value = field.name === 'mode' ? model.current.settings.environment : '';
    go('orders');
  };
  const select = (name: string, label: string, choices: [string, string][]) =>
    html`<div class="field">
      <label for="o-${name}">${label}</label>
      <select id="o-${name}" name=${name}>
        ${choices.map(
          ([value, word]) =>
            html`<option value=${value} .selected=${value === (wanted[name] ?? '')}>${word}</option>`,
        )}
      </select>
    </div>`;
  const date = (name: 'from' | 'to') =>
    html`<div class="field">
      <label for="o-${name}">${t[name]}</label>
      <input id="o-${name}" name=${name} type="date" .value=${wanted[name] ?? ''} />
    </div>`;
  return html`<form class="panel filters" role="search" @submit=${apply}>
    <div class="field words">
      <label for="o-q">${t.search}</label>
      <input id="o-q" name="q" type="search" .value=${wanted['q'] ?? ''} aria-describedby="o-q-help" />
      <p class="help" id="o-q-help">${t.searchHelp}</p>
    </div>
    ${select('money', t.money, [['', t.all], ...Object.entries(moneyWords[model.lang])])} ${date('from')}
    ${date('to')} ${select('mode', t.mode, Object.entries(t.modes))}
    <p class="buttons">
      <button class="main">${t.apply}</button>
      <button type="button" @click=${clear}>${t.clear}</button>
    </p>
  </form>`;
}

function found(model: Model, { orders: rows, loose }: Shown): TemplateResult {
  const t = ordersWords[model.lang];
  const narrowed = filters.some((name) => model.place.query.get(name));
  return html`
    ${
      rows.length > 0
        ? table(model, rows)
        : html`<p class="empty" role="status">${narrowed || loose.length > 0 ? t.none : t.empty}</p>`
    }
    ${
      loose.length > 0
        ? html`<section class="panel">
            <h3>${t.loose}</h3>
            <p class="help">${t.looseHelp}</p>
            <ul class="plain">
              ${loose.map(
                ({ attempt, reference, amount, currency, createdAt }) =>
                  html`<li>
                    <a href="#/orders/${attempt}">${reference}</a>
                    ${formatMoney(amount, currency, model.lang)}
                    <span class="quiet">${shopTime(createdAt, model)}</span>
                  </li>`,
              )}
            </ul>
          </section>`
        : nothing
    }
  `;
}

function table(model: Model, rows: Row[]): TemplateResult {
  const t = ordersWords[model.lang];
  const columns: Column<Row>[] = [
    { label: t.order, cell: (row) => html`<a href="#/orders/${row.attempt}">${row.order}</a>` },
    { label: t.money, cell: (row) => moneyChip(row.money, model) },
    { label: t.amount, number: true, cell: (row) => formatMoney(row.amount, row.currency, model.lang) },
    {
      label: t.card,
      cell: (row) =>
        html`<span
          >${row.brand ? brandName(row.brand, model.lang) : '–'} ${row.last4 ? `…${row.last4}` : nothing}
          ${row.saved ? html`<span class="chip">${t.savedCard}</span>` : nothing}</span
        >`,
    },
    { label: t.reference, cell: (row) => html`<code>${row.reference}</code>` },
    {
      label: t.at,
      cell: (row) => html`<time datetime=${row.createdAt}>${shopTime(row.createdAt, model)}</time>`,
    },
  ];
  return cardTable(t.caption, columns, rows);
}

export const ordersView: View = {
  title: { ja: '注文', en: 'Orders' },
  draw: orders,
  load,
};
