/** What happens to the page around the element. */

// One list for all: a browser keeps each that has ever been listened to.
const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

export const isDark = (theme: 'auto' | 'light' | 'dark'): boolean =>
  theme === 'dark' || (theme === 'auto' && dark.matches);

export interface PageWatcher {
  /** Out of the back-forward cache: nothing on the page can be trusted. */
  restored(): void;
  /** Looked at again, after another tab. */
  seen(): void;
  schemeChanged(): void;
}

/** Returns how to stop. */
export function watchPage(watcher: PageWatcher): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('pageshow', ({ persisted }) => persisted && watcher.restored(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && watcher.seen(),
    { signal },
  );
  dark.addEventListener('change', () => watcher.schemeChanged(), { signal });
  return () => stop.abort();
}
