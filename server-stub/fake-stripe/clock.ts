/** Time as the fake's Stripe sees it: the wall clock plus an offset that tests and visitors may move. */
export interface Clock {
  /** Unix time in whole seconds, the unit of the API. */
  now(): number;
  nowMs(): number;
  readonly offsetSeconds: number;
  setOffset(seconds: number): void;
  onMove(listener: () => void): void;
}

export function createClock(wallMs: () => number = Date.now): Clock {
  let offsetSeconds = 0;
  const listeners: (() => void)[] = [];
  const nowMs = (): number => wallMs() + offsetSeconds * 1000;
  return {
    now: () => Math.floor(nowMs() / 1000),
    nowMs,
    get offsetSeconds() {
      return offsetSeconds;
    },
    setOffset(seconds) {
      offsetSeconds = seconds;
      for (const listener of listeners) listener();
    },
    onMove: (listener) => void listeners.push(listener),
  };
}
