/** How the playground looks. The shopper's tabs are kept by whoever opens them, and only placed here. */
import { html, nothing, type TemplateResult } from 'lit';
import { orderWords } from '../../../server-stub/admin/web/words/order.ts';
import { timelineWords } from '../../../server-stub/admin/web/words/timeline.ts';
import { formatMoney, type Locale } from '../../../src/shared/money.ts';
import type { Healing } from './healing.ts';
import { sceneNames, type SceneName, type SeenAttempt, type StripeSide, type Verdict } from './model.ts';
import { stepsOf, type Step } from './scenes.ts';
import type { News, Sight } from './watch.ts';
import { playgroundWords } from './words.ts';

export type Entry = { ms: number } & (News | { side: 'you'; step: Step });

/** `healed`: and both sides agree. `missing`: a step did not come. */
export type Phase = 'idle' | 'running' | 'healed' | 'broken' | 'missing';

export interface Model {
  lang: Locale;
  fake: string;
  phase: Phase;
  scene?: SceneName;
  step?: Step;
  log: readonly Entry[];
  sight?: Sight;
  /** `seconds`: from the blow to the end. */
  healing?: { healing: Healing; seconds: number };
  verdict?: Verdict;
  tabs: HTMLElement;
  begin(scene: SceneName): void;
  stop(): void;
}

export function playgroundView(model: Model): TemplateResult {
  const t = playgroundWords[model.lang];
  return html`<div class="playground">
    <section class="scenes" aria-labelledby="scenes-title">
      <h2 id="scenes-title">${t.scenesTitle}</h2>
      <ul role="list">
        ${sceneNames.map((name) => sceneCard(model, name))}
      </ul>
    </section>
    <div class="stage-area">
      ${progress(model)}
      <div class="panes">
        <section class="pane pane-shopper" aria-labelledby="pane-shopper">
          <h2 id="pane-shopper">${t.panes.shopper}</h2>
          ${model.tabs} ${model.tabs.hasChildNodes() ? nothing : html`<p class="hint">${t.noTab}</p>`}
        </section>
        ${shopPane(model)} ${stripePane(model)}
      </div>
      ${outcome(model)} ${timeline(model)}
    </div>
  </div>`;
}

function sceneCard({ lang, phase, scene, begin }: Model, name: SceneName): TemplateResult {
  const t = playgroundWords[lang];
  const { title, text } = t.scenes[name];
  const busy = phase === 'running';
  return html`<li class="scene" aria-current=${name === scene ? 'true' : nothing}>
    <h3 id="scene-${name}">${title}</h3>
    <p id="about-${name}">${text}</p>
    <button
      type="button"
      class=${name === scene ? '' : 'secondary'}
      aria-disabled=${busy ? 'true' : nothing}
      aria-describedby="about-${name}"
      aria-label="${title} – ${name === scene && !busy ? t.again : t.start}"
      @click=${() => busy || begin(name)}
    >
      ${name === scene && !busy ? t.again : t.start}
    </button>
  </li>`;
}

function progress({ lang, phase, scene, step, stop }: Model): TemplateResult {
  const t = playgroundWords[lang];
  const steps: readonly Step[] = scene ? stepsOf[scene] : [];
  const at = step ? steps.indexOf(step) : 0;
  const text =
    phase === 'idle'
      ? t.idle
      : phase === 'running'
        ? step
          ? t.steps[step]
          : ''
        : phase === 'missing'
          ? ''
          : t.done;
  return html`<div class="progress">
    <div role="status">
      ${phase === 'running' ? html`<span class="count-of">${t.progress(at + 1, steps.length)}</span>` : nothing}
      ${text}
    </div>
    ${
      phase === 'idle'
        ? nothing
        : html`<progress
              max=${steps.length}
              value=${phase === 'running' ? at : steps.length}
              aria-hidden="true"
            ></progress
            ><button type="button" class="link" @click=${stop}>${t.stop}</button>`
    }
  </div>`;
}

function shopPane({ lang, sight, scene }: Model): TemplateResult {
  const t = playgroundWords[lang];
  const shop = sight?.shop;
  const shelf = shop?.shelf;
  return html`<section class="pane ${sight?.answers === false ? 'silent' : ''}" aria-labelledby="pane-shop">
    <h2 id="pane-shop">${t.panes.shop}</h2>
    ${sight?.answers === false ? html`<p class="alarm" role="alert">${t.gone}</p>` : nothing}
    ${shelf ? html`<p>${shelf.name}<br />${t.shelf(shelf.stock, shelf.held)}</p>` : nothing}
    ${shop?.attempts.map((attempt) => attemptCard(lang, attempt))}
    ${!scene || shop?.attempts.length ? nothing : html`<p class="hint">${t.noAttempt}</p>`}
    <p class="hint">
      ${shop ? html`${t.process(shop.process)}<br />` : nothing}
      <a href="/admin?lang=${lang}#/board" target="_blank" rel="noopener">${t.console}</a>
    </p>
  </section>`;
}

