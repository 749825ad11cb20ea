/** The closing line of every test command, alone on a line, so that a script (and CI) can read and add it up. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothingCounted: Count = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function formatCount({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function parseCount(output: string): Count | undefined {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  if (!last) return undefined;
  const [passed, failed, skipped] = last.slice(1).map(Number) as [number, number, number];
  return { passed, failed, skipped };
}

const failure = 'failed: ';

/** A line that names a failed test and the first line of what it said: told again at the end, where the middle of a long log is cut. */
export function formatFailure(where: string, message = ''): string {
  return `${failure}${[where, message.trim().split('\n')[0]].filter(Boolean).join(': ')}`.slice(0, 500);
}

export function findFailures(output: string): string[] {
  return output.split('\n').filter((line) => line.startsWith(failure));
}
