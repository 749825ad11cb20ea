import { elementBudget, measureElement } from './element-size.ts';
import { runTool } from './tool.ts';

/** `npm run check:package`: what a shop would get from the registry, after `npm run build`. */
const checks: Record<string, string[]> = {
  'package contents': ['publint', '--strict'],
  // The file for a script tag is loaded, never imported: it has no types to resolve.
  'types as consumers resolve them': [
    'attw',
    '--pack',
    '.',
    '--profile',
    'esm-only',
    '--no-emoji',
    '--exclude-entrypoints',
    './cdn/secure-checkout.min.js',
  ],
  'a shop’s own tests, with what is packed': ['vitest', 'run', '--project', 'package'],
};

for (const [name, command] of Object.entries(checks)) {
  const { passed, output } = await runTool(command);
  console.log(`${passed ? '✓' : '✗'} ${name}`);
  if (passed) continue;
  console.log(output);
  process.exitCode = 1;
}

const { element, floor } = await measureElement();
const fits = element < elementBudget;
console.log(
  `${fits ? '✓' : '✗'} element ${element.toFixed(1)} kB gzip, ${(element / floor).toFixed(2)} × the floor of ` +
    `${floor.toFixed(1)} kB (Lit and the Stripe loader); the budget is ${elementBudget} kB`,
);
if (!fits) process.exitCode = 1;
