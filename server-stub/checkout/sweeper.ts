/** The workers: they take what is due, on every instance, without two of them doing the same. */
import { sql } from 'kysely';
import { accountsInUse } from '../store/attempts.ts';
import type { KeyOwner } from '../stripe/gateways.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { pollEvents } from './events-poll.ts';
import { workOutbox } from './outbox.ts';
import { reconcileIfDue } from './reconcile.ts';
import { resolve } from './resolve.ts';

/** ms; a change of our own wakes a worker at once, this is for what other instances and the clock bring. */
const idleMs = 1000;
/** So many at a time: one that waits for a slow answer holds nobody up. */
const lanes = 4;

/** Resolves one attempt that is due. Whether there was one. */
export async function sweepOne(deps: CheckoutDeps): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE attempt SET next_check_at = app_now() + interval '30 seconds'
    WHERE id = (SELECT id FROM attempt WHERE next_check_at <= app_now()
                ORDER BY next_check_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`.execute(deps.db);
  const due = rows[0];
  if (!due) return false;
  try {
    await resolve(deps, due.id);
  } catch (error) {
    deps.log.error({ err: error, attempt: due.id }, 'an attempt could not be resolved; it is tried again');
  }
  return true;
}

/** Everything that is due now; for tests, and for the loop below. */
export async function sweep(deps: CheckoutDeps): Promise<void> {
  await drain(() => sweepOne(deps));
  await drain(() => workOutbox(deps));
}

async function drain(takeOne: () => Promise<boolean>): Promise<void> {
  const lane = async () => {
    while (await takeOne());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export interface Sweeper {
  nudge(): void;
  stop(): Promise<void>;
}

export function startSweeper(deps: CheckoutDeps): Sweeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const attempts = startLoop(deps, signal, 'sweep', () => drain(() => sweepOne(deps)));
  const outbox = startLoop(deps, signal, 'outbox', () => drain(() => workOutbox(deps)));
  // Each asks at its own interval, kept in the database for all instances together.
  const events = startLoop(deps, signal, 'events', () => atEachAccount(deps, pollEvents));
  const lists = startLoop(deps, signal, 'reconcile', () =>
    atEachAccount(deps, (its) => reconcileIfDue(its, signal)),
  );
  return {
    nudge() {
      attempts.nudge();
      outbox.nudge();
    },
    async stop() {
      stopping.abort();
      await Promise.all([attempts, outbox, events, lists].map(({ ended }) => ended));
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
      if (!nudged && !signal.aborted) await pause();
    }
  }

  function pause(): Promise<void> {
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
