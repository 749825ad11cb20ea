/** What can be done about one row of the board. */
import { html, nothing, type TemplateResult } from 'lit';
import type { FixPlan } from '../../../orders/board-acts.ts';
import type { BoardRow } from '../../../orders/board-rows.ts';
import { mayActAs } from '../../roles.ts';
import { api, type Sent } from '../api.ts';
import type { Model } from '../model.ts';
import { oneAtATime } from '../presses.ts';
import { stripeLink } from '../stripe-link.ts';
import { boardWords } from '../words/board.ts';

type Row = Sent<BoardRow>;

/** The row that is being put off. */
let snoozing = '';

export function rowActs(model: Model, row: Row, reload: () => Promise<void>): TemplateResult {
  const t = boardWords[model.lang].acts;
  const { intent, attempt, status } = row;
  return html`<span class="acts">
      ${
        status === 'healed' || !mayActAs(model.session.role, 'staff')
          ? nothing
          : html`<button class="link" @click=${() => fixing(() => fix(model, row, reload), row.key)}>
                ${t.fix}
              </button>
              <button class="link" aria-expanded=${snoozing === row.key} @click=${() => open(model, row.key)}>
                ${t.snooze}
              </button>`
      }
      ${attempt ? html`<a href="#/orders/${attempt}">${t.order}</a>` : nothing}
      ${
        intent
          ? html`<a href=${stripeLink(model.session, { ...row, intent })} target="_blank" rel="noopener"
              >${t.stripe}</a
            >`
          : nothing
      }
    </span>
    ${snoozing === row.key ? snoozeForm(model, row, reload) : nothing}`;
}

function open(model: Model, key: string): void {
  snoozing = snoozing === key ? '' : key;
  model.draw();
}

const fixing = oneAtATime();

/** First it is said what would be done; then it is asked; then it is done. */
async function fix(model: Model, { key }: Row, reload: () => Promise<void>): Promise<void> {
  const t = boardWords[model.lang];
  await model.act(async () => {
    const { plan } = await api.post<{ plan: FixPlan }>('/board/plan', { key });
    const sure = await model.ask({ title: t.planTitle, text: t.plans[plan], agree: t.planAgree });
    if (!sure) return undefined;
    await api.post('/board/fix', { key });
    await reload();
    return t.fixed;
  });
}

function snoozeForm(model: Model, { key }: Row, reload: () => Promise<void>): TemplateResult {
  const t = boardWords[model.lang];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const reason = String(fields.get('reason')).trim();
    if (!reason) return;
    void model.act(async () => {
      await api.post('/board/snooze', { key, hours: Number(fields.get('hours')), reason });
      snoozing = '';
      await reload();
      return t.snoozed;
    });
  };
  return html`<form class="snooze" @submit=${submit}>
    <label for="snooze-reason">${t.snoozeReason}</label>
    <input id="snooze-reason" name="reason" required maxlength="200" />
    <label for="snooze-hours">${t.snoozeFor}</label>
    <select id="snooze-hours" name="hours">
      ${Object.entries(t.snoozeHours).map(([hours, label]) => html`<option value=${hours}>${label}</option>`)}
    </select>
    <span class="buttons">
      <button class="main">${t.acts.snooze}</button>
      <button type="button" @click=${() => open(model, key)}>${t.back}</button>
    </span>
  </form>`;
}
