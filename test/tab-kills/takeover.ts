/** Two tabs of one shopper: the second goes on with the payment, and the first says why it cannot. */
import type { BrowserContext } from 'playwright-core';
import { fillCart } from '../helpers/shop-client.ts';
import { cards, ShopVisit } from '../e2e/shop-visit.ts';
import type { Scene } from './kill.ts';

export interface Takeover {
  first: ShopVisit;
  second: ShopVisit;
  /** Milliseconds from the press: until the second tab could pay, and until the first said what had happened. */
  done: number;
  explained: number;
}

declare global {
  interface Window {
    /** What the page's element went through, with its time. */
    changes: { status: string; at: number }[];
  }
}

/** Keeps what the elements of all its pages say, with the moment at which each said it. */
export function watchChanges(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    window.changes = [];
    addEventListener('checkout-status-change', ({ target }) => {
      window.changes.push({ status: (target as HTMLElement & { status: string }).status, at: Date.now() });
    });
  });
}

export async function takeOver({ stack }: Scene, context: BrowserContext): Promise<Takeover> {
  const { cookies } = await fillCart(stack.url);
  await context.addCookies(cookies);
  await watchChanges(context);
  const openTab = async () => new ShopVisit(await context.newPage(), stack.url, 'ja');
  const first = await openTab();
  await first.openCheckout();
  await first.untilStatus('ready');
  await first.payWith(cards.challenged);
  await first.challenge.locator('#test-source-authorize-3ds').waitFor();
  const second = await openTab();
  await second.openCheckout();
  await second.untilStatus('conflict');
  const pressed = Date.now();
  await second.element.getByRole('button', { name: 'この画面で支払う' }).click();
  await Promise.all([second.untilStatus('ready'), first.untilStatus('conflict')]);
  const since = async ({ page }: ShopVisit, status: string) => {
    const changes = await page.evaluate(() => window.changes);
    return (changes.findLast((change) => change.status === status)?.at ?? Number.NaN) - pressed;
  };
  return { first, second, done: await since(second, 'ready'), explained: await since(first, 'conflict') };
}
