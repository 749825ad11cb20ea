/**
 * What the tabs of one browser can tell each other: that something changed, and that a tab which pays is still there. It
 * serves words alone. What is true only the server knows, so every hint leads to a question to it; a browser without Web
 * Locks or BroadcastChannel merely asks later.
 */
export interface TabGuard {
  /** Tells the other tabs that there is news. */
  tell(): void;
  /** Keeps the attempt marked as this tab's, until released. */
  hold(attempt: string): () => void;
  /** Whether another tab of this browser holds the attempt. */
  isHeldElsewhere(attempt: string): Promise<boolean>;
  /** Calls back once that tab has let go of it: closed, crashed, or done. */
  onceReleased(attempt: string, signal: AbortSignal, then: () => void): void;
}

export function createTabGuard(signal: AbortSignal, onNews: () => void): TabGuard {
  // The page may have gone while the file with this was on its way: nobody would close its channel.
  const listens = !signal.aborted && 'BroadcastChannel' in globalThis;
  const channel = listens ? new BroadcastChannel('secure-checkout') : undefined;
  channel?.addEventListener('message', onNews);
  signal.addEventListener('abort', () => channel?.close());
  // Asked for when there is an attempt: its interface is built with the first look at it.
  const lockManager = () => navigator.locks as LockManager | undefined;
  const mine = new Set<string>();
  const name = (attempt: string) => `secure-checkout:${attempt}`;

  return {
    // A channel reaches this origin alone; it is windows that need to be told whom to tell.
    // oxlint-disable-next-line require-post-message-target-origin
    tell: () => void (signal.aborted || channel?.postMessage('news')),
    hold(attempt) {
      let release = () => {};
      const locks = lockManager();
      if (!locks || mine.has(attempt)) return release;
      mine.add(attempt);
      const held = new Promise<void>((resolve) => {
        release = () => {
          mine.delete(attempt);
          resolve();
        };
      });
      signal.addEventListener('abort', release);
      const ignore = () => {};
      locks.request(name(attempt), { ifAvailable: true }, () => held).catch(ignore);
      return release;
    },
    async isHeldElsewhere(attempt) {
      const locks = lockManager();
      if (!locks || mine.has(attempt)) return false;
      const free = await locks
        .request(name(attempt), { ifAvailable: true }, (lock) => lock !== null)
        .catch(() => true);
      return !free;
    },
    onceReleased(attempt, signal, then) {
      lockManager()
        ?.request(name(attempt), { signal }, () => queueMicrotask(then))
        .catch(() => {});
    },
  };
}
