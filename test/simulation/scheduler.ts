/**
 * One thing runs at a time, up to its next gate: a Stripe call, a statement, a transaction's begin. There it waits until
 * the seed lets it go on. A crash abandons whatever waits; what was abandoned never goes on.
 */
import type { Random } from './random.ts';

/** A server instance between two crashes. */
export interface Process {
  readonly name: string;
  alive: boolean;
}

interface Task {
  readonly name: string;
  readonly process: Process;
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
  #current: Task | undefined;
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
    return this.#current !== undefined;
  }

  /** Something to do for this instance, begun when the seed says so. */
  spawn(name: string, process: Process, work: () => Promise<void>): void {
    const task: Task = { name, process };
    const begin = (): void => {
      void work()
        .catch((error: unknown) => {
          this.#trace(`  ${name} failed: ${String(error)}`);
          this.#failed(error);
        })
        .then(() => {
          if (this.#current === task) this.#rest();
        });
    };
    this.#waiting.push({ task, where: 'begins', goOn: begin, notBefore: 0 });
  }

  gate(where: string): Promise<void> {
    const task = this.#current;
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
    const task = this.#current;
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
    const quiet = new Promise<void>((resolve) => (this.#quiet = resolve));
    this.#current = next.task;
    next.goOn();
    await quiet;
  }

  #rest(): void {
    this.#current = undefined;
    this.#quiet();
  }
}

const never = (): Promise<never> => new Promise<never>(() => {});
