import { html, type TemplateResult } from 'lit';
import type Stripe from 'stripe';
import { moment, money } from '../format.ts';
import type { Model } from '../model.ts';

export function payments(model: Model): TemplateResult {
  const { t, world, filter, draw } = model;
  const all = world.payment_intents;
  if (all.length === 0) return html`<p class="empty">${t.none.payments}</p>`;
  const shown = all.filter((intent) => matches(model, intent));
  const onText = (event: Event) => {
    filter.text = (event.target as HTMLInputElement).value;
    draw();
  };
  const onStatus = (event: Event) => {
    filter.status = (event.target as HTMLSelectElement).value;
    draw();
  };
  return html`
    <div class="filters" role="search">
      <input
        type="search"
        aria-label=${t.search}
        placeholder=${t.search}
        .value=${filter.text}
        @input=${onText}
      />
      <select aria-label=${t.status} @change=${onStatus}>
        <option value="">${t.allStatuses}</option>
        ${Object.entries(t.statuses).map(
          ([status, word]) =>
            html`<option value=${status} ?selected=${status === filter.status}>${word}</option>`,
        )}
      </select>
      <span class="quiet">${t.found(shown.length, all.length)}</span>
    </div>
    ${
      shown.length === 0
        ? html`<p class="empty">${t.noMatch}</p>`
        : html`<ul class="rows">
            ${shown.map((intent) => row(model, intent))}
          </ul>`
    }
  `;
}

function row({ t, lang, world }: Model, intent: Stripe.PaymentIntent): TemplateResult {
  const card = world.charges.find(({ payment_intent }) => payment_intent === intent.id)
    ?.payment_method_details?.card;
  return html`<li>
    <a class="row payment" href="#/payments/${intent.id}">
      <strong class="amount">${money(intent.amount, intent.currency, lang)}</strong>
      ${statusChip(t, intent)}
      <span>${intent.description ?? intent.metadata['cart'] ?? ''}</span>
      <span class="quiet">${card ? `${card.brand} ···· ${card.last4}` : ''}</span>
      <time class="quiet">${moment(intent.created, lang)}</time>
      <code>${intent.id}</code>
    </a>
  </li>`;
}

export function statusChip(t: Model['t'], { status, last_payment_error: error }: Stripe.PaymentIntent) {
  return status === 'requires_payment_method' && error
    ? chip(t.declined, 'failed')
    : chip(t.statuses[status] ?? status, status);
}

export const chip = (word: string, status: string): TemplateResult =>
  html`<span class="chip" data-status=${status}>${word}</span>`;

function matches({ filter, world }: Model, intent: Stripe.PaymentIntent): boolean {
  if (filter.status && filter.status !== intent.status) return false;
  const wanted = filter.text.trim().toLowerCase();
  if (!wanted) return true;
  const customer = world.customers.find(({ id }) => id === intent.customer);
  const email = customer && !customer.deleted ? customer.email : null;
  return [intent.id, intent.description, email, ...Object.values(intent.metadata)].some((text) =>
    text?.toLowerCase().includes(wanted),
  );
}
