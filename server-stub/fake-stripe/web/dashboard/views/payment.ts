/** One payment as Stripe sees it, and what a merchant could do to it in Stripe's own dashboard. */
import { html, nothing, type TemplateResult } from 'lit';
import type Stripe from 'stripe';
import { control, stripe } from '../api.ts';
import { moment, money } from '../format.ts';
import type { Model } from '../model.ts';
import { eventRow } from './events.ts';
import { chip, statusChip } from './payments.ts';

export function payment(model: Model, id: string): TemplateResult {
  const { t, lang, world } = model;
  const back = html`<p><a href="#/payments">← ${t.back}</a></p>`;
  const intent = world.payment_intents.find((one) => one.id === id);
  if (!intent)
    return html`${back}
      <p class="empty">${t.gone}</p>`;
  const charges = world.charges.filter((charge) => charge.payment_intent === id);
  const refunds = world.refunds.filter((refund) => refund.payment_intent === id);
  const disputes = world.disputes.filter((dispute) => dispute.payment_intent === id);
  const ids = new Set(
    [id, ...charges, ...refunds, ...disputes].map((one) => (typeof one === 'string' ? one : one.id)),
  );
  const events = world.events.filter(({ data }) => ids.has((data.object as { id: string }).id));
  return html`
    ${back}
    <header class="heading">
      <h2>${money(intent.amount, intent.currency, lang)}</h2>
      ${statusChip(t, intent)}<code>${intent.status}</code>
    </header>
    ${actions(model, intent, charges, disputes)} ${facts(model, intent, charges[0])}
    ${
      Object.keys(intent.metadata).length > 0
        ? html`<h3>${t.metadata}</h3>
            <dl>
              ${Object.entries(intent.metadata).map(([name, value]) => pair(html`<code>${name}</code>`, value))}
            </dl>`
        : nothing
    }
    ${section(
      t.charges,
      charges.map((charge) => chargeRow(model, charge)),
    )}
    ${section(
      t.refunds,
      refunds.map(
        (refund) =>
          html`<li class="row">
            <strong class="amount">${money(refund.amount, refund.currency, lang)}</strong>
            <span>${refund.status} ${refund.reason ?? ''}</span>
            <time class="quiet">${moment(refund.created, lang)}</time><code>${refund.id}</code>
          </li>`,
      ),
    )}
    ${section(
      t.disputes,
      disputes.map((dispute) => disputeRow(model, dispute)),
    )}
    ${section(
      t.history,
      events.map((event) => eventRow(model, event)),
    )}
    <details>
      <summary>${t.asJson}</summary>
      <pre tabindex="0">${JSON.stringify(intent, null, 2)}</pre>
    </details>
  `;
}

const pair = (name: unknown, value: unknown) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const section = (title: string, rows: TemplateResult[]) =>
  rows.length === 0
    ? nothing
    : html`<h3>${title}</h3>
        <ul class="rows">
          ${rows}
        </ul>`;

function facts(
  { t, lang }: Model,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge | undefined,
): TemplateResult {
  const card = charge?.payment_method_details?.card;
  const secure = card?.three_d_secure;
  const error = intent.last_payment_error;
  const of = (amount: number) => money(amount, intent.currency, lang);
  const checks = card?.checks && Object.entries(card.checks).filter(([, result]) => result);
  const shown: [keyof typeof t.facts, unknown][] = [
    ['id', html`<code>${intent.id}</code>`],
    ['capturable', intent.amount_capturable > 0 && of(intent.amount_capturable)],
    ['received', intent.amount_received > 0 && of(intent.amount_received)],
    ['refunded', charge && charge.amount_refunded > 0 && of(charge.amount_refunded)],
    ['captureMethod', html`<code>${intent.capture_method}</code>`],
    [
      'captureBefore',
      intent.status === 'requires_capture' && card?.capture_before && moment(card.capture_before, lang),
    ],
    ['card', card && `${card.brand} ···· ${card.last4}  ${card.exp_month}/${card.exp_year}  ${card.funding}`],
    ['checks', checks && checks.map(([name, result]) => html`<code>${name}: ${result}</code> `)],
    [
      'threeDSecure',
      secure &&
        html`<code
          >${secure.result ?? '–'}${secure.electronic_commerce_indicator ? ` ECI ${secure.electronic_commerce_indicator}` : ''}</code
        >`,
    ],
    ['error', error && html`<code>${error.decline_code ?? error.code}</code> ${error.message}`],
    ['cancellation', intent.cancellation_reason && html`<code>${intent.cancellation_reason}</code>`],
    ['futureUsage', intent.setup_future_usage && html`<code>${intent.setup_future_usage}</code>`],
    ['customer', intent.customer && html`<a href="#/customers"><code>${intent.customer}</code></a>`],
    ['description', intent.description],
    ['created', moment(intent.created, lang)],
  ];
  return html`<dl>${shown.map(([name, value]) => (value ? pair(t.facts[name], value) : nothing))}</dl>`;
}

