/** The two lists that are only read: customers with their cards, and the latest requests. */
import { html, nothing, type TemplateResult } from 'lit';
import { moment } from '../format.ts';
import type { Model } from '../model.ts';

export function customers({ t, world, lang }: Model): TemplateResult {
  if (world.customers.length === 0) return html`<p class="empty">${t.none.customers}</p>`;
  return html`<ul class="rows">
    ${world.customers.map((customer) => {
      if (customer.deleted) return html`<li class="row"><code>${customer.id}</code>${t.deleted}</li>`;
      const cards = world.payment_methods.filter((method) => method.customer === customer.id);
      return html`<li class="row">
        <strong>${customer.name ?? customer.email ?? '–'}</strong>
        <span>${customer.name ? customer.email : ''}</span>
        <span class="wide">
          ${
            cards.length === 0
              ? html`<span class="quiet">${t.noCards}</span>`
              : html`${t.savedCards}:
                ${cards.map(
                  ({ card, allow_redisplay }) =>
                    html`<code>${card?.brand} ···· ${card?.last4} ${allow_redisplay}</code> `,
                )}`
          }
        </span>
        <time class="quiet">${moment(customer.created, lang)}</time>
        <code>${customer.id}</code>
      </li>`;
    })}
  </ul>`;
}

export function requests({ t, requests: list, lang }: Model): TemplateResult {
  if (list.length === 0) return html`<p class="empty">${t.none.requests}</p>`;
  return html`<ul class="rows">
    ${list.map((request) => {
      const status = request.status ?? (request.fault ? t.dropped : t.inFlight);
      return html`<li>
        <details>
          <summary class="row">
            <span class="chip" data-status=${tone(request.status)}>${status}</span>
            <code class="wide">${request.method} ${request.path}</code>
            ${request.replayed ? html`<span>${t.replayed}</span>` : nothing}
            ${request.fault ? html`<code>${request.fault}</code>` : nothing}
            <time class="quiet">${moment(request.at, lang)}</time>
            <code>${request.id}</code>
          </summary>
          ${request.idempotency_key ? html`<p>${t.key}: <code>${request.idempotency_key}</code></p>` : nothing}
          <pre tabindex="0">
${[...new URLSearchParams(request.params)].map(([name, value]) => `${name} = ${value}`).join('\n')}</pre>
        </details>
      </li>`;
    })}
  </ul>`;
}

const tone = (status: number | null): string =>
  status === null ? 'processing' : status < 300 ? 'succeeded' : 'failed';
