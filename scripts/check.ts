import { spawn } from 'node:child_process';
import { projectRoot } from './paths.ts';

/** `npm run check`: all that can be said about the code without running it. Every check runs; one failure fails all. */
const checks: Record<string, string[]> = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  types: ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  lint: ['oxlint', '--deny-warnings'],
  'Lit templates': ['lit-analyzer', '--strict', '--quiet', 'src/**/*.ts'],
  'import directions': [
    'depcruise',
    '--config',
    'dependency-cruiser.config.mjs',
    'src',
    'server-stub',
    'demo',
    'scripts',
    'test',
  ],
  'unused code': ['knip', '--no-progress'],
};

function runCheck([command = '', ...args]: string[]): Promise<{ passed: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(`${projectRoot}/node_modules/.bin/${command}`, args, {
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

for (const [name, command] of Object.entries(checks)) {
  const { passed, output } = await runCheck(command);
  console.log(`${passed ? '✓' : '✗'} ${name}`);
  if (passed) continue;
  console.log(output);
  process.exitCode = 1;
}
