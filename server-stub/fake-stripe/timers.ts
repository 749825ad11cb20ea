/** Real waiting, kept apart from the movable clock so that a simulation can put its own in place. */
export interface Timers {
  /** Runs work after so many milliseconds, at 0 once the current work is over. Returns what calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** Never keeps the process alive: what waits is in the journal. */
export const realTimers: Timers = {
  after(ms, run) {
    if (ms === 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
