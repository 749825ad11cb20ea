/** The playground: one scene at a time, with both sides in view. */
import { render } from 'lit';
import { Fake } from './fake.ts';
import { healingOf } from './healing.ts';
import { skuOf, type SceneName, type Verdict } from './model.ts';
import { scenes, type Stage } from './scenes.ts';
import { Tab } from './tab.ts';
import { pause, StepMissing, until } from './until.ts';
import { playgroundView, type Entry, type Model } from './view.ts';
import { watch } from './watch.ts';
import { playgroundWords } from './words.ts';

/** Between the steps, so that an eye can follow; `?pace=0` is for whoever has seen it. */
const defaultPaceMs = 900;

const root = document.querySelector<HTMLElement>('#playground');
if (root) run(root);

function run(root: HTMLElement): void {
  const lang = document.documentElement.lang === 'en' ? 'en' : 'ja';
  const origin = root.dataset['fake'] ?? '';
  const fake = new Fake(origin);
  const paceMs = Number(new URLSearchParams(location.search).get('pace') ?? defaultPaceMs);
  let playing = new AbortController();
  /** What has to be put back, the latest first. */
  let undoing: { when: 'healed' | 'cleared'; undo: () => Promise<unknown> }[] = [];
  const tabs = document.createElement('div');
  tabs.className = 'tabs';
  const idle: Model = { lang, fake: origin, phase: 'idle', log: [], tabs, begin, stop: () => void clear() };
  let model = idle;
  root.replaceChildren();
  show({});

  function show(change: Partial<Model>): void {
    model = { ...model, ...change };
    root.dataset['phase'] = model.phase;
    render(playgroundView(model), root);
  }

  function begin(name: SceneName): void {
    void play(name);
  }

  async function undo(upTo: 'healed' | 'cleared'): Promise<void> {
    const due = undoing.filter(({ when }) => when === 'healed' || upTo === 'cleared');
    undoing = undoing.filter((one) => !due.includes(one));
    await Promise.allSettled(due.toReversed().map((one) => one.undo()));
  }

  async function clear(): Promise<void> {
    playing.abort();
    tabs.replaceChildren();
    show({ ...blank(), ...idle });
    await undo('cleared');
    await post('/playground/end').catch(() => {});
  }

  async function play(scene: SceneName): Promise<void> {
    playing.abort();
    playing = new AbortController();
    const { signal } = playing;
    tabs.replaceChildren();
    const startedAt = performance.now();
    let struckAt = startedAt;
    let killed = 0;
    const log = (entry: Omit<Entry, 'ms'>) =>
      show({ log: [...model.log, { ...entry, ms: performance.now() - startedAt } as Entry] });
    show({ ...blank(), phase: 'running', scene, step: 'cart' });
    showStage();

    const stage: Stage = {
      fake,
      signal,
      async step(step) {
        signal.throwIfAborted();
        if (step === 'kill') killed = model.sight?.shop?.process ?? 0;
        show({ step });
        log({ side: 'you', step } as Entry);
        if (step !== 'heal' && step !== 'check') await pause(paceMs);
        signal.throwIfAborted();
      },
      openTab() {
        const t = playgroundWords[lang];
        const title = t.tab(tabs.childElementCount + 1);
        const tab = new Tab({ home: tabs, title, closed: t.closed, fake: origin, signal });
        show({});
        return tab;
      },
      post,
      shop: () => model.sight?.shop,
      strike: () => void (struckAt = performance.now()),
      after: (when, undo) => void undoing.push({ when, undo }),
    };
    try {
      await undo('cleared');
      await post('/playground/scene', { sku: skuOf[scene] });
      signal.throwIfAborted();
      void watch({
        fake,
        sku: skuOf[scene],
        signal,
        onSight: (sight, news) => {
          show({ sight });
          for (const one of news) log(one);
        },
      });
      await scenes[scene](stage);
      const healing = await until(() => {
        const shop = stage.shop();
        return shop && healingOf(scene, shop, killed);
      }, signal);
      show({ healing: { healing, seconds: (performance.now() - struckAt) / 1000 } });
      await undo('healed');
      await stage.step('check');
      const verdict = await compare(signal);
      show({ verdict, phase: verdict.broken.length === 0 ? 'healed' : 'broken' });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StepMissing)) console.error(error);
      await undo('healed');
      show({ phase: 'missing' });
    }
    showOutcome();
  }

  /** Where it stands below the scenes, it would begin out of sight. */
  function showStage(): void {
    const area = root.querySelector('.stage-area');
    const { top = 0 } = area?.getBoundingClientRect() ?? {};
    if (top < 0 || top > innerHeight / 3) area?.scrollIntoView();
  }

  /** A shopper's dialog may have taken the focus into a frame; the end is read from here. */
  function showOutcome(): void {
    const outcome = root.querySelector<HTMLElement>('#outcome');
    const focused = document.activeElement;
    if (focused instanceof HTMLIFrameElement || focused === document.body)
      outcome?.focus({ preventScroll: true });
    outcome?.scrollIntoView({ block: 'nearest' });
  }

  // The stock and the switches are put back, and the next page is the visitor's own again.
  addEventListener('pagehide', () => {
    playing.abort();
    void undo('cleared');
    navigator.sendBeacon('/playground/end', new URLSearchParams());
  });
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
}

const blank = (): Partial<Model> =>
  ({
    scene: undefined,
    step: undefined,
    log: [],
    sight: undefined,
    healing: undefined,
    verdict: undefined,
  }) as unknown as Partial<Model>;

async function post(path: string, form: Record<string, string> = {}): Promise<void> {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(form), keepalive: true });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}

/** What follows an order (its label at Stripe, its mail) may still be on its way, so a broken rule is looked at again. */
async function compare(signal: AbortSignal): Promise<Verdict> {
  let last: Verdict = { broken: [{ rule: '', what: 'not compared' }] };
  const look = async () => {
    const response = await fetch('/playground/invariants', { cache: 'no-store', signal }).catch(
      () => undefined,
    );
    if (response?.ok) last = (await response.json()) as Verdict;
    return last.broken.length === 0;
  };
  await until(look, signal, compareMs).catch(() => signal.throwIfAborted());
  return last;
}

const compareMs = 15_000;
