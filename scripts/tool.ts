import { spawn } from 'node:child_process';
import { projectRoot } from './paths.ts';

/** Runs a tool of node_modules and keeps what it says, so that only a failure is shown. */
export function runTool([name = '', ...args]: string[]): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(`${projectRoot}/node_modules/.bin/${name}`, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  });
}
