import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from './world.ts';

/** A data directory that cannot be used. Its message is meant for the person who started the process. */
export class DataDirectoryError extends Error {}

/**
 * An append-only file of JSON lines, one line a commit. The operating system keeps what `write` took, so
 * nothing acknowledged is lost when the process is killed; a line that was cut short is dropped at replay.
 */
export class Journal {
  readonly #file: string;
  readonly #lock: string;
  #fd: number;
  #lines = 0;

  constructor(directory: string) {
    this.#file = join(directory, 'journal.jsonl');
    this.#lock = join(directory, 'lock');
    try {
      mkdirSync(directory, { recursive: true });
      takeLock(this.#lock, directory);
      this.#fd = openSync(this.#file, 'a+');
    } catch (error) {
      if (error instanceof DataDirectoryError) throw error;
      throw new DataDirectoryError(`DATA_DIR: ${directory} cannot be used: ${(error as Error).message}`);
    }
  }

  *replay(): IterableIterator<Change> {
    let whole = 0;
    for (const { line, end } of linesOf(this.#fd)) {
      const changes = parseLine(line);
      if (!changes) break;
      whole = end;
      this.#lines += changes.length;
      yield* changes;
    }
    ftruncateSync(this.#fd, whole);
  }

  append(changes: readonly Change[]): void {
    writeSync(this.#fd, `${JSON.stringify(changes)}\n`);
    this.#lines += changes.length;
  }

  /** Rewrites the file when most of it is history. Only done at the start, when nobody is waiting. */
  compactIfWorthwhile(rows: number, everything: () => Iterable<Change>): void {
    if (this.#lines < 10_000 || this.#lines < rows * 2) return;
    const next = `${this.#file}.next`;
    const fd = openSync(next, 'w');
    let batch: Change[] = [];
    const flush = (): void => {
      if (batch.length > 0) writeSync(fd, `${JSON.stringify(batch)}\n`);
      batch = [];
    };
    for (const change of everything()) if (batch.push(change) === 500) flush();
    flush();
    closeSync(fd);
    renameSync(next, this.#file);
    closeSync(this.#fd);
    this.#fd = openSync(this.#file, 'a+');
    this.#lines = rows;
  }

  truncate(): void {
    ftruncateSync(this.#fd, 0);
    this.#lines = 0;
  }

  close(): void {
    closeSync(this.#fd);
    rmSync(this.#lock, { force: true });
  }
}

function parseLine(line: string): Change[] | undefined {
  try {
    return JSON.parse(line) as Change[];
  } catch {
    return undefined;
  }
}

function* linesOf(fd: number): IterableIterator<{ line: string; end: number }> {
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  let [position, start] = [0, 0];
  for (;;) {
    const read = readSync(fd, chunk, 0, chunk.length, position);
    if (read === 0) return;
    position += read;
    rest = Buffer.concat([rest, chunk.subarray(0, read)]);
    let from = 0;
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10, from)) {
      yield { line: rest.toString('utf8', from, at), end: start + at + 1 };
      from = at + 1;
    }
    rest = rest.subarray(from);
    start += from;
  }
}

function takeLock(lock: string, directory: string): void {
  const own = identify(process.pid);
  try {
    writeFileSync(lock, own, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readFileSync(lock, 'utf8');
    const pid = Number(holder.split(' ')[0]);
    // A killed process leaves its lock behind, and its number may have gone to another process by now.
    if (holder !== own && isAlive(pid) && identify(pid) === holder) {
      throw new DataDirectoryError(`data directory ${directory} is in use by process ${pid}`);
    }
    writeFileSync(lock, own);
  }
}

/** A process by its number and, where the system tells it, the moment at which it began. */
function identify(pid: number): string {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return `${pid} ${afterName.split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
