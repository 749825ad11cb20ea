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
  /** The reader's scheme, or anything else of the look, has changed. */
  restyle(): void;
}

/** All elements on the page share its listeners. */
const watchers = new Set<PageWatcher>();
let listens = false;

export function watchPage(watcher: PageWatcher): void {
  watchers.add(watcher);
  if (listens) return;
  listens = true;
  const tell = (what: keyof PageWatcher) => watchers.forEach((each) => each[what]());
  addEventListener('pageshow', ({ persisted }) => persisted && tell('restored'));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tell('seen'));
  dark.addEventListener('change', () => tell('restyle'));
}

export function unwatchPage(watcher: PageWatcher): void {
  watchers.delete(watcher);
}
