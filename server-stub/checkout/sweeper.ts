/** The workers: they take what is due, on every instance, without two of them doing the same. */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { accountsInUse } from '../store/attempts.ts';
import { askedOnce, type KeyOwner } from '../stripe/gateways.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe, type Queue } from './deps.ts';
import { pollEvents } from './events-poll.ts';
import { leaseJobs, workJob } from './outbox.ts';
import { reconcileIfDue } from './reconcile.ts';
import { resolve } from './resolve.ts';

/** ms; a change of our own wakes a worker at once, this is for what other instances and the clock bring. */
const idleMs = 1000;
/** So many are taken together, and the next as soon as fewer are at work: one that waits for a slow answer holds nobody up. */
const lookLanes = 4;
const jobLanes = 8;
/**
 * ms; Stripe tells of a payment several times while it goes on, and by then whoever sent it to the bank has mostly seen for
 * himself: one look, a little later, does for all of it.
 */
const gatherMs = 100;
/** ms; where many pay at once, the mails and labels of several orders are taken together. */
const gatherJobsMs = 30;

/** Resolves one attempt that is due. Whether there was one. */
export async function sweepOne(deps: CheckoutDeps): Promise<boolean> {
  const [due] = await leaseAttempts(deps, 1);
  if (due) await look(deps, due);
  return due !== undefined;
}

async function leaseAttempts(deps: CheckoutDeps, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH due AS (
      SELECT id FROM attempt WHERE next_check_at <= app_now()
      ORDER BY next_check_at LIMIT ${sql.lit(most)} FOR UPDATE SKIP LOCKED)
    UPDATE attempt SET next_check_at = app_now() + interval '30 seconds' FROM due WHERE attempt.id = due.id
    RETURNING attempt.id`.execute(deps.db);
  return rows.map(({ id }) => id);
}

async function look(deps: CheckoutDeps, attempt: string): Promise<void> {
  try {
    await resolve(deps, attempt);
  } catch (error) {
    deps.log.error({ err: error, attempt }, 'an attempt could not be resolved; it is tried again');
  }
}

/** Everything that is due now, for tests. */
export async function sweep(deps: CheckoutDeps): Promise<void> {
  for (const worker of [attemptWorker(deps), outboxWorker(deps)])
    while (await worker.pass()) await worker.rest();
}

const attemptWorker = (deps: CheckoutDeps) =>
  createWorker(
    (most) => leaseAttempts(deps, most),
    (attempt) => look(deps, attempt),
  );

const outboxWorker = (deps: CheckoutDeps) =>
  createWorker(
    async (most) => {
      const together = { ...deps, gateways: askedOnce(deps.gateways) };
      return (await leaseJobs(deps, most)).map((leased) => ({ ...leased, together }));
    },
    ({ job, attempt, together }) =>
      workJob(together, job, attempt).catch((error: unknown) => {
        deps.log.error({ err: error, job: job.id }, 'an outbox job could not be ticked off; it comes again');
      }),
    jobLanes,
  );

/** Takes as many as there are lanes with one statement, which is always the same and so is planned once; all begin at once. */
function createWorker<Task>(
  lease: (most: number) => Promise<Task[]>,
  work: (task: Task) => Promise<void>,
  lanes = lookLanes,
) {
  const busy = new Set<Promise<void>>();
  const start = (task: Task) => {
    const working: Promise<void> = work(task).finally(() => busy.delete(working));
    busy.add(working);
  };
  return {
    /** Begins everything that is due; the last of it may still go on. Whether there was anything. */
    async pass(signal?: AbortSignal): Promise<boolean> {
      let any = false;
      while (!signal?.aborted) {
        if (busy.size >= lanes) await Promise.race(busy);
        const tasks = await lease(lanes);
        any ||= tasks.length > 0;
        tasks.forEach(start);
        if (tasks.length < lanes) break;
      }
      return any;
    },
    async rest(): Promise<void> {
      await Promise.all(busy);
    },
  };
}

export interface Sweeper {
  nudge(queue: Queue): void;
  stop(): Promise<void>;
}

export function startSweeper(deps: CheckoutDeps): Sweeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const [looks, jobs] = [attemptWorker(deps), outboxWorker(deps)];
  const attempts = startLoop(deps, signal, 'sweep', async () => {
    await pause(gatherMs, { signal }).catch(() => {});
    await looks.pass(signal);
  });
  const outbox = startLoop(deps, signal, 'outbox', async () => {
    await pause(gatherJobsMs, { signal }).catch(() => {});
    await jobs.pass(signal);
  });
  // Each asks at its own interval, kept in the database for all instances together.
  const events = startLoop(deps, signal, 'events', () => atEachAccount(deps, pollEvents));
  const lists = startLoop(deps, signal, 'reconcile', () =>
    atEachAccount(deps, (its) => reconcileIfDue(its, signal)),
  );
  return {
    nudge: (queue) => (queue === 'attempt' ? attempts : outbox).nudge(),
    async stop() {
      stopping.abort();
      await Promise.all([attempts, outbox, events, lists].map(({ ended }) => ended));
      await Promise.all([looks.rest(), jobs.rest()]);
    },
  };
}

/** The account that is paid into now, and every other that still has a living attempt or money on hold. */
async function atEachAccount(
  deps: CheckoutDeps,
  act: (its: DepsAtStripe) => Promise<unknown>,
): Promise<void> {
  const current = await deps.gateways.current();
  const owners = await accountsInUse(deps.db);
  const known = (of: KeyOwner) =>
    owners.some(({ account, mode }) => account === of.account && mode === of.mode);
  if (current && !known(current)) owners.push(current);
  for (const owner of owners) {
    const its = await atStripe(deps, owner);
    if (its) await act(its);
  }
}

function startLoop(
  deps: CheckoutDeps,
  signal: AbortSignal,
  worker: string,
  pass: () => Promise<unknown>,
): { nudge(): void; ended: Promise<void> } {
  let nudged = true;
  let wake = () => {};

  async function run(): Promise<void> {
    while (!signal.aborted) {
      nudged = false;
      try {
        await pass();
      } catch (error) {
        deps.log.error({ err: error, worker }, 'a worker failed; it goes on');
      }
      if (!nudged && !signal.aborted) await untilNudged();
    }
  }

  function untilNudged(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, idleMs);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  const ended = run();
  signal.addEventListener('abort', () => wake());
  return {
    nudge() {
      nudged = true;
      wake();
    },
    ended,
  };
}
