import { spawn } from 'node:child_process';
import {
  addCounts,
  findFailures,
  formatCount,
  formatFailure,
  nothingCounted,
  parseCount,
  type Count,
} from '../test/helpers/count.ts';
import { projectRoot } from './paths.ts';

/** `npm test`: every kind of test, one kind after the other; at the end what failed, and one line that adds them up. */
const suites = ['test:unit', 'test:server', 'test:component', 'test:e2e'];

async function runSuite(suite: string): Promise<{ count: Count; failures: string[] }> {
  console.log(`\n── ${suite}`);
  const { output, code } = await runNpm(suite);
  const count = parseCount(output) ?? nothingCounted;
  const failures = findFailures(output);
  if (code === 0 || count.failed > 0) return { count, failures };
  // A suite that broke down without counting a failure has failed all the same.
  return {
    count: addCounts(count, { ...nothingCounted, failed: 1 }),
    failures: [...failures, formatFailure(suite, `ended with code ${code}`)],
  };
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
const failures: string[] = [];
for (const suite of suites) {
  const result = await runSuite(suite);
  total = addCounts(total, result.count);
  failures.push(...result.failures);
}
console.log(`\n${[...failures, formatCount(total)].join('\n')}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
