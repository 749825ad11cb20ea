import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from '../helpers/browser.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { createRandom } from '../simulation/random.ts';
import { killTab, type Scene } from '../tab-kills/kill.ts';
import { takeOver, watchChanges } from '../tab-kills/takeover.ts';
import { checkBothSides, stripeOf } from './both-sides.ts';
import { cards, visitShop, type ShopVisit } from './shop-visit.ts';

let stack: CheckoutStack;
let browser: Browser;
let scene: Scene;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack({ database: 'PostgreSQL' }), launchBrowser()]);
  scene = { stack, browser, stripe: stripeOf(stack) };
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

async function newVisit() {
  const visit = await visitShop(browser, stack.url);
  onTestFinished(() => visit.context.close());
  return visit;
}

/** Up to the challenge, which stands open. */
async function payUpToChallenge(shopper: ShopVisit): Promise<void> {
  await shopper.goToCheckout();
  await shopper.payWith(cards.challenged);
  await shopper.challenge.locator('#test-source-authorize-3ds').waitFor();
}

const resume = (shopper: ShopVisit) => shopper.element.getByRole('button', { name: '認証を続ける' });

async function crash(context: BrowserContext, { page }: ShopVisit): Promise<void> {
  const session = await context.newCDPSession(page);
  const dead = new Promise((resolve) => page.once('crash', resolve));
  session.send('Page.crash').catch(() => {});
  await dead;
}

it('a reload during 3-D Secure comes back to the waiting payment, which is resumed and paid', async () => {
  const { shopper } = await newVisit();
  await payUpToChallenge(shopper);
  await shopper.page.reload();
  await shopper.untilStatus('action-required');
  await shopper.page.getByText('カード会社の本人認証を待っています。').waitFor();
  await resume(shopper).click();
  await shopper.answerChallenge('complete');
  expect(await shopper.orderNumber()).not.toBe('');
  await checkBothSides(stack, { settled: true });
});

it('a tab that crashed during 3-D Secure is told so in the next one, where the payment is cancelled', async () => {
  const { context, shopper, openTab } = await newVisit();
  await payUpToChallenge(shopper);
  await crash(context, shopper);
  const again = await openTab();
  await again.openCheckout();
  await again.untilStatus('action-required');
  await again.element.getByRole('button', { name: 'お支払いをやめる' }).click();
  await again.payButton.waitFor();
  await checkBothSides(stack, { settled: true });
});

it('tabs killed at six random moments of 3-D Secure tell the truth when they are opened again', async () => {
  const seeds = Array.from({ length: 6 }, (_, index) => index + 1).values();
  const lane = async () => {
    for (const seed of seeds) {
      // How soon is measured elsewhere; a busy machine may take its time.
      const kill = await killTab(scene, createRandom(seed), 30_000);
      expect(kill.after, JSON.stringify({ seed, ...kill })).toBeDefined();
    }
  };
  await Promise.all([lane(), lane()]);
  await checkBothSides(stack, { settled: false });
});

it('a frozen tab is taken over, and says so when it thaws', async () => {
  const { context, shopper: frozen, openTab } = await newVisit();
  await watchChanges(context);
  await payUpToChallenge(frozen);
  const session = await context.newCDPSession(frozen.page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  const other = await openTab();
  await other.openCheckout();
  await other.untilStatus('conflict');
  await other.element.getByRole('button', { name: 'この画面で支払う' }).click();
  await other.untilStatus('ready');
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await frozen.untilStatus('conflict');
  await frozen.page.getByText('別の画面でお支払いを続けたため').waitFor();
  await other.payWith(cards.accepted);
  expect(await other.orderNumber()).not.toBe('');
  await checkBothSides(stack, { settled: true });
});

it('the tab that was taken over explains itself, whatever its challenge still says', async () => {
  const { context } = await newVisit();
  const { first, second } = await takeOver(scene, context);
  await first.page.getByText('別の画面でお支払いを続けたため').waitFor();
  // Until the first payment was cancelled the second tab could not pay.
  expect((await second.page.evaluate(() => window.changes)).map(({ status }) => status)).toEqual([
    'conflict',
    'pending',
    'ready',
  ]);
  await first.answerChallenge('complete');
  await second.payWith(cards.accepted);
  expect(await second.orderNumber()).not.toBe('');
  await checkBothSides(stack, { settled: true });
});
