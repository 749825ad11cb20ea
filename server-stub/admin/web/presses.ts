/** What becomes of a press while an earlier one is still at work. */

/** It is none. Where there are several of a kind, each `what` is by itself. */
export function oneAtATime(): (work: () => Promise<void>, what?: string) => Promise<void> {
  const running = new Set<string>();
  return async (work, what = '') => {
    if (running.has(what)) return;
    running.add(what);
    await work().finally(() => running.delete(what));
  };
}

/** It waits for its turn. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work);
    // One that failed keeps nobody waiting.
    before = mine.catch(() => {});
    return mine;
  };
}
