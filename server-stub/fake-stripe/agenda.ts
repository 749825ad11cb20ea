import type { Clock } from './clock.ts';
import type { Timers } from './timers.ts';

interface Task {
  readonly atMs: number;
  /** Tasks of one moment run in the order in which they were asked for. */
  readonly seq: number;
  readonly run: () => void;
}

/** Longest delay setTimeout takes; a later task is looked at again when it is over. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const isBefore = (a: Task, b: Task): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.seq < b.seq);

/**
 * Work that becomes due at a moment of the movable clock: holds that expire, webhooks that are tried again,
 * refunds that settle. A binary heap, because a million open holds must not be walked on every request.
 */
export class Agenda {
  readonly #heap: Task[] = [];
  readonly #clock: Clock;
  readonly #timers: Timers;
  #disarm = (): void => {};
  #closed = false;
  #seq = 0;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
    clock.onMove(() => this.runDue());
  }

  at(atMs: number, run: () => void): void {
    const heap = this.#heap;
    heap.push({ atMs, seq: this.#seq++, run });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (isBefore(heap[parent]!, heap[child]!)) break;
      [heap[parent], heap[child]] = [heap[child]!, heap[parent]!];
      child = parent;
    }
    if (child === 0) this.#arm();
  }

  /** Runs everything that is due. Called on every request, on a clock move and by the timer. */
  runDue(): void {
    if (this.#closed) return;
    while (this.#heap.length > 0 && this.#heap[0]!.atMs <= this.#clock.nowMs()) this.#pop().run();
    this.#arm();
  }

  close(): void {
    this.#closed = true;
    this.#disarm();
  }

  clear(): void {
    this.#heap.length = 0;
    this.#disarm();
  }

  #pop(): Task {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = parent * 2 + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
      if (isBefore(heap[parent]!, heap[child]!)) break;
      [heap[parent], heap[child]] = [heap[child]!, heap[parent]!];
      parent = child;
    }
    return first;
  }

  #arm(): void {
    this.#disarm();
    const next = this.#heap[0];
    if (!next || this.#closed) return;
    const wait = Math.min(Math.max(next.atMs - this.#clock.nowMs(), 0), MAX_TIMEOUT_MS);
    this.#disarm = this.#timers.after(wait, () => this.runDue());
  }
}
