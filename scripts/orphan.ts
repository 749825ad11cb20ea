import { readFileSync } from 'node:fs';

const watchEvery = 500; // ms

/**
 * Calls back once npm, which started this process, is gone, however it ended. npm stands two levels up, behind a shell
 * that outlives it; where there is no /proc only the shell itself can be watched.
 */
export function whenOrphaned(act: () => void): void {
  if (!process.env['npm_lifecycle_event']) return;
  const origin = lineage();
  const timer = setInterval(() => {
    if (lineage() === origin) return;
    clearInterval(timer);
    act();
  }, watchEvery);
  timer.unref();
}

function lineage(): string {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

function parentOf(pid: number): string | undefined {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
