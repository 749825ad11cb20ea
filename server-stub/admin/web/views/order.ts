/** One payment from the page to its order, and what can be done about it. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatMoney } from '../../../../src/shared/money.ts';
import type { OrderDetail } from '../../../orders/detail.ts';
import { brandName } from '../../../settings/brand-marks.ts';
import type { CardFacts } from '../../../store/schema.ts';
import { api, type Sent } from '../api.ts';
import type { Model } from '../model.ts';
import { newest } from '../newest.ts';
import { shopTime } from '../shop-time.ts';
import { stripeLink } from '../stripe-link.ts';
import { acts } from './acts.ts';
import { moneyChip } from './money-chip.ts';
import { timeline } from './timeline.ts';
import { orderWords } from '../words/order.ts';

export type Detail = Sent<OrderDetail>;
type Order = NonNullable<Detail['order']>;

const detail = newest<Detail>();

export const loadOrder = ({ place }: Model): Promise<void> =>
  detail.ask(api.get(`/orders/${encodeURIComponent(place.rest[0] ?? '')}`));

export function order(model: Model): TemplateResult {
  const t = orderWords[model.lang];
  const { shown } = detail;
  const isOpen = () => model.place.view === 'orders' && model.place.rest[0] === shown?.attempt;
  if (!shown || !isOpen()) return html``;
  // What was done may be answered when another page is open.
  const reload = async () => {
    if (isOpen()) await loadOrder(model);
  };
  return html`
    <p><a href="#/orders">${t.back}</a></p>
    <h3 class="title">
      ${shown.order ? t.order(shown.order.number) : t.attempt(shown.reference)}
      ${shown.order ? moneyChip(shown.order.money, model) : html`<span class="chip">${t.noOrder}</span>`}
    </h3>
    ${shown.order ? deadline(model, shown, shown.order) : nothing}
    ${shown.order ? acts(model, shown, reload) : nothing}
    <div class="sides">
      <section>
        <h4>${t.facts}</h4>
        ${facts(model, shown)}
      </section>
      ${
        shown.order
          ? html`<section>
              <h4>${t.card}</h4>
              ${card(model, shown, shown.order)}
            </section>`
          : nothing
      }
    </div>
    ${lines(model, shown)} ${timeline(model, shown)}
  `;
}

const row = (name: string, value: unknown): TemplateResult =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function facts(model: Model, detail: Detail): TemplateResult {
  const t = orderWords[model.lang];
  const { order: placed, intent } = detail;
  const money = (amount: number) => formatMoney(amount, detail.currency, model.lang);
  return html`<dl>
    ${row(t.amount, money(detail.amount))}
    ${placed ? html`${row(t.captured, money(placed.captured))} ${row(t.refunded, money(placed.refunded))}` : nothing}
    ${placed?.moneyReason ? row(t.why, t.reasons[placed.moneyReason] ?? placed.moneyReason) : nothing}
    ${placed ? row(t.at, shopTime(placed.createdAt, model)) : row(t.startedAt, shopTime(detail.createdAt, model))}
    ${
      placed
        ? nothing
        : row(
            t.state,
            html`${t.states[detail.state] ?? detail.state}
            ${detail.reason ? html`<span class="quiet">${t.reasons[detail.reason] ?? detail.reason}</span>` : nothing}`,
          )
    }
    ${row(t.reference, html`<code>${detail.reference}</code>`)}
    ${
      intent
        ? row(
            t.intent,
            html`<code>${intent}</code>
              <a href=${stripeLink(model.session, { ...detail, intent })} target="_blank" rel="noopener"
                >${t.stripe}</a
              >`,
          )
        : nothing
    }
    ${row(t.method, detail.rules.methodName)} ${row(t.shopper, t.shoppers[detail.shopper])}
    ${row(t.contact, [detail.contact.name, detail.contact.email, detail.contact.country].filter(Boolean).join(' · ') || '–')}
  </dl>`;
}

function cardName({ lang }: Model, { brand, last4, funding, country }: CardFacts): string {
  const { fundings } = orderWords[lang];
  const parts = [
    brand && brandName(brand, lang),
    last4 && `…${last4}`,
    funding && (fundings[funding] ?? funding),
    country,
  ];
  return parts.filter(Boolean).join(' ');
}

function card(model: Model, detail: Detail, { card: facts, liabilityShifted, saved }: Order): TemplateResult {
  const t = orderWords[model.lang];
  const secure = facts?.threeDSecure;
  const { consent } = detail;
  return html`<dl>
    ${row(t.card, facts ? cardName(model, facts) : '–')}
    ${row(
      t.secure,
      secure
        ? html`${t.secureResults[secure.result ?? ''] ?? secure.result ?? '–'}
          ${secure.version ? html`<span class="quiet">${secure.version} ${secure.flow ?? ''}</span>` : nothing}`
        : t.secureNone,
    )}
    ${row(t.liability, liabilityShifted ? t.shifted : t.notShifted)}
    ${row(t.savedCard, saved ? t.saved : t.notSaved)}
    ${
      consent
        ? row(
            t.consent,
            html`<q lang=${consent.locale}>${consent.text}</q>
              <span class="quiet"
                >${t.policies[consent.policy] ?? consent.policy} · ${shopTime(consent.givenAt, model)}
                ${consent.withdrawnAt ? t.withdrawn(shopTime(consent.withdrawnAt, model)) : nothing}</span
              >`,
          )
        : nothing
    }
  </dl>`;
}

const dayMs = 24 * 60 * 60 * 1000;

function deadline(
  model: Model,
  { now }: Detail,
  { money, moneyReason, captureBefore }: Order,
): TemplateResult | typeof nothing {
  const held = money === 'authorised' || moneyReason === 'capture-refused';
  if (!held || !captureBefore) return nothing;
  const t = orderWords[model.lang];
  const left = Date.parse(captureBefore) - Date.parse(now);
  const hours = Math.max(0, Math.floor(left / 3_600_000));
  const near = left < 2 * dayMs;
  return html`<p class=${near ? 'caution' : 'quiet'}>
    ${t.until}
    <strong>${shopTime(captureBefore, model)}</strong
    >${left > 0 ? t.left(Math.floor(hours / 24), hours % 24) : nothing}
    ${near ? (left > 0 ? t.expiring : t.expired) : nothing}
  </p>`;
}

function lines({ lang }: Model, { lines: items, shipping, currency }: Detail): TemplateResult {
  const t = orderWords[lang];
  return html`<section>
    <h4>${t.lines}</h4>
    <ul class="rows">
      ${items.map(
        ({ name, quantity, unitPrice }) =>
          html`<li class="row">
            <span class="wide">${name}</span>
            <span class="quiet">${quantity} × ${formatMoney(unitPrice, currency, lang)}</span>
            <span>${formatMoney(quantity * unitPrice, currency, lang)}</span>
          </li>`,
      )}
      <li class="row"><span class="wide">${t.shipping}</span>${formatMoney(shipping, currency, lang)}</li>
    </ul>
  </section>`;
}
