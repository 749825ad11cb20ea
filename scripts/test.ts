import { spawn } from 'node:child_process';
import { addCounts, formatCount, nothingCounted, parseCount, type Count } from '../test/helpers/count.ts';
import { projectRoot } from './paths.ts';

/** `npm test`: every kind of test, one kind after the other, and one line at the end that adds them up. */
const suites = ['test:unit', 'test:server', 'test:component', 'test:e2e'];

async function runSuite(suite: string): Promise<Count> {
  console.log(`\n── ${suite}`);
  const { output, code } = await runNpm(suite);
  const count = parseCount(output) ?? nothingCounted;
  // A suite that broke down without counting a failure has failed all the same.
  return code === 0 || count.failed > 0 ? count : addCounts(count, { ...nothingCounted, failed: 1 });
}

function runNpm(script: string): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ output, code }));
  });
}

let total = nothingCounted;
for (const suite of suites) total = addCounts(total, await runSuite(suite));
console.log(`\n${formatCount(total)}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
