/**
 * One thing runs at a time, up to its next gate: a Stripe call, a statement, a transaction's begin. There it waits until
 * the seed lets it go on. A task that does two things at once waits at two gates. A crash abandons whatever waits; what was
 * abandoned never goes on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Random } from './random.ts';

/** A server instance between two crashes. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

interface Task {
  readonly name: string;
  readonly process: Process;
  ended: boolean;
}

interface Waiting {
  readonly task: Task;
  readonly where: string;
  readonly goOn: () => void;
  /** It stands still until then: a process without its turn for a while, as a zombie that wakes up late. */
  readonly notBefore: number;
}

export class Scheduler {
  #waiting: Waiting[] = [];
  readonly #task = new AsyncLocalStorage<Task>();
  #quiet: () => void = () => {};
  #steps = 0;
  readonly #random: Random;
  readonly #trace: (line: string) => void;
  readonly #failed: (error: unknown) => void;

  constructor(random: Random, trace: (line: string) => void, failed: (error: unknown) => void) {
    this.#random = random;
    this.#trace = trace;
    this.#failed = failed;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether a handler is running: what the test itself asks passes every gate and meets no fault. */
  get inTask(): boolean {
    return this.#task.getStore() !== undefined;
  }

  /** Something to do for this instance, begun when the seed says so. */
  spawn(name: string, process: Process, work: () => Promise<void>): void {
    const task: Task = { name, process, ended: false };
    const begin = (): void => {
      void work()
        .catch((error: unknown) => {
          this.#trace(`  ${name} failed: ${String(error)}`);
          this.#failed(error);
        })
        .then(() => {
          task.ended = true;
          this.#rest();
        });
    };
    const goOn = () => this.#task.run(task, begin);
    this.#waiting.push({ task, where: 'begins', goOn, notBefore: 0 });
  }

  gate(where: string): Promise<void> {
    const task = this.#task.getStore();
    if (!task) return Promise.resolve();
    if (!task.process.alive) return never();
    return new Promise((goOn) => {
      const stands = this.#random.chance(0.04) ? 5 + this.#random.int(60) : 0;
      this.#waiting.push({ task, where, goOn, notBefore: this.#steps + stands });
      this.#rest();
    });
  }

  /** The instance of the running task dies here and now. */
  crashHere(where: string): Promise<never> {
    const task = this.#task.getStore();
    if (task) {
      this.#trace(`  ${task.process.name} is killed in ${task.name} at ${where}`);
      this.kill(task.process);
      this.#rest();
    }
    return never();
  }

  kill(process: Process): void {
    process.alive = false;
    this.#waiting = this.#waiting.filter(({ task }) => task.process !== process);
  }

  /** Lets one of those who wait go on to its next gate. */
  async step(): Promise<void> {
    this.#steps += 1;
    const awake = this.#waiting.filter(({ notBefore }) => notBefore <= this.#steps);
    const among = awake.length > 0 ? awake : this.#waiting;
    const next = among[this.#random.int(among.length)];
    if (!next) return;
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.#trace(`  ${next.task.name}: ${next.where}`);
    const { task } = next;
    // Of two things that a task does at once, one may end without another gate.
    const beside = task.ended || this.#waiting.some((other) => other.task === task);
    const quiet = new Promise<void>((resolve) => (this.#quiet = resolve));
    next.goOn();
    await (beside ? Promise.race([quiet, nothingRuns()]) : quiet);
  }

  /** Whatever else the task has begun comes to its own gate first. */
  #rest(): void {
    void setImmediate().then(this.#quiet);
  }
}

/** What is worked on by another thread; all else comes to its gate, or to its end, within one turn of the event loop. */
let onOtherThreads = 0;
for (const name of ['sign', 'verify'] as const) {
  const work = crypto.subtle[name].bind(crypto.subtle) as (...given: unknown[]) => Promise<never>;
  crypto.subtle[name] = (...given: unknown[]) => {
    onOtherThreads += 1;
    return work(...given).finally(() => (onOtherThreads -= 1));
  };
}

async function nothingRuns(): Promise<void> {
  do await setImmediate();
  while (onOtherThreads > 0);
}

const never = (): Promise<never> => new Promise<never>(() => {});
