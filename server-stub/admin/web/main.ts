/** The console: signs in, holds what is being edited, and draws the view that the address names. */
import { render } from 'lit';
import { api } from './api.ts';
import { ApiProblem } from './call.ts';
import { firstView, views } from './menu.ts';
import { changes, type Ended, type Model } from './model.ts';
import { enrolFirst } from './enrol-first.ts';
import { ask } from './question.ts';
import { saveDraft } from './save.ts';
import { page, roomy, type Shell } from './shell.ts';
import { readPlace } from './view.ts';
import { signInView, type SignInState } from './views/sign-in.ts';
import { words, type Language } from './words/common.ts';
import { signInWords } from './words/sign-in.ts';

const root = document.querySelector('#app') as HTMLElement;
const lang: Language = document.documentElement.lang === 'en' ? 'en' : 'ja';
const t = words[lang];

let model: Model | undefined;
let signedOut = true;
/** The page belongs to that alone until it is done. */
let enrolling = false;
const signInState: SignInState = { needsCode: false, demo: false, problem: '', busy: false };
const shell: Shell = {
  saving: false,
  said: '',
  undo: undefined,
  alarm: '',
  save: () => void save(),
  discard,
  signOut: () => void signOut(),
};

const here = () => {
  const place = readPlace(location.hash);
  return views[place.view] ? place : readPlace(`#/${firstView}`);
};

function draw(): void {
  if (enrolling) return;
  const shown = signedOut ? undefined : model;
  const title = shown ? views[shown.place.view]?.title[lang] : signInWords[lang].title;
  document.title = `${title} | ${t.title}`;
  render(shown ? page(shown, shell) : signInView(lang, signInState, signIn), root);
}

function discard(): void {
  const shown = model;
  if (!shown) return;
  const { draft, keys, issues } = shown;
  shown.draft = shown.current.settings;
  shown.keys = new Map();
  shown.issues = new Map();
  shell.alarm = '';
  const undo = async () => {
    Object.assign(shown, { draft, keys, issues });
    return t.undone;
  };
  void act(async () => ({ said: t.discarded, undo })).then(keepFocus);
}

async function save(): Promise<void> {
  if (!model || shell.saving) return;
  shell.saving = true;
  say('');
  shell.alarm = '';
  draw();
  const outcome = await saveDraft(model).finally(() => {
    shell.saving = false;
  });
  say(outcome.said ?? '', outcome.undo);
  shell.alarm = outcome.alarm ?? '';
  if (outcome.signedOut) leave(t.signedOut);
  draw();
  if (shell.alarm || outcome.wrong) document.querySelector<HTMLElement>('#alarm')?.focus();
  else keepFocus();
}

/** What was pressed may be gone, and the focus with it. */
function keepFocus(): void {
  if (document.activeElement === document.body)
    document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true });
}

function say(said: string, undo?: Ended['undo']): void {
  shell.said = said;
  const before = edited();
  // Once something else was typed, taking back would take that along.
  shell.undo = undo && (() => (edited() === before ? () => void act(undo).then(keepFocus) : undefined));
}

const edited = (): string => JSON.stringify([model?.draft, [...(model?.keys ?? [])]]);

const act: Model['act'] = async (work) => {
  say('');
  await look(async () => {
    const ended = (await work()) ?? '';
    if (typeof ended === 'string') say(ended);
    else say(ended.said, ended.undo);
  });
};

/** Said of a deed that failed, until another works. */
let failed = '';

const look: Model['look'] = async (work) => {
  try {
    await work();
    if (failed && shell.alarm === failed) shell.alarm = '';
    failed = '';
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'second-factor-missing') return enterAgain();
    if (error instanceof ApiProblem && error.status === 401) leave(t.signedOut);
    else shell.alarm = failed = whyFailed(error);
  }
  draw();
};

function whyFailed(error: unknown): string {
  if (!(error instanceof ApiProblem) || error.status >= 500) return t.unreachable;
  return error.status === 403 ? t.notAllowed : t.refused;
}

