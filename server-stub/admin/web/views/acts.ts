/** Capture, cancel, refund: chosen, filled in, confirmed, and sent under one request id, so that no press counts twice. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatMoney, minorUnitDigits } from '../../../../src/shared/money.ts';
import type { ActKind, ActReport } from '../../../checkout/acts.ts';
import { mayActAs } from '../../roles.ts';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import type { Model } from '../model.ts';
import { actsWords } from '../words/acts.ts';
import type { Detail } from './order.ts';

interface Draft {
  attempt: string;
  kind: ActKind;
  /** Made when the form opens: whatever is lost on the way, this wish is carried out once. */
  requestId: string;
  /** As typed, so that it outlives a session that ends. */
  amount?: string;
  reason?: string;
  problem?: string;
  running?: true;
}

let draft: Draft | undefined;

/** What the state of the money allows, and how much of it. */
function possible({ order }: Detail): [ActKind, most: number][] {
  if (order?.money === 'authorised' || order?.moneyReason === 'capture-refused')
    return [
      ['capture', 0],
      ['cancel', 0],
    ];
  switch (order?.money) {
    case 'captured':
    case 'partly_refunded':
      return [['refund', order.captured - order.refunded]];
    default:
      return [];
  }
}

export function acts(model: Model, detail: Detail, reload: () => Promise<void>): TemplateResult {
  const t = actsWords[model.lang];
  if (!mayActAs(model.session.role, 'staff')) return html`<p class="quiet">${t.readOnly}</p>`;
  const choices = possible(detail).map(([kind, most]) => [kind, most || detail.amount] as const);
  const open = draft?.attempt === detail.attempt ? choices.find(([kind]) => kind === draft?.kind) : undefined;
  const choose = (kind: ActKind) => {
    draft = { attempt: detail.attempt, kind, requestId: crypto.randomUUID() };
    model.draw();
    document.querySelector<HTMLElement>('#act-form input')?.focus();
  };
  return html`<section class="panel">
    <h4>${t.title}</h4>
    ${choices.length === 0 ? html`<p class="quiet">${t.none}</p>` : nothing}
    ${
      choices.length > 0
        ? html`<p class="buttons">
            ${choices.map(
              ([kind]) =>
                html`<button aria-pressed=${open?.[0] === kind} @click=${() => choose(kind)}>
                  ${t.kinds[kind]}
                </button>`,
            )}
          </p>`
        : nothing
    }
    ${open && draft ? form(model, detail, draft, open[1], reload) : nothing}
  </section>`;
}

function form(
  model: Model,
  detail: Detail,
  act: Draft,
  most: number,
  reload: () => Promise<void>,
): TemplateResult {
  const t = actsWords[model.lang];
  const scale = 10 ** minorUnitDigits(detail.currency);
  const money = (amount: number) => formatMoney(amount, detail.currency, model.lang);
  const typed = (field: 'amount' | 'reason') => (event: Event) => {
    act[field] = (event.target as HTMLInputElement).value;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const amount =
      act.kind === 'cancel' ? undefined : Math.round(readNumber(act.amount ?? String(most / scale)) * scale);
    const reason = (act.reason ?? '').trim();
    const wrong = amount !== undefined && !(amount >= 1 && amount <= most);
    act.problem = wrong ? t.amountWrong(money(most)) : reason ? '' : t.reasonMissing;
    model.draw();
    if (!act.problem) void confirm(model, act, { amount, reason, shown: money(amount ?? most) }, reload);
  };
  return html`<form id="act-form" @submit=${submit} novalidate>
    <p class="help">${t.help[act.kind]}</p>
    ${
      act.kind === 'cancel'
        ? nothing
        : html`<div class="field">
            <label for="act-amount">${t.amount}</label>
            <input
              id="act-amount"
              class="short"
              name="amount"
              inputmode="decimal"
              .value=${live(act.amount ?? String(most / scale))}
              @input=${typed('amount')}
              aria-describedby="act-most"
            />
            <p class="help" id="act-most">${t.most(money(most))}</p>
          </div>`
    }
    <div class="field">
      <label for="act-reason">${t.reason}</label>
      <input
        id="act-reason"
        name="reason"
        maxlength="200"
        .value=${live(act.reason ?? '')}
        @input=${typed('reason')}
      />
    </div>
    <p class="wrong" role="alert">${act.problem ?? ''}</p>
    <p class="buttons">
      <button class="main" ?disabled=${act.running ?? false}>
        ${act.running ? t.running : t.kinds[act.kind]}
      </button>
      <button type="button" @click=${() => close(model)}>${t.back}</button>
    </p>
  </form>`;
}

/** Full-width digits and groups of thousands are numbers too. */
function readNumber(text: string): number {
  const plain = text.normalize('NFKC').trim();
  return Number(/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain || Number.NaN);
}

function close(model: Model): void {
  draft = undefined;
  model.draw();
}

/** Another form may have been opened meanwhile. */
function closeOf(act: Draft): void {
  if (draft === act) draft = undefined;
}

async function confirm(
  model: Model,
  act: Draft,
  { amount, reason, shown }: { amount: number | undefined; reason: string; shown: string },
  reload: () => Promise<void>,
): Promise<void> {
  const t = actsWords[model.lang];
  if (act.running) return;
  if (!(await model.ask({ title: t.kinds[act.kind], text: t.confirm(shown), agree: t.agree }))) return;
  act.running = true;
  model.draw();
  await model.act(async () => {
    try {
      const report = await api.post<ActReport>(`/orders/${act.attempt}/acts`, {
        kind: act.kind,
        requestId: act.requestId,
        reason,
        ...(amount !== undefined && { amount }),
      });
      closeOf(act);
      await reload();
      return report.state === 'refused' ? t.states.refused(report.code ?? '') : t.states[report.state];
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 401) throw error;
      closeOf(act);
      await reload();
      return t.refusals[error.code] ?? t.refused;
    } finally {
      delete act.running;
    }
  });
}
