import { fork, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './paths.ts';

export interface ProcessPlan {
  name: string;
  /** The program, asked for at each start. */
  program(): Promise<{ entry: string; preload: string }>;
  /** Where it answers `GET /healthz` with 200 once it is ready. */
  healthUrl: string;
  env: NodeJS.ProcessEnv;
  /** Whether its standard output is shown; errors always are. */
  talks: boolean;
}

export interface SupervisedProcess {
  /** Settles when it first answers; rejects when it refused to start (exit code 1), having said why itself. */
  ready: Promise<void>;
  /** Ends it for a new start, as after a change of its sources. */
  restart(): void;
  /** From now on its end is expected: nobody starts it again. */
  expectEnd(): void;
  stop(): Promise<void>;
}

/** A reason that starting again would not mend. Without a message where the process has said it itself. */
export class RefusedToStart extends Error {}

const healthEvery = 50; // ms
const healthTimeout = 1000; // ms
const firstDelay = 100; // ms; doubles with each death in a row
const longestDelay = 5000; // ms
const steadyAfter = 10_000; // ms of life after which a death counts as the first again
const graceToClose = 5000; // ms

/** Starts a process and starts it again whenever it dies. `onReady` hears of every time it answers. */
export function superviseProcess(plan: ProcessPlan, onReady: () => void = () => {}): SupervisedProcess {
  let child: ChildProcess | undefined;
  let stopping = false;
  let hasBeenReady = false;
  let deathsInARow = 0;
  let timer: NodeJS.Timeout | undefined;

  let resolveReady: () => void = () => {};
  let rejectReady: (reason: Error) => void = () => {};
  const ready = new Promise<void>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = reject;
  });

  const start = async (): Promise<void> => {
    const { entry, preload } = await plan.program();
    if (stopping) return;
    const startedAt = performance.now();
    const started = fork(entry, {
      cwd: projectRoot,
      env: plan.env,
      execArgv: ['--enable-source-maps', '--import', pathToFileURL(preload).href],
      stdio: ['ignore', plan.talks ? 'inherit' : 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    const gone = new AbortController();
    void untilHealthy(plan.healthUrl, gone.signal).then((healthy) => {
      if (!healthy || stopping) return;
      hasBeenReady = true;
      resolveReady();
      onReady();
    });
    started.once('exit', (code, signal) => {
      gone.abort();
      child = undefined;
      if (stopping) return;
      if (!hasBeenReady && code === 1) return rejectReady(new RefusedToStart());
      if (performance.now() - startedAt > steadyAfter) deathsInARow = 0;
      startAgain(`${plan.name} ended (${signal ?? `exit code ${code}`})`);
    });
  };

  const startAgain = (reason: string): void => {
    const delay = Math.min(firstDelay * 2 ** deathsInARow++, longestDelay);
    console.error(`${reason}; starting it again in ${delay} ms`);
    timer = setTimeout(() => {
      start().catch(() => startAgain(`${plan.name} cannot be compiled`));
    }, delay);
  };

  const expectEnd = (): void => {
    stopping = true;
    clearTimeout(timer);
  };

  start().catch(rejectReady);
  return {
    ready,
    restart: () => void child?.kill('SIGTERM'),
    expectEnd,
    async stop() {
      expectEnd();
      if (child) await endProcess(child);
    },
  };
}

async function untilHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const answer = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(healthTimeout)]),
    }).then(
      (response) => response.ok,
      () => false,
    );
    if (answer && !signal.aborted) return true;
    await new Promise((resolve) => setTimeout(resolve, healthEvery));
  }
  return false;
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), graceToClose);
    child.once('exit', () => {
      clearTimeout(impatience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
