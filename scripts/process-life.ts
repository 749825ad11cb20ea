import { existsSync } from 'node:fs';
import { whenOrphaned } from './orphan.ts';
import { projectRoot } from './paths.ts';
import { RefusedToStart } from './supervised-process.ts';

/** Settings of this machine; what the environment says already wins. */
export function loadDotEnv(): void {
  const file = `${projectRoot}/.env`;
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Runs until told to end: by a signal, or because npm, which started us, is gone. */
export async function runUntilEnded(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  // Told to end while it starts, it leaves at once; what it has started leaves with it.
  let stop = async (): Promise<void> => {};
  const end = once(() => void stop().then(() => process.exit(0)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  try {
    const started = await start();
    stop = () => started.stop();
    whenOrphaned(end);
  } catch (error) {
    if (!(error instanceof RefusedToStart)) throw error;
    if (error.message) console.error(error.message);
    process.exitCode = 1;
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