function chargeRow({ t, lang }: Model, charge: Stripe.Charge): TemplateResult {
  const [word, status] =
    charge.status === 'failed'
      ? [t.chargeFailed, 'failed']
      : charge.captured
        ? [t.chargeCaptured, 'succeeded']
        : [t.chargeHeld, 'requires_capture'];
  return html`<li class="row">
    <strong class="amount">${money(charge.amount, charge.currency, lang)}</strong>
    ${chip(word, status)}
    <span>${charge.failure_message ?? ''}</span>
    <time class="quiet">${moment(charge.created, lang)}</time><code>${charge.id}</code>
  </li>`;
}

function disputeRow({ t, lang, act }: Model, dispute: Stripe.Dispute): TemplateResult {
  const open = dispute.status === 'needs_response' || dispute.status === 'under_review';
  const close = (outcome: 'won' | 'lost') => () =>
    act(() => control('/disputes', { dispute: dispute.id, outcome }));
  return html`<li class="row">
    <strong class="amount">${money(dispute.amount, dispute.currency, lang)}</strong>
    <code>${dispute.status}</code><span>${dispute.reason}</span>
    ${
      open
        ? html`<span class="buttons">
            <button @click=${close('won')}>${t.act.won}</button
            ><button @click=${close('lost')}>${t.act.lost}</button>
          </span>`
        : nothing
    }
    <code>${dispute.id}</code>
  </li>`;
}

function actions(
  { t, act, ask }: Model,
  intent: Stripe.PaymentIntent,
  charges: readonly Stripe.Charge[],
  disputes: readonly Stripe.Dispute[],
): TemplateResult | typeof nothing {
  const { id, status, amount_capturable: capturable } = intent;
  const captured = charges.find((charge) => charge.captured);
  const refundable = captured ? captured.amount_captured - captured.amount_refunded : 0;
  const button = (
    name: 'capture' | 'cancel' | 'refund' | 'dispute',
    work: (amount: number) => Promise<unknown>,
    amount?: number,
  ) =>
    html`<button
      class=${name === 'capture' ? 'main' : ''}
      @click=${async () => {
        const answer = await ask({ title: t.act[name], text: t.ask[name], ...(amount && { amount }) });
        if (answer) await act(() => work(answer.amount));
      }}
    >
      ${t.act[name]}
    </button>`;
  const buttons = [
    capturable > 0 &&
      button(
        'capture',
        (amount) => stripe(`/payment_intents/${id}/capture`, { amount_to_capture: `${amount}` }),
        capturable,
      ),
    status !== 'succeeded' &&
      status !== 'canceled' &&
      status !== 'processing' &&
      button('cancel', () => stripe(`/payment_intents/${id}/cancel`)),
    refundable > 0 &&
      button(
        'refund',
        (amount) => stripe('/refunds', { payment_intent: id, amount: `${amount}` }),
        refundable,
      ),
    captured &&
      disputes.length === 0 &&
      button('dispute', () => control('/disputes', { charge: captured.id })),
  ].filter(Boolean);
  return buttons.length > 0 ? html`<p class="buttons">${buttons}</p>` : nothing;
}
