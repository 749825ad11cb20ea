/** The worker: takes what is due, on every instance, without two of them doing the same. */
import { sql } from 'kysely';
import type { CheckoutDeps } from './deps.ts';
import { workOutbox } from './outbox.ts';
import { resolve } from './resolve.ts';

const idleMs = 1000;

/** Resolves one attempt that is due. Whether there was one. */
export async function sweepOne(deps: CheckoutDeps): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE attempt SET next_check_at = app_now() + interval '30 seconds'
    WHERE id = (SELECT id FROM attempt
                WHERE state IN ('active', 'placing', 'cancelling') AND next_check_at <= app_now()
                ORDER BY next_check_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`.execute(deps.db);
  const due = rows[0];
  if (!due) return false;
  await resolve(deps, due.id);
  return true;
}

/** Everything that is due now; for tests, and for the loop below. */
export async function sweep(deps: CheckoutDeps): Promise<void> {
  while (await sweepOne(deps));
  while (await workOutbox(deps));
}

export interface Sweeper {
  nudge(): void;
  stop(): Promise<void>;
}

export function startSweeper(deps: CheckoutDeps): Sweeper {
  let stopped = false;
  let wake = () => {};
  let nudged = true;

  const loop = (async () => {
    while (!stopped) {
      nudged = false;
      try {
        await sweep(deps);
      } catch (error) {
        deps.log.error({ err: error }, 'sweep failed; it goes on');
      }
      if (!nudged && !stopped) await pause();
    }
  })();

  function pause(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, idleMs);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  return {
    nudge() {
      nudged = true;
      wake();
    },
    stop() {
      stopped = true;
      wake();
      return loop;
    },
  };
}
