import { runTool } from './tool.ts';

/** `npm run check`: all that can be said about the code without running it. Every check runs; one failure fails all. */
const checks: Record<string, string[]> = {
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
  types: ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  'Lit templates': ['lit-analyzer', '--strict', '--quiet', '{src,server-stub/admin/web}/**/*.ts'],
  lint: ['oxlint', '--deny-warnings'],
  'unused code': ['knip', '--no-progress', '--no-config-hints'],
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
};

for (const [name, command] of Object.entries(checks)) {
  const { passed, output } = await runTool(command);
  console.log(`${passed ? '✓' : '✗'} ${name}`);
  if (passed) continue;
  console.log(output);
  process.exitCode = 1;
}
