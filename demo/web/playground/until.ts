/** A step of a scene that did not come. */
export class StepMissing extends Error {}

const everyMs = 100;
/** A restarted server, or a list that is read every ten seconds, takes its time on a busy machine. */
const patienceMs = 40_000;

/** Looks until there is something, and gives up with `StepMissing`; with the signal's reason when that comes first. */
export async function until<T>(
  look: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  signal: AbortSignal,
  ms = patienceMs,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    signal.throwIfAborted();
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new StepMissing();
    await pause(everyMs);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
