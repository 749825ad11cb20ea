/** The console: signs in, holds what is being edited, and draws the view that the address names. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { api, ApiProblem } from './api.ts';
import { fieldId } from './fields.ts';
import { changes, read, write, type Model } from './model.ts';
import { basic } from './views/basic.ts';
import { connection } from './views/connection.ts';
import { history } from './views/history.ts';
import { methods } from './views/methods.ts';
import { preview } from './views/preview.ts';
import { signInView, type SignInState } from './views/sign-in.ts';
import { start } from './views/start.ts';
import { transfer } from './views/transfer.ts';
import { wordings } from './views/wordings.ts';
import { viewNames, words, type Language, type View } from './words.ts';

const root = document.querySelector('#app') as HTMLElement;
const dialog = document.querySelector('dialog') as HTMLDialogElement;
const lang: Language = document.documentElement.lang === 'en' ? 'en' : 'ja';
const t = words[lang];

const views: Record<View, (model: Model) => TemplateResult> = {
  start,
  methods,
  basic,
  wordings,
  preview,
  connection,
  transfer,
  history,
};
/** Where what can be saved is edited. */
const editing: ReadonlySet<View> = new Set(['methods', 'basic', 'wordings', 'preview', 'transfer']);

let model: Model | undefined;
let saving = false;
let said = '';
let alarm = '';
const signInState: SignInState = { needsCode: false, fake: true, problem: '', busy: false };
let signedOut = true;

const currentView = (): View => viewNames.find((name) => location.hash === `#/${name}`) ?? 'start';

function draw(): void {
  const view = currentView();
  document.title = `${signedOut ? t.signIn.title : t.views[view]} | ${t.title}`;
  render(model && !signedOut ? page(model, view) : signInView(t, signInState, signIn), root);
}

function page(shown: Model, view: View): TemplateResult {
  const { stripe } = shown.session;
  const environment = stripe.fake ? 'fake' : stripe.mode;
  return html`
    <a class="skip" href="#main" @click=${skip}>${t.skip}</a>
    <header>
      <h1>${t.title}</h1>
      <span class="chip" data-tone=${environment === 'live' ? 'good' : 'open'}
        >${t.environment[environment]}</span
      >
      <span class="end">
        <a href="?lang=${lang === 'ja' ? 'en' : 'ja'}${location.hash}" lang=${lang === 'ja' ? 'en' : 'ja'}
          >${t.otherLanguage}</a
        >
        <button class="link" @click=${signOut}>${t.signOut}</button>
      </span>
    </header>
    <nav aria-label=${t.menu}>
      ${viewNames.map(
        (name) =>
          html`<a href="#/${name}" aria-current=${name === view ? 'page' : nothing}>${t.views[name]}</a>`,
      )}
    </nav>
    <main id="main" tabindex="-1">
      <div class=${alarm ? 'problem' : ''} id="alarm" role="alert" tabindex="-1">
        ${alarm || nothing} ${alarm ? summary(shown) : nothing}
      </div>
      <h2>${t.views[view]}</h2>
      ${views[view](shown)}
    </main>
    ${saveBar(shown, view)}
    <p class="said" role="status">${said}</p>
  `;
}

/** Each refusal leads to its field, whichever view it is on. */
function summary({ issues }: Model): TemplateResult | typeof nothing {
  if (issues.size === 0) return nothing;
  const at = (path: string): View =>
    path.startsWith('wordings.') || path === 'threeDSecureData' ? 'wordings' : 'basic';
  return html`${[...issues].map(
    ([path, code]) =>
      html`<a href="#/${at(path)}" @click=${() => focusLater(path)}
        ><code>${path}</code> ${t.issues[code]}</a
      >`,
  )}`;
}

function focusLater(path: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(fieldId(path))?.focus()));
}

function saveBar(shown: Model, view: View): TemplateResult | typeof nothing {
  const count = changes(shown).length;
  if (count === 0 || !editing.has(view)) return nothing;
  return html`<div class="save" role="region" aria-label=${t.save}>
    <span>${t.unsaved(count)}</span>
    <button @click=${discard} ?disabled=${saving}>${t.discard}</button>
    <button class="main" @click=${save} ?disabled=${saving}>${saving ? t.saving : t.save}</button>
  </div>`;
}

function discard(): void {
  if (!model) return;
  model.draft = model.current.settings;
  model.issues.clear();
  alarm = '';
  draw();
}