function leave(problem: string): void {
  signedOut = true;
  signInState.problem = problem;
  say('');
  shell.alarm = '';
}

/** The shop went live meanwhile, and this session has no second factor yet. */
async function enterAgain(): Promise<void> {
  if (enrolling) return;
  await look(async () => {
    const now = await api.session();
    if (now.signedIn) await enter(now);
    else leave(t.signedOut);
  });
}

async function signIn(given: { name: string; password: string; code: string }): Promise<void> {
  signInState.busy = true;
  signInState.problem = '';
  draw();
  try {
    await enter(await api.signIn(given));
    signInState.needsCode = false;
  } catch (error) {
    signInState.needsCode ||= error instanceof ApiProblem && error.code === 'code-needed';
    signInState.problem = whyNot(error);
  } finally {
    signInState.busy = false;
    draw();
    (
      document.querySelector<HTMLElement>('#code') ?? document.querySelector<HTMLElement>('#password')
    )?.focus();
    keepFocus();
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.unreachable;
  const words = signInWords[lang];
  if (error.code === 'locked') return words.locked(Math.ceil((error.body.retryAfter ?? 60) / 60));
  if (error.code === 'code-needed') return '';
  if (error.code === 'wrong-code') return words.wrongCode;
  return error.status === 401 ? words.wrong : t.unreachable;
}

async function signOut(): Promise<void> {
  const shown = model;
  if (!shown || !(await mayBeLost(shown))) return;
  await act(async () => {
    await api.signOut();
    // Asked already: the page need not ask again.
    location.hash = '';
    startOver();
    return undefined;
  });
}

async function mayBeLost(shown: Model): Promise<boolean> {
  const count = changes(shown).length;
  if (count === 0) return true;
  return shown.ask({ title: t.unsaved(count), text: t.signOutText, agree: t.signOutAgree });
}

/** What was being edited before the session ran out goes on. */
async function enter(session: Model['session']): Promise<void> {
  if (session.needsSecondFactor) {
    enrolling = true;
    await enrolFirst(session, lang);
    enrolling = false;
  }
  if (model && model.session.actor !== session.actor) return startOver();
  if (model) model.session = session;
  model ??= await open(session);
  signedOut = false;
  await visit();
}

/** What somebody else has typed is not for whoever signs in after them. */
function startOver(): void {
  model = undefined;
  location.reload();
}

async function open(session: Model['session']): Promise<Model> {
  const current = await api.settings();
  return {
    lang,
    t,
    session,
    place: here(),
    current,
    draft: current.settings,
    keys: new Map(),
    issues: new Map(),
    replaced: new Map(),
    preview: {
      shopper: 'guest',
      policy: '',
      locale: lang,
      theme: 'light',
      width: 'phone',
      mailLocale: lang,
      mailForm: 'html',
    },
    draw,
    act,
    look,
    ask: (question) => ask({ ...question, cancel: t.cancel }),
  };
}

/** What a view needs and only the server knows. */
async function visit(): Promise<void> {
  const shown = model;
  if (!shown || signedOut) return;
  shown.place = here();
  draw();
  await look(async () => views[shown.place.view]?.load?.(shown));
}

addEventListener('hashchange', () => {
  say('');
  shell.alarm = '';
  const before = model?.place.view;
  void visit();
  // Within a view, what it shows of itself is its own business.
  if (model?.place.view === before) return;
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('#main')?.focus();
});
roomy.addEventListener('change', draw);
addEventListener('beforeunload', (event) => {
  if (model && changes(model).length > 0) event.preventDefault();
});

const session = await api.session().catch(() => undefined);
signInState.demo = session?.stripe.fake ?? false;
if (session?.signedIn)
  await enter(session).catch(() => {
    signInState.problem = t.unreachable;
  });
else if (!session) signInState.problem = t.unreachable;
draw();
