/** `npm run bench:element`: the element beside a bare Stripe form and react-stripe-js, interleaved, medians of one run. */
import { elementBudget, measureElement } from '../../../scripts/element-size.ts';
import { isElementFresh } from '../../../scripts/freshness.ts';
import { projectRoot } from '../../../scripts/paths.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { median, printRows, runToEnd, type Row } from '../measure.ts';
import { serveBench } from './serve.ts';
import { visit, visitSlowly, type Sample } from './visit.ts';

const rounds = Number(process.argv[2] ?? 9);
const manyHidden = 100;

if (!(await isElementFresh()))
  await runToEnd('node', ['--import', 'tsx', 'scripts/build.ts', '--cdn'], projectRoot);

const { origin, close } = await serveBench();
const browser = await launchBrowser();
try {
  const samples = {
    bare: [] as Sample[],
    react: [] as Sample[],
    element: [] as Sample[],
    hidden: [] as Sample[],
  };
  const slow = { bare: [] as number[], react: [] as number[], element: [] as number[], late: [] as number[] };
  // The first of each is thrown away: caches of the browser's own code fill with it.
  for (let round = 0; round <= rounds; round++) {
    const keep = <T>(list: T[], value: T) => round > 0 && list.push(value);
    for (const subject of ['bare', 'react', 'element'] as const) {
      keep(samples[subject], await visit(browser, { origin, subject }));
      keep(slow[subject], await visitSlowly(browser, { origin, subject }));
    }
    keep(samples.hidden, await visit(browser, { origin, subject: 'element', hidden: manyHidden }));
    keep(slow.late, await visitSlowly(browser, { origin, subject: 'element, no preload' }));
  }
  printRows(await rowsOf(samples, slow));
  console.log(
    `${rounds} rounds, 4 × throttled; over 150 ms and 1.6 Mbit/s react-stripe-js is ready ${Math.round(median(slow.react))} ms in, the element without its preload line ${Math.round(median(slow.late))} ms`,
  );
} finally {
  await browser.close();
  close();
}

async function rowsOf(
  samples: Record<'bare' | 'react' | 'element' | 'hidden', Sample[]>,
  slow: Record<'bare' | 'element', number[]>,
): Promise<Row[]> {
  const of = (subject: keyof typeof samples, what: keyof Sample) =>
    median(samples[subject].map((sample) => sample[what]));
  const overBare = (subject: 'react' | 'element', what: keyof Sample) => of(subject, what) - of('bare', what);
  const ms = (what: string, measured: number, limit: number, baseline: Row['baseline']): Row => ({
    what,
    measured,
    limit,
    unit: 'ms',
    baseline,
  });
  const react = (measured: number) => ({ what: 'react-stripe-js', measured });
  const each = (what: 'evaluation' | 'heap') =>
    Math.max(0, of('hidden', what) - of('element', what)) / manyHidden;
  const { element, floor } = await measureElement();
  return [
    {
      what: 'secure-checkout.min.js, gzip',
      measured: element,
      limit: elementBudget,
      unit: 'kB',
      baseline: { what: 'Lit and the Stripe loader', measured: floor },
    },
    ms(
      'script evaluation',
      of('element', 'evaluation'),
      0.25 * of('react', 'evaluation'),
      react(of('react', 'evaluation')),
    ),
    ms('first paint', of('element', 'paint'), 0.35 * of('react', 'paint'), react(of('react', 'paint'))),
    ms(
      'ready, less a bare mount',
      overBare('element', 'ready'),
      0.35 * overBare('react', 'ready'),
      react(overBare('react', 'ready')),
    ),
    ms('ready over a slow link, with the preload line', median(slow.element), median(slow.bare) + 50, {
      what: 'a bare mount',
      measured: median(slow.bare),
    }),
    {
      what: 'layout shift',
      measured: of('element', 'shift'),
      limit: 0.0001,
      unit: '',
      baseline: react(of('react', 'shift')),
    },
    ms(
      'own blocking time',
      Math.max(0, overBare('element', 'blocking')),
      50,
      react(overBare('react', 'blocking')),
    ),
    ms('slowest answer to a press', of('element', 'interaction'), 33, react(of('react', 'interaction'))),
    {
      what: 'heap over bare',
      measured: overBare('element', 'heap'),
      limit: 250,
      unit: 'kB',
      baseline: react(overBare('react', 'heap')),
    },
    ms('each further element, not visible', each('evaluation'), 0.6, {
      what: 'the first',
      measured: of('element', 'evaluation'),
    }),
    {
      what: 'heap of each further element',
      measured: each('heap'),
      limit: 4,
      unit: 'kB',
      baseline: { what: 'the first', measured: overBare('element', 'heap') },
    },
    {
      what: `Stripe frames beside ${manyHidden} that are not visible`,
      measured: of('hidden', 'frames') - 1,
      limit: 0.5,
      unit: '',
      baseline: { what: 'visible', measured: 1 },
    },
  ];
}
