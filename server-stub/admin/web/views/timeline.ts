/** What happened on the way of one payment: each step with what is told of it, in the merchant's words. */
import { html, type TemplateResult } from 'lit';
import { formatMoney } from '../../../../src/shared/money.ts';
import type { Model } from '../model.ts';
import { shopTimeExact } from '../shop-time.ts';
import { actsWords } from '../words/acts.ts';
import { named, type Language } from '../words/common.ts';
import { moneyWords } from '../words/money.ts';
import { orderWords } from '../words/order.ts';
import { timelineWords } from '../words/timeline.ts';
import type { Detail } from './order.ts';

type Told = Detail['timeline'][number]['data'];

export function timeline(model: Model, { timeline: entries, currency }: Detail): TemplateResult {
  const t = timelineWords[model.lang];
  return html`<section>
    <h4>${t.title}</h4>
    <p class="help">${t.help}</p>
    <ol class="rows timeline">
      ${entries.map(
        ({ at, side, event, data }) =>
          html`<li class="row">
            <time class="quiet" datetime=${at}>${shopTimeExact(at, model)}</time>
            <span class="chip" data-side=${side}>${t.sides[side]}</span>
            <span class="wide">${t.events[event] ?? html`<code>${event}</code>`}</span>
            <span class="quiet facts"
              >${telling(data).map(([name, value]) => html`<span>${fact(model.lang, currency, name, value)}</span>`)}</span
            >
          </li>`,
      )}
    </ol>
  </section>`;
}

/** Without what goes without saying. */
const telling = (data: Told) =>
  Object.entries(data).filter(
    ([name, value]) =>
      value !== null &&
      !['request', 'key'].includes(name) &&
      !(['tries', 'n'].includes(name) && value === 1) &&
      !(name === 'outcome' && value === 'checked'),
  );

function fact(lang: Language, currency: string, name: string, value: Told[string]): string {
  return named(lang, timelineWords[lang].facts[name] ?? name, valueOf(lang, currency, name, value));
}

function valueOf(lang: Language, currency: string, name: string, value: Told[string]): string {
  if (['amount', 'captured'].includes(name) && typeof value === 'number')
    return formatMoney(value, currency, lang);
  const text = String(value);
  const words: Record<string, Record<string, string>> = {
    money: moneyWords[lang],
    act: actsWords[lang].kinds,
    reason: orderWords[lang].reasons,
    card: timelineWords[lang].values,
    save: timelineWords[lang].values,
    outcome: timelineWords[lang].values,
  };
  return words[name]?.[text] ?? text;
}
