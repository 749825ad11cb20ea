import { seeded, type Random } from './random.ts';

/** Faults on demand: what a network or Stripe may do to a request, by endpoint and by call, the same every run. */
export const FAULT_KINDS = [
  /** The request never arrives: the connection closes, nothing was executed. */
  'drop_before',
  /** Executed, but the connection closes before any answer. */
  'drop_after',
  /** Executed, and the answer breaks off in the middle of its body. */
  'cut',
  /** Executed after `delay_ms`; its idempotency key is in use meanwhile. */
  'delay',
  /** 409, as if the same key were being executed elsewhere. Not executed. */
  'conflict',
  /** 429 `rate_limit`. Not executed. */
  'rate_limit',
  /** 429 `lock_timeout`. Not executed. */
  'lock_timeout',
  /** 500, not executed and not kept by the key. */
  'error',
  /** Executed, but answered with a 500, which the key keeps. */
  'error_after',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultSpec {
  readonly kind: FaultKind;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** A path in which `*` stands for one segment and `**` for any rest; every path when left out. */
  readonly path?: string;
  /** Begins with this matching call, counted from 1; 1 when left out. */
  readonly nth?: number;
  /** For so many calls; once when left out, without end when 0. */
  readonly times?: number;
  /** Strikes with this probability, drawn from the seeded generator; always when left out. */
  readonly probability?: number;
  readonly delay_ms?: number;
}

export interface Fault extends FaultSpec {
  readonly id: string;
  readonly seen: number;
  readonly struck: number;
}

export class Faults {
  #faults: Fault[] = [];
  #random: Random;
  #nextId = 1;

  constructor(seed = 1) {
    this.#random = seeded(seed);
  }

  add(spec: FaultSpec): Fault {
    const fault: Fault = { ...spec, id: `fault_${this.#nextId++}`, seen: 0, struck: 0 };
    this.#faults.push(fault);
    return fault;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  remove(id: string): void {
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
  }

  clear(): void {
    this.#faults = [];
  }

  seed(seed: number): void {
    this.#random = seeded(seed);
  }

  /** The fault that strikes this call. Every matching fault counts the call; the first one due strikes. */
  strike(method: string, path: string): Fault | undefined {
    let striking: Fault | undefined;
    this.#faults = this.#faults.map((fault) => {
      if (!matches(fault, method, path)) return fault;
      const seen = fault.seen + 1;
      const strikes = striking === undefined && this.#isDue(fault, seen);
      const next = { ...fault, seen, struck: fault.struck + (strikes ? 1 : 0) };
      if (strikes) striking = next;
      return next;
    });
    this.#faults = this.#faults.filter(({ times = 1, struck }) => times === 0 || struck < times);
    return striking;
  }

  #isDue({ nth = 1, probability }: Fault, seen: number): boolean {
    return seen >= nth && (probability === undefined || this.#random() < probability);
  }
}

function matches({ method, path }: FaultSpec, calledMethod: string, calledPath: string): boolean {
  if (method !== undefined && method !== calledMethod) return false;
  if (path === undefined) return true;
  const [wanted, called] = [path.split('/'), calledPath.split('/')];
  if (wanted.at(-1) !== '**' && wanted.length !== called.length) return false;
  return wanted.every(
    (segment, at) =>
      segment === '**' || (called[at] !== undefined && (segment === '*' || segment === called[at])),
  );
}
