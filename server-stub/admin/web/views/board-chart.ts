/** The last thirty days as bars, and as the table that says the same. */
import { html, svg, type TemplateResult } from 'lit';
import type { BoardDay } from '../../../orders/board-rows.ts';
import type { Model } from '../model.ts';
import { calendarDay } from '../shop-time.ts';
import { boardWords } from '../words/board.ts';

const height = 120;
const width = 600;

interface Day {
  day: string;
  healed: number;
  open: number;
}

export function boardChart(model: Model, rows: BoardDay[]): TemplateResult {
  const { lang, session } = model;
  const name = ({ day }: Day) => calendarDay(day, model);
  const t = boardWords[lang];
  const days = lastDays(rows, session.zone);
  const most = Math.max(1, ...days.map(({ healed, open }) => healed + open));
  const scale = (count: number) => (count / most) * (height - 4);
  const step = width / days.length;
  const shown = days.filter(({ healed, open }) => healed + open > 0);
  return html`<section class="panel">
    <h3>${t.chart}</h3>
    <p class="help">${shown.length > 0 ? t.chartHelp : t.chartNone}</p>
    <svg class="chart" viewBox="0 0 ${width} ${height}" aria-hidden="true" preserveAspectRatio="none">
      ${days.map(
        ({ healed, open }, n) => svg`
          <rect class="healed" x=${n * step + 2} width=${step - 4} y=${height - scale(healed)} height=${scale(healed)}></rect>
          <rect class="open" x=${n * step + 2} width=${step - 4} y=${height - scale(healed) - scale(open)} height=${scale(open)}></rect>`,
      )}
      <line class="base" x1="0" x2=${width} y1=${height} y2=${height}></line>
    </svg>
    <p class="range">${[days.at(0), days.at(-1)].map((day) => html`<span>${day && name(day)}</span>`)}</p>
    <details>
      <summary>${t.chartTable}</summary>
      <table>
        <caption class="visually-hidden">
          ${t.chartCaption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t.day}</th>
            <th scope="col" class="number">${t.statuses.healed}</th>
            <th scope="col" class="number">${t.statuses.open}</th>
          </tr>
        </thead>
        <tbody>
          ${days.toReversed().map(
            (day) =>
              html`<tr>
                <th scope="row">${name(day)}</th>
                <td class="number">${day.healed}</td>
                <td class="number">${day.open}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`;
}

/** Thirty of them, the shop's, though nothing was on some. */
function lastDays(rows: BoardDay[], zone: string): Day[] {
  const name = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const today = Date.now();
  return Array.from({ length: 30 }, (_, n) => {
    const day = name.format(today - (29 - n) * 86_400_000);
    const of = rows.filter((row) => row.day === day);
    const sum = (field: 'healed' | 'open') => of.reduce((total, row) => total + Number(row[field]), 0);
    return { day, healed: sum('healed'), open: sum('open') };
  });
}
