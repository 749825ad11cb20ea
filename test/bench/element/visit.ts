/** One page in a browser of its own context, and what it cost. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Subject } from './pages.ts';

export interface Sample {
  /** Milliseconds from the start of the script's evaluation, Stripe.js and script being there. */
  evaluation: number;
  paint: number;
  ready: number;
  /** Of tasks longer than 50 ms, what is beyond that. */
  blocking: number;
  /** Cumulative layout shift. */
  shift: number;
  /** The slowest answer to a press, in milliseconds; 16 where it was faster than that. */
  interaction: number;
  /** kB after a garbage collection. */
  heap: number;
  frames: number;
}

export interface VisitOptions {
  origin: string;
  subject: Subject;
  hidden?: number;
}

interface Bench {
  shift: number;
  blocked: number;
  slowest: number;
}

const throttle = 4;
/** Long enough for what was loading to have come and to be drawn. Milliseconds. */
const idle = 400;

async function withPage<T>(browser: Browser, look: (page: Page, cdp: CDPSession) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    return await look(page, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/** Over the wire itself: what the tool would put into the page to wait there takes a tenth of a second to parse. */
const settled = (cdp: CDPSession, expression: string) =>
  cdp.send('Runtime.evaluate', { expression, awaitPromise: true });

/** With everything in memory, at a quarter of the processor's speed. */
export function visit(browser: Browser, { origin, subject, hidden = 0 }: VisitOptions): Promise<Sample> {
  return withPage(browser, async (page, cdp) => {
    await page.goto(`${origin}/page?${new URLSearchParams({ subject, there: '1', hidden: `${hidden}` })}`);
    await page.waitForTimeout(idle);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await settled(cdp, 'go().then(() => undefined)');
    await page.waitForTimeout(idle);
    const { at, blocked, shift, frames } = await page.evaluate(() => ({
      at: Object.fromEntries(performance.getEntries().map(({ name, startTime }) => [name, startTime])),
      blocked: (window as unknown as Bench).blocked,
      shift: (window as unknown as Bench).shift,
      frames: document.querySelectorAll('iframe').length,
    }));
    // Before that the bench's own marks are fetched, which is no part of any of the pages.
    const since = (name: string) => (at[name] ?? Number.NaN) - (at['begun'] ?? Number.NaN);
    const times = {
      evaluation: since('evaluated'),
      paint: since('first-contentful-paint'),
      ready: since('form-ready'),
      blocking: blocked,
      shift,
      frames,
    };
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    for (let round = 0; round < 2; round++) await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const interaction = subject === 'bare' ? 0 : await press(page, cdp);
    return { ...times, interaction: Math.max(16, interaction), heap: usedSize / 1000 };
  });
}

/** The whole page as it comes over 150 ms and 1.6 Mbit/s: milliseconds until the form is ready. */
export function visitSlowly(browser: Browser, { origin, subject }: VisitOptions): Promise<number> {
  return withPage(browser, async (page, cdp) => {
    await cdp.send('Network.enable');
    const bytes = 1_600_000 / 8;
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: bytes,
      uploadThroughput: bytes,
    });
    await page.goto(`${origin}/page?${new URLSearchParams({ subject })}`);
    await settled(cdp, 'formReady.then(() => undefined)');
    return page.evaluate(() => performance.getEntriesByName('form-ready')[0]?.startTime ?? Number.NaN);
  });
}

/** Ticks the box and presses the button; by hand, for the tool's own checks would weigh on the page. */
async function press(page: Page, cdp: CDPSession): Promise<number> {
  const targets = [
    page.getByRole('checkbox').first(),
    page.getByRole('button', { name: '注文を確定する' }).first(),
  ];
  for (const target of targets) await target.scrollIntoViewIfNeeded();
  for (const target of targets) {
    const box = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      button: 'left' as const,
      clickCount: 1,
    };
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    for (const type of ['mousePressed', 'mouseReleased'] as const)
      await cdp.send('Input.dispatchMouseEvent', { type, ...at });
    await page.waitForTimeout(idle);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
  return page.evaluate(() => (window as unknown as Bench).slowest);
}
