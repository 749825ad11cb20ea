/**
 * `npm run visual`: the preview page in both languages, light and dark, narrow and wide, against the pictures kept here.
 * `npm run visual -- --renew` takes them anew, for a look that was meant to change.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startStack } from '../helpers/checkout-stack.ts';
import { launchFixedBrowser } from './browser.ts';
import { compare } from './compare.ts';

/** A machine's arithmetic may round another way in a few places. */
const allowed = 40; // pixels
const baseline = fileURLToPath(new URL('baseline/', import.meta.url));
const differences = fileURLToPath(new URL('../../coverage/visual/', import.meta.url));
const screens = { narrow: { cell: 320, viewport: 360 }, wide: { cell: 640, viewport: 1400 } };
const renew = process.argv.includes('--renew');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('not run here: the pictures are those of the packed Chromium, which is for Linux on x64');
  process.exit(0);
}
const [stack, browser] = await Promise.all([startStack(), launchFixedBrowser()]);
try {
  await mkdir(renew ? baseline : differences, { recursive: true });
  for (const lang of ['ja', 'en'])
    for (const theme of ['light', 'dark'] as const)
      for (const screen of Object.keys(screens) as (keyof typeof screens)[]) await look(lang, theme, screen);
} finally {
  await browser.close();
  await stack.stop();
}

async function look(lang: string, theme: 'light' | 'dark', screen: keyof typeof screens): Promise<void> {
  const name = `${lang}-${theme}-${screen}.png`;
  const { cell, viewport } = screens[screen];
  // A quarter of a pixel for each of the page’s, in both directions, is enough to see a change, and keeps the pictures small.
  const context = await browser.newContext({
    viewport: { width: viewport, height: 900 },
    deviceScaleFactor: 0.25,
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${stack.url}/preview?${new URLSearchParams({ lang, theme, width: `${cell}` })}`);
    await page.locator('html[data-settled="true"]').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const taken = await page.screenshot({ fullPage: true, animations: 'disabled' });
    if (renew) return await writeFile(baseline + name, taken);
    const { pixels, picture } = await compare(page, await readFile(baseline + name), taken);
    if (pixels > allowed) {
      await writeFile(differences + name, picture);
      process.exitCode = 1;
    }
    console.log(
      `${pixels > allowed ? '✗' : '✓'} ${name}: ${pixels} pixels differ${pixels > allowed ? `, see ${differences}${name}` : ''}`,
    );
  } finally {
    await context.close();
  }
}
