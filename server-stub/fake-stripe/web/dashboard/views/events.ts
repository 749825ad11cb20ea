import { html, nothing, type TemplateResult } from 'lit';
import type Stripe from 'stripe';
import { moment } from '../format.ts';
import type { Model } from '../model.ts';

export function events(model: Model): TemplateResult {
  const { t, world, lang } = model;
  const { deliveries, webhook_endpoints: endpoints } = world;
  return html`
    ${
      deliveries.length > 0
        ? html`<section class="notice">
            <h3>${t.waiting(deliveries.length)}</h3>
            <ul class="rows">
              ${deliveries.map(
                (delivery) =>
                  html`<li class="row">
                    <code
                      >${world.events.find(({ id }) => id === delivery.event)?.type ?? delivery.event}</code
                    >
                    ${
                      delivery.attempts > 0
                        ? html`<span>${t.tries(delivery.attempts, delivery.last_result ?? '')}</span>`
                        : nothing
                    }
                    <time class="quiet">→ ${moment(Math.ceil(delivery.next_at_ms / 1000), lang)}</time>
                  </li>`,
              )}
            </ul>
          </section>`
        : nothing
    }
    <h3>${t.endpoints}</h3>
    <ul class="rows">
      ${endpoints.map(
        ({ url, status, enabled_events, connect }) =>
          html`<li class="row">
            <code class="wide">${url}</code><code>${status}</code>
            ${connect ? html`<span>${t.connected}</span>` : nothing}
            <span class="quiet"
              >${enabled_events.includes('*') ? t.allEvents : enabled_events.join(', ')}</span
            >
          </li>`,
      )}
    </ul>
    <h3>${t.views.events}</h3>
    ${
      world.events.length === 0
        ? html`<p class="empty">${t.none.events}</p>`
        : html`<ul class="rows">
            ${world.events.map((event) => eventRow(model, event))}
          </ul>`
    }
  `;
}

export function eventRow({ lang, t, world }: Model, event: Stripe.Event): TemplateResult {
  const object = event.data.object as { id: string; object: string; payment_intent?: string | null };
  const payment = object.object === 'payment_intent' ? object.id : object.payment_intent;
  const waiting = world.deliveries.some((delivery) => delivery.event === event.id);
  return html`<li>
    <details>
      <summary class="row">
        <code class="wide">${event.type}</code>
        ${waiting ? html`<span class="chip" data-status="processing">${t.undelivered}</span>` : nothing}
        <time class="quiet">${moment(event.created, lang)}</time>
        <code>${object.id}</code>
      </summary>
      ${payment ? html`<p><a href="#/payments/${payment}">${payment}</a></p>` : nothing}
      <pre tabindex="0">${JSON.stringify(event, null, 2)}</pre>
    </details>
  </li>`;
}
