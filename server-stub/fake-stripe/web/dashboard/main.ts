/** Stripe's side, drawn anew whenever the fake's state has changed. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { readSnapshot, type Snapshot } from './api.ts';
import { ask } from './ask.ts';
import { duration, moment } from './format.ts';
import type { Model } from './model.ts';
import { events } from './views/events.ts';
import { faults } from './views/faults.ts';
import { customers, requests } from './views/lists.ts';
import { payment } from './views/payment.ts';
import { payments } from './views/payments.ts';
import { words, type Language, type View } from './words.ts';

const EVERY_MS = 1000;

const root = document.querySelector('#app') as HTMLElement;
const dialog = document.querySelector('dialog') as HTMLDialogElement;
const lang: Language = document.documentElement.lang === 'en' ? 'en' : 'ja';
const t = words[lang];
const filter = { text: '', status: '' };

let snapshot: Snapshot | undefined;
let drawn = '';
let reachable = true;
let said = '';

const drawers: Record<View, (model: Model, id: string) => TemplateResult> = {
  payments: (model, id) => (id ? payment(model, id) : payments(model)),
  events,
  customers,
  requests,
  faults,
};

function draw(): void {
  const [, name = '', id = ''] = location.hash.split('/');
  const view = name in drawers ? (name as View) : 'payments';
  document.title = `${t.views[view]} | ${t.title}`;
  render(page(view, id), root);
}

function page(view: View, id: string): TemplateResult {
  const model = snapshot && modelOf(snapshot);
  return html`
    <a class="skip" href="#main" @click=${skip}>${t.skip}</a>
    <header>
      <h1>${t.title}</h1>
      <p class="quiet">${t.note}</p>
      <p class="clock">${model ? time(model) : nothing}</p>
      <a
        class="language"
        href="?lang=${lang === 'ja' ? 'en' : 'ja'}${location.hash}"
        lang=${lang === 'ja' ? 'en' : 'ja'}
        >${t.otherLanguage}</a
      >
    </header>
    <nav aria-label=${t.menu}>
      ${Object.entries(t.views).map(
        ([name, word]) =>
          html`<a href="#/${name}" aria-current=${name === view ? 'page' : nothing}
            >${word}${count(model, name as View)}</a
          >`,
      )}
    </nav>
    <p class="problem" role="alert">${reachable ? nothing : t.unreachable}</p>
    <main id="main" tabindex="-1">
      ${id ? nothing : html`<h2>${t.views[view]}</h2>`} ${model ? drawers[view](model, id) : nothing}
    </main>
    <p class="said" role="status">${said}</p>
  `;
}

/** The address keeps its view; a plain fragment would change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}

function count(model: Model | undefined, view: View): TemplateResult | typeof nothing {
  const shown = {
    payments: model?.world.payment_intents.length,
    events: model?.world.deliveries.length,
    customers: model?.world.customers.length,
    requests: 0,
    faults: model?.state.faults.length,
  }[view];
  return shown ? html` <span class="count">${shown}</span>` : nothing;
}

function time({ state }: Model): TemplateResult {
  const ahead = state.offset_seconds;
  return html`${t.now}
    <time>${moment(state.now, lang)}</time>
    ${ahead > 0 ? html`<span class="chip" data-status="processing">${t.moved(duration(ahead, lang))}</span>` : nothing}`;
}

function modelOf(from: Snapshot): Model {
  // The platform's test mode is what the demo uses; a reset fake has no world until the first request.
  const world = from.state.worlds.find(({ livemode }) => !livemode) ?? empty;
  return { ...from, lang, t, world, filter, draw, act, ask: (question) => ask(dialog, t, question) };
}

const empty: Model['world'] = {
  account: '',
  livemode: false,
  customers: [],
  payment_methods: [],
  payment_intents: [],
  charges: [],
  refunds: [],
  disputes: [],
  events: [],
  webhook_endpoints: [],
  deliveries: [],
};

async function act(work: () => Promise<unknown>): Promise<void> {
  said = '';
  draw();
  try {
    await work();
    said = t.done;
  } catch (error) {
    said = t.refused(error instanceof Error ? error.message : String(error));
  }
  draw();
  await refresh();
}

async function refresh(): Promise<void> {
  try {
    snapshot = await readSnapshot();
    reachable = true;
  } catch {
    reachable = false;
  }
  const next = JSON.stringify([snapshot, reachable]);
  if (next === drawn) return;
  drawn = next;
  draw();
}

async function follow(): Promise<void> {
  if (document.visibilityState === 'visible') await refresh();
  setTimeout(() => void follow(), EVERY_MS);
}

addEventListener('hashchange', () => {
  said = '';
  draw();
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('#main')?.focus();
});
document.addEventListener('visibilitychange', () => void refresh());
draw();
void follow();
