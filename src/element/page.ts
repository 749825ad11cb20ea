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
  const url = new URL(location.href);
  const names = [...url.searchParams.keys()].filter((name) =>
    /^(payment|setup)_intent|^redirect_status$/.test(name),
  );
  if (names.length === 0) return;
  for (const name of names) url.searchParams.delete(name);
  history.replaceState(history.state, '', url);
}

/** Resolves once the element takes up room: a method that is not chosen stays without frames. */
export function whenVisible(element: HTMLElement, signal: AbortSignal): Promise<void> {
  const takesRoom = () => element.getClientRects().length > 0;
  return new Promise((resolve) => {
    if (takesRoom()) return resolve();
    const done = () => {
      observer.disconnect();
      resolve();
    };
    const observer = new ResizeObserver(() => takesRoom() && done());
    observer.observe(element);
    signal.addEventListener('abort', done);
  });
}

export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    // A page in the background draws no frames.
    setTimeout(resolve, 100);
  });
}
