/** One server a data directory: PGlite has no lock of its own, and two processes on one directory lose rows silently. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export class DirectoryLocked extends Error {}

interface Holder {
  pid: number;
  /** When the process began, by the kernel: a reused pid has another. */
  born: string;
}

/** Takes the lock, or throws with the process that has it. `server.pid` beside it holds the bare number for operators. */
export async function lockDirectory(dir: string): Promise<() => Promise<void>> {
  const file = join(dir, 'server.lock');
  const mine: Holder = { pid: process.pid, born: birthOf(process.pid) ?? '' };
  const draft = join(dir, `server.lock.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(mine));
  try {
    // A hard link appears whole or not at all, so nobody reads half a lock.
    for (let tries = 0; tries < 5; tries++) {
      if (await linked(draft, file)) {
        await writeFile(join(dir, 'server.pid'), String(process.pid));
        return () => release(dir, file, mine);
      }
      const holder = await readHolder(file);
      if (holder && isAlive(holder)) {
        throw new DirectoryLocked(
          `${dir} is in use by process ${holder.pid}; stop it, or set another DATA_DIR`,
        );
      }
      await discardStale(file, holder);
    }
    throw new DirectoryLocked(`${dir} is being taken by another process`);
  } finally {
    await rm(draft, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Moves a dead holder's lock aside; if a living one slipped in meanwhile, puts that back. */
async function discardStale(file: string, stale: Holder | undefined): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readHolder(aside);
  if (moved && (moved.pid !== stale?.pid || moved.born !== stale.born)) await linked(aside, file);
  await rm(aside, { force: true });
}

async function release(dir: string, file: string, mine: Holder): Promise<void> {
  if ((await readHolder(file))?.pid !== mine.pid) return;
  await rm(join(dir, 'server.pid'), { force: true });
  await rm(file, { force: true });
}

function isAlive({ pid, born }: Holder): boolean {
  if (born) return birthOf(pid) === born;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Boot id and start time out of Linux's /proc; undefined where there is none, or no such process. */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields after the command's closing bracket; the 20th of them is starttime (man 5 proc).
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    // A zombie is dead: it only waits for its parent to look.
    const zombie = stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
    return zombie ? undefined : `${boot}/${started}`;
  } catch {
    return undefined;
  }
}
