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
  try {
    const { stop } = await start();
    const end = once(() => void stop().then(() => process.exit(0)));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
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
