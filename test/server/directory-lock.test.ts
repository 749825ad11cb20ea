import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryLocked, lockDirectory } from '../../server-stub/store/directory-lock.ts';

describe('the lock of a data directory', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'secure-checkout-lock-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('refuses the second of two servers and names the first', async () => {
    await lockDirectory(dir);
    await expect(lockDirectory(dir)).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('is free again after a release', async () => {
    const release = await lockDirectory(dir);
    await release();
    await expect(lockDirectory(dir)).resolves.toBeTypeOf('function');
  });

  it('is taken over from a process that is gone', async () => {
    await writeFile(join(dir, 'server.lock'), JSON.stringify({ pid: 2 ** 22 + 1, born: 'boot/1' }));
    await lockDirectory(dir);
    expect(await readFile(join(dir, 'server.pid'), 'utf8')).toBe(String(process.pid));
  });

  it('is taken over when another process has the dead holder’s pid', async () => {
    await writeFile(join(dir, 'server.lock'), JSON.stringify({ pid: process.pid, born: 'another boot/1' }));
    await expect(lockDirectory(dir)).resolves.toBeTypeOf('function');
  });

  it('goes to exactly one of many that find a dead holder at once', async () => {
    await writeFile(join(dir, 'server.lock'), JSON.stringify({ pid: 2 ** 22 + 1, born: 'boot/1' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 2 }, () => lockDirectory(dir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(DirectoryLocked);
  });
});