function attemptCard(lang: Locale, attempt: SeenAttempt): TemplateResult {
  const t = playgroundWords[lang];
  const o = orderWords[lang];
  const { reference, state, reason, order, amount, currency } = attempt;
  return html`<div class="fact ${state === 'committed' ? 'good' : ''}">
    <strong>${order ? t.order(order.number) : t.noOrder}</strong>
    <span>${o.attempt(reference)} · ${formatMoney(amount, currency, lang)}</span>
    <span>${o.states[state] ?? state}</span>
    ${reason ? html`<span>${o.reasons[reason] ?? reason}</span>` : nothing}
  </div>`;
}

function stripePane({ lang, sight, scene, fake, log }: Model): TemplateResult {
  const t = playgroundWords[lang];
  const stripe = sight?.stripe;
  return html`<section class="pane" aria-labelledby="pane-stripe">
    <h2 id="pane-stripe">${t.panes.stripe}</h2>
    ${stripe?.webhooks.lose ? html`<p class="alarm">${t.muted}</p>` : nothing}
    ${(stripe?.intents ?? []).toReversed().map(
      ({ id, status, amount, currency }) =>
        html`<div class="fact ${status === 'requires_capture' || status === 'succeeded' ? 'good' : ''}">
          <strong><code>${status}</code></strong>
          <span><code>${id}</code> · ${formatMoney(amount, currency, lang)}</span>
        </div>`,
    )}
    ${!scene || stripe?.intents.length ? nothing : html`<p class="hint">${t.noIntent}</p>`}
    ${stripe?.events.length ? events(lang, stripe, log) : nothing}
    <p class="hint"><a href="${fake}/?lang=${lang}" target="_blank" rel="noopener">${t.dashboard}</a></p>
  </section>`;
}

/** With what became of the webhook of each. One that was lost on its way looks like a delivered one at Stripe; the log knows. */
function events(
  lang: Locale,
  { events: list, deliveries }: StripeSide,
  log: readonly Entry[],
): TemplateResult {
  const t = playgroundWords[lang];
  const waiting = new Set(deliveries.map(({ event }) => event));
  const lost = new Set(log.flatMap((entry) => ('delivered' in entry && !entry.delivered ? [entry.id] : [])));
  const fate = (id: string) =>
    lost.has(id)
      ? html`<em class="lost">${t.lost}</em>`
      : html`<em>${waiting.has(id) ? t.waiting : t.delivered}</em>`;
  return html`<h3>${t.events}</h3>
    <ul role="list" class="events">
      ${list
        .toReversed()
        .map(
          ({ id, type }) => html`<li><code>${type.replace('payment_intent.', '')}</code> ${fate(id)}</li>`,
        )}
    </ul>`;
}

function outcome({ lang, phase, step, healing, verdict }: Model): TemplateResult {
  const t = playgroundWords[lang];
  return html`<div class="outcome" role="status" id="outcome" tabindex="-1">
    ${
      healing
        ? html`<h2>${t.healedTitle}</h2>
            <p class="notice">${t.healed(healing.healing, healing.seconds.toFixed(1))}</p>`
        : nothing
    }
    ${verdict && verdict.broken.length === 0 ? html`<p class="verdict good">✓ ${t.green}</p>` : nothing}
    ${
      verdict?.broken.length
        ? html`<div class="verdict bad">
            <p>✗ ${t.red}</p>
            <ul>
              ${verdict.broken.map(({ rule, what }) => html`<li>${rule}: ${what}</li>`)}
            </ul>
          </div>`
        : nothing
    }
    ${
      phase === 'missing'
        ? html`<div class="notice notice-warning">
            <p><strong>${t.missing(step ? t.steps[step] : '')}</strong></p>
            <p>${t.missingHint}</p>
          </div>`
        : nothing
    }
  </div>`;
}

function timeline({ lang, log, phase }: Model): TemplateResult | typeof nothing {
  const t = playgroundWords[lang];
  if (phase === 'idle') return nothing;
  return html`<section aria-labelledby="timeline-title">
    <h2 id="timeline-title">${t.timeline}</h2>
    <ol class="timeline" role="list">
      ${log.map(
        (entry) =>
          html`<li class="of-${entry.side}">
            <span class="when">${t.seconds((entry.ms / 1000).toFixed(1))}</span>
            <span class="who">${t.sides[entry.side]}</span>
            <span>${sentence(lang, entry)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

function sentence(lang: Locale, entry: Entry): TemplateResult | string {
  const t = playgroundWords[lang];
  if (entry.side === 'you') return t.steps[entry.step];
  if ('heard' in entry) return html`${t.heard}<code>${entry.heard}</code>`;
  if (entry.side === 'shop') return timelineWords[lang].events[entry.event] ?? entry.event;
  return html`${t.stripeEvents[entry.event] ?? nothing} <code>${entry.event}</code>
    <em class=${entry.delivered ? '' : 'lost'}>${entry.delivered ? nothing : t.lost}</em>`;
}
