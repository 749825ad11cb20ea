import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Row {
  what: string;
  measured: number;
  limit: number;
  unit: string;
  baseline: { what: string; measured: number };
}

export async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function runToEnd(command: string, args: string[], cwd: string, env = process.env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')}: exit code ${code}`)),
    );
  });
}

/** Settles with the first line of its output that begins so. */
export function untilLine(child: ChildProcess, beginning: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => line.startsWith(beginning) && resolve());
    child.once('exit', (code) =>
      reject(new Error(`it ended (exit code ${code}) before it said "${beginning}"`)),
    );
  });
}

/** Resident memory in MB of a process and all that it started; Linux only, for it reads /proc. */
export function memoryOfTree(root: number): number {
  const parents = new Map<number, number>();
  const memory = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = readStatus(entry);
    parents.set(Number(entry), Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]));
    memory.set(Number(entry), Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1000);
  }
  return [...memory].reduce((sum, [pid, size]) => (isUnder(pid, root, parents) ? sum + size : sum), 0);
}

function isUnder(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
  return false;
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** The table of a run; the exit code says whether every promise was kept. */
export function printRows(rows: readonly Row[]): void {
  const show = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  console.table(
    rows.map(({ what, measured, limit, unit, baseline }) => ({
      what,
      measured: `${show(measured)} ${unit}`,
      limit: `< ${show(limit)} ${unit}`,
      baseline: `${baseline.what}: ${show(baseline.measured)} ${unit}`,
      ratio: `${(measured / baseline.measured).toFixed(1)} ×`,
      kept: measured < limit ? 'yes' : 'NO',
    })),
  );
  process.exitCode = rows.every(({ measured, limit }) => measured < limit) ? 0 : 1;
}
