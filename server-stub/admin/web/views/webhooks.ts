import { html, nothing, type TemplateResult } from 'lit';
import type { WebhookHealth } from '../../../orders/webhook-health.ts';
import { api, type Sent } from '../api.ts';
import { breakable } from '../breakable.ts';
import type { Model } from '../model.ts';
import { newest } from '../newest.ts';
import { shopTime, shopTimeExact } from '../shop-time.ts';
import type { View } from '../view.ts';
import { ledgerWords } from '../words/ledger.ts';
import { ordersWords } from '../words/orders.ts';

const health = newest<Sent<WebhookHealth>>();

function webhooks(model: Model): TemplateResult {
  const t = ledgerWords[model.lang].webhooks;
  const { shown } = health;
  if (!shown) return html``;
  const { url, urlProblem, last, events, day, searches } = shown;
  return html`
    <p class="intro">${t.intro}</p>
    ${urlProblem ? html`<p class="problem">${t.problems[urlProblem]}</p>` : nothing}
    <dl>
      <div>
        <dt>${t.url}</dt>
        <dd><code>${url}</code></dd>
      </div>
      <div>
        <dt>${t.last}</dt>
        <dd>${last ? shopTimeExact(last, model) : t.never}</dd>
      </div>
      <div>
        <dt>${t.day}</dt>
        <dd>
          ${day.length > 0 ? day.map(({ outcome, count }) => `${t.outcomes[outcome] ?? outcome} ${count}`).join(' · ') : '0'}
        </dd>
      </div>
    </dl>
    <h3>${t.searches}</h3>
    ${searches.length === 0 ? html`<p class="empty">${t.noSearches}</p>` : nothing}
    <ul class="rows">
      ${searches.map(
        ({ kind, mode, reached, next }) =>
          html`<li class="row">
            <span class="wide">${t.kinds[kind] ?? kind}</span>
            <span class="chip">${ordersWords[model.lang].modes[mode as 'test' | 'live']}</span>
            <span class="quiet">${reached ? t.reached(shopTime(reached, model)) : '–'}</span>
            <span class="quiet">${t.next(shopTime(next, model))}</span>
          </li>`,
      )}
    </ul>
    <h3>${t.events}</h3>
    ${events.length === 0 ? html`<p class="empty">${t.never}</p>` : nothing}
    <ul class="rows">
      ${events.map(
        ({ id, type, intent, outcome, at }) =>
          html`<li class="row">
            <time class="quiet" datetime=${at}>${shopTimeExact(at, model)}</time>
            <span class="wide" title=${id}>${breakable(type)}</span>
            ${intent ? html`<a href="#/orders?q=${intent}"><code>${intent}</code></a>` : nothing}
            <span class="chip" data-tone=${outcome === 'checked' ? 'good' : 'open'}
              >${t.outcomes[outcome] ?? outcome}</span
            >
          </li>`,
      )}
    </ul>
  `;
}

export const webhooksView: View = {
  title: { ja: 'Webhook', en: 'Webhooks' },
  draw: webhooks,
  load: () => health.ask(api.get('/webhooks')),
};
