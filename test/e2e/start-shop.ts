/** Starting the shop as its owner does, and what each start leaves behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { projectRoot } from '../../scripts/paths.ts';
import { layCluster } from '../helpers/cluster.ts';
import { freePort } from '../helpers/ports.ts';

export const aPasswordHash =
  'scrypt$2$8$1$aaaaaaaaaaaaaaaaaaaaaa$bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

/** A data directory whose database is there already, for what is not about making one. */
export async function laidFolder(): Promise<string> {
  const folder = await emptyFolder();
  await layCluster(folder);
  return folder;
}

/** Ports of its own beside this process's environment, and what is given. */
export async function environment(given: Record<string, string>): Promise<NodeJS.ProcessEnv> {
  return { ...process.env, PORT: `${await freePort()}`, FAKE_STRIPE_PORT: `${await freePort()}`, ...given };
}

/** Starts what should refuse to start, and gives back its last words. */
export async function refusal(
  env: Record<string, string>,
): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectRoot,
    env: await environment({ DATA_DIR: await emptyFolder(), ...env }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: stderr.split('\n').filter(Boolean) };
}
