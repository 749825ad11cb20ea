/** The reconciliation board: how many of each kind, each of them with what was or will be done, and the last days. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatMoney } from '../../../../src/shared/money.ts';
import type { BoardDay, BoardRow, Bucket, BucketCount } from '../../../orders/board-rows.ts';
import { api, type Sent } from '../api.ts';
import { cardTable, type Column } from '../card-table.ts';
import { go } from '../go.ts';
import type { Model } from '../model.ts';
import { newest } from '../newest.ts';
import { shopTime } from '../shop-time.ts';
import type { View } from '../view.ts';
import { boardWords } from '../words/board.ts';
import { boardChart } from './board-chart.ts';
import { rowActs } from './board-row-acts.ts';
import { boardRun, type Run } from './board-run.ts';
import { csvButton } from './csv-button.ts';

type Row = Sent<BoardRow>;

interface Shown {
  counts: BucketCount[];
  rows: Row[];
  days: BoardDay[];
  run: Run | null;
  reconcile: 'act' | 'observe';
}

const names: Bucket[] = [
  'incomplete',
  'uncaptured',
  'cancelled',
  'captured',
  'mismatch',
  'expiring',
  'lost',
  'unknown',
];
const csv = csvButton('reconciliation');
const list = newest<Shown>();

const query = ({ place }: Model): Record<string, string> => Object.fromEntries(place.query);

async function load(model: Model): Promise<void> {
  // A run or a deed may end when another page is open.
  if (model.place.view === 'board') await list.ask(api.get('/board', query(model)));
}

function board(model: Model): TemplateResult {
  const t = boardWords[model.lang];
  const now = list.shown;
  if (!now) return html``;
  const renewed = async (run: Run | null, over: boolean) => {
    if (over) await load(model);
    else if (list.shown) list.shown.run = run;
  };
  return html`
    <p class="intro">${t.intro}</p>
    ${now.reconcile === 'observe' ? html`<p class="caution">${t.observe}</p>` : nothing}
    <ul class="buckets">
      ${names.map((bucket) => tile(model, bucket, now.counts))}
    </ul>
    ${choice(model)} ${table(model, now.rows)}
    ${
      now.rows.length > 0
        ? html`<div class="below">
            ${csv(model, `/board.csv?${new URLSearchParams({ ...query(model), lang: model.lang }).toString()}`)}
          </div>`
        : nothing
    }
    ${boardRun(model, { run: now.run, renewed })} ${boardChart(model, now.days)}
  `;
}

function tile(model: Model, bucket: Bucket, counts: BucketCount[]): TemplateResult {
  const t = boardWords[model.lang];
  const of = (status: string) => counts.filter((row) => row.bucket === bucket && row.status === status);
  const number = (status: string) => of(status).reduce((sum, { count }) => sum + Number(count), 0);
  const open = number('open');
  const amounts = of('open').map(({ amount, currency }) => formatMoney(Number(amount), currency, model.lang));
  const chosen = model.place.query.get('bucket') === bucket;
  return html`<li>
    <a class="bucket" href="#/board?bucket=${bucket}" aria-current=${chosen ? 'true' : nothing}>
      <span>${t.buckets[bucket]}</span>
      <strong data-tone=${open > 0 ? 'bad' : 'good'}>${open}</strong>
      <span class="quiet">
        ${open > 0 ? `${amounts.join(', ')} · ` : nothing}${t.statuses.underway} ${number('underway')} ·
        ${t.statuses.snoozed} ${number('snoozed')} · ${t.statuses.healed} ${number('healed')}
      </span>
    </a>
  </li>`;
}

function choice(model: Model): TemplateResult {
  const t = boardWords[model.lang];
  const now = query(model);
  const change = (field: string) => (event: Event) =>
    go('board', { ...now, [field]: (event.target as HTMLSelectElement).value });
  const option = (value: string, label: string, chosen = '') =>
    html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`;
  const bucket = now['bucket'] as Bucket | undefined;
  return html`<div class="controls">
      <div>
        <label for="board-bucket">${t.columns.bucket}</label>
        <select id="board-bucket" @change=${change('bucket')}>
          ${option('', t.all, bucket)} ${names.map((name) => option(name, t.buckets[name], bucket))}
        </select>
      </div>
      <div>
        <label for="board-status">${t.show}</label>
        <select id="board-status" @change=${change('status')}>
          ${option('', t.pending, now['status'])}
          ${Object.entries(t.statuses).map(([value, label]) => option(value, label, now['status']))}
        </select>
      </div>
    </div>
    ${bucket && bucket in t.about ? html`<p class="intro">${t.about[bucket]}</p>` : nothing}`;
}

const tones = { open: 'bad', underway: 'open', snoozed: 'warn', healed: 'good' } as const;

function table(model: Model, rows: Row[]): TemplateResult {
  const t = boardWords[model.lang];
  if (rows.length === 0) return html`<p class="empty">${t.none}</p>`;
  const columns: Column<Row>[] = [
    {
      label: t.columns.what,
      cell: (row) =>
        html`<span
          >${row.order ?? row.reference ?? row.intent}
          <span class="chip" data-tone=${tones[row.status]}>${t.statuses[row.status]}</span></span
        >`,
    },
    { label: t.columns.bucket, cell: (row) => t.buckets[row.bucket] },
    {
      label: t.columns.amount,
      number: true,
      cell: (row) => formatMoney(row.amount, row.currency, model.lang),
    },
    { label: t.columns.at, cell: (row) => shopTime(row.at, model) },
    { label: t.columns.remedy, cell: (row) => remedy(model, row) },
  ];
  return cardTable(t.caption, columns, rows);
}

function remedy(model: Model, row: Row): TemplateResult {
  const t = boardWords[model.lang];
  const snoozed = row.status === 'snoozed' && row.snoozedUntil;
  return html`<span class="remedy"
    >${t.remedies[row.remedy]}
    ${row.due ? html`<span class="quiet">${shopTime(row.due, model)}</span>` : nothing}
    ${
      snoozed
        ? html`<span class="quiet">${t.until(shopTime(snoozed, model))} ${row.snoozeReason}</span>`
        : nothing
    }
    ${rowActs(model, row, () => load(model))}</span
  >`;
}

export const boardView: View = {
  title: { ja: '突き合わせ', en: 'Reconciliation' },
  draw: board,
  load,
};
