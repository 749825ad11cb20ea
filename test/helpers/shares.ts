/** A long run on every core: the script again, once for each share of the work (`--share cores/which`). */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What each of them sent. */
export function inShares<Sent>(script: string): Promise<Sent[]> {
  const cores = availableParallelism();
  const inChild = (share: string): Promise<Sent> => {
    const child = fork(fileURLToPath(script), [...process.argv.slice(2), '--share', share]);
    return new Promise((resolve, reject) => {
      child.once('message', (sent) => resolve(sent as Sent));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
    });
  };
  return Promise.all(Array.from({ length: cores }, (_, which) => inChild(`${cores}/${which}`)));
}

/** In such a child: its share is done. */
export function sendShare(sent: object): void {
  process.send?.(sent, () => process.exit());
}