async function save(): Promise<void> {
  if (!model || saving) return;
  const shown = model;
  saving = true;
  said = alarm = '';
  draw();
  try {
    const { version, settings } = await api.save(shown.draft, shown.current.version);
    shown.current = { ...shown.current, version, settings };
    shown.draft = settings;
    shown.issues.clear();
    said = t.saved;
  } catch (error) {
    await explain(shown, error);
  } finally {
    saving = false;
    draw();
  }
  if (alarm) document.querySelector<HTMLElement>('#alarm')?.focus();
}

/** Nothing that was typed is lost, whatever the refusal. */
async function explain(shown: Model, error: unknown): Promise<void> {
  if (!(error instanceof ApiProblem)) {
    alarm = t.unreachable;
    return;
  }
  const { issues, current } = error.body;
  if (issues) {
    shown.issues = new Map(issues.map(({ path, code }) => [path, code]));
    alarm = t.wrongFields(issues.length);
  } else if (current && (await ask({ title: t.staleTitle, text: t.staleText, agree: t.staleAgree }))) {
    const mine = changes(shown).map((path) => [path, read(shown.draft, path)] as const);
    shown.current = { ...shown.current, ...current };
    shown.draft = mine.reduce((settings, [path, leaf]) => write(settings, path, leaf), current.settings);
    said = t.merged;
  } else if (error.status === 401) {
    leave(t.signedOut);
  } else if (!current) {
    alarm = t.unreachable;
  }
}

function ask({ title, text, agree }: { title: string; text: string; agree: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      resolve(answer);
      dialog.close();
    };
    render(
      html`<h2 id="question">${title}</h2>
        <p>${text}</p>
        <p class="buttons">
          <button @click=${() => end(false)}>${t.cancel}</button>
          <button class="main" @click=${() => end(true)}>${agree}</button>
        </p>`,
      dialog,
    );
    // Escape closes too, and means no; after an answer nobody listens any more.
    dialog.addEventListener('close', () => resolve(false), { once: true });
    dialog.showModal();
  });
}

async function act(work: () => Promise<string | undefined>): Promise<void> {
  said = '';
  try {
    said = (await work()) ?? '';
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) leave(t.signedOut);
    else if (!(error instanceof ApiProblem) || error.status >= 500) alarm = t.unreachable;
  }
  draw();
}

function leave(problem: string): void {
  signedOut = true;
  signInState.problem = problem;
}

async function signIn(password: string, code: string): Promise<void> {
  signInState.busy = true;
  signInState.problem = '';
  draw();
  try {
    const session = await api.signIn(password, code);
    await enter(session);
  } catch (error) {
    signInState.problem = whyNot(error);
  } finally {
    signInState.busy = false;
    draw();
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.unreachable;
  if (error.code === 'locked') return t.signIn.locked(Math.ceil((error.body.retryAfter ?? 60) / 60));
  return error.status === 401 ? t.signIn.wrong : t.unreachable;
}

async function signOut(): Promise<void> {
  await act(async () => {
    await api.signOut();
    location.hash = '';
    location.reload();
    return undefined;
  });
}

/** What was being edited before the session ran out goes on. */
async function enter(session: Model['session']): Promise<void> {
  const current = await api.settings();
  const before = model;
  model = {
    lang,
    t,
    session,
    current: before ? before.current : current,
    draft: before?.draft ?? current.settings,
    issues: before?.issues ?? new Map(),
    preview: before?.preview ?? {
      shopper: 'guest',
      policy: '',
      locale: lang,
      theme: 'light',
      width: 'phone',
      mailLocale: lang,
    },
    draw,
    act,
    ask,
  };
  signedOut = false;
  await visit();
}

/** What a view needs and only the server knows. */
async function visit(): Promise<void> {
  const shown = model;
  if (!shown || signedOut) return;
  const view = currentView();
  await act(async () => {
    if (view === 'start') shown.progress = await api.progress();
    if (view === 'history') shown.audit = (await api.audit()).entries;
    return undefined;
  });
}

/** The address keeps its view; a plain fragment would change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}

addEventListener('hashchange', () => {
  said = '';
  if (model?.issues.size === 0) alarm = '';
  draw();
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('#main')?.focus();
  void visit();
});
addEventListener('beforeunload', (event) => {
  if (model && changes(model).length > 0) event.preventDefault();
});

const session = await api.session().catch(() => undefined);
signInState.needsCode = session?.needsCode ?? false;
if (session?.signedIn) await enter(session);
else if (!session) signInState.problem = t.unreachable;
draw();
