/** What the element asks of the page around it. */
import type { Locale } from '../shared/money.ts';
import { report } from './report.ts';
import type { DisplayConfig } from './display.ts';

/** By the nearest ancestor that says so. */
export function localeOf(element: HTMLElement): Locale {
  const lang = element.lang || element.closest('[lang]')?.getAttribute('lang') || 'ja';
  return lang.toLowerCase().startsWith('en') ? 'en' : 'ja';
}

/** The JSON that a template printed beside the element's attributes. */
export function readConfig(element: HTMLElement): DisplayConfig | undefined {
  const script = element.querySelector(':scope > script[slot="config"]');
  if (!script) return undefined;
  try {
    return JSON.parse(script.textContent) as DisplayConfig;
  } catch {
    report('SC006');
    return undefined;
  }
}

/** A bank's return leaves a secret in the address, which no history, log or referrer shall keep. */
export function cleanAddress(): void {
  // Of the document, for a first look at `location` costs a phone a millisecond.
  if (!/_intent|redirect_status/.test(document.URL)) return;
  const url = new URL(location.href);
  const names = [...url.searchParams.keys()].filter((name) =>
    /^(payment|setup)_intent|^redirect_status$/.test(name),
  );
  if (names.length === 0) return;
  for (const name of names) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
}

/** Whether it has a box, and is not only the unchosen method of several. */
export function takesRoom(element: HTMLElement): boolean {
  // It asks for styles alone, where rectangles ask for a whole layout; older browsers lack it.
  return element.checkVisibility?.() ?? element.getClientRects().length > 0;
}

const waiting = new Map<Element, () => void>();
let observer: ResizeObserver | undefined;

function forget(element: Element): void {
  waiting.delete(element);
  observer?.unobserve(element);
}

/** Calls back once the element takes up room, before that is painted; never where it was stopped. All share one observer. */
export function onceVisible(element: HTMLElement, signal: AbortSignal, then: () => void): void {
  if (signal.aborted) return;
  if (takesRoom(element)) return then();
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const call = waiting.get(target);
      if (!call || !takesRoom(target as HTMLElement)) continue;
      forget(target);
      call();
    }
  });
  waiting.set(element, then);
  observer.observe(element);
  signal.addEventListener('abort', () => waiting.get(element) === then && forget(element));
}

/** Resolves after the next frame has been painted. */
export function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    // A frame calls back before it paints.
    requestAnimationFrame(() => setTimeout(resolve));
    // A page in the background draws no frames.
    setTimeout(resolve, 100);
  });
}

let turn: Promise<void> | undefined;

/** Resolves in a turn of its own, so that what is drawn and pressed meanwhile need not wait; one for all who ask in this. */
export function nextTurn(): Promise<void> {
  turn ??= new Promise<void>((resolve) => setTimeout(resolve)).then(() => (turn = undefined));
  return turn;
}
