/** One shopper whose tab dies at some moment of 3-D Secure, and what the page says when it is opened again. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type Stripe from 'stripe';
import { fillCart } from '../helpers/shop-client.ts';
import type { CheckoutStack } from '../helpers/checkout-stack.ts';
import { cards, ShopVisit } from '../e2e/shop-visit.ts';
import type { Random } from '../simulation/random.ts';

export interface Scene {
  browser: Browser;
  stack: CheckoutStack;
  stripe: Stripe;
}

export interface Kill {
  /** Where the element stood when its tab died. */
  killedIn: string;
  /** What the page said when it was opened again, and what was so at Stripe. */
  said: string;
  truth: string;
  /** From opening it to the first moment at which both agreed; undefined if they did not within `patience`. */
  after: number | undefined;
  end: 'ordered' | 'cancelled' | 'left';
}

/** A reopened page has to tell the truth within this. Milliseconds. */
export const promised = 2000;
/** A press of the button to a challenge that stands takes less. Milliseconds. */
const longestWait = 900;
/** By then whatever was on its way when the tab died has arrived. Milliseconds. */
const secondLook = 1200;

export async function killTab(
  { browser, stack, stripe }: Scene,
  random: Random,
  patience = promised,
): Promise<Kill> {
  const { cookies, claims } = await fillCart(stack.url);
  const context = await browser.newContext({ locale: 'ja-JP' });
  context.setDefaultTimeout(20_000);
  try {
    await context.addCookies(cookies);
    const killedIn = await payAndDie(context, stack.url, random);
    const truthNow = async () => {
      const { data } = await stripe.paymentIntents.list({ limit: 20 });
      return data.find(({ metadata }) => metadata['cart'] === claims['cart'])?.status ?? 'nothing';
    };

    const shopper = new ShopVisit(await context.newPage(), stack.url, 'ja');
    const opened = performance.now();
    const since = () => performance.now() - opened;
    await shopper.openCheckout();
    let [said, truth] = ['', ''];
    const agrees = async () => {
      [said, truth] = [await saidBy(shopper.page), await truthNow()];
      return isTrue(said, truth);
    };
    let after: number | undefined;
    while (after === undefined && since() < patience) if (await agrees()) after = since();
    await shopper.page.waitForTimeout(Math.max(0, secondLook - since()));
    if (!(await agrees())) after = undefined;
    return { killedIn, said, truth, after, end: await finish(shopper, said, random) };
  } finally {
    await context.close();
  }
}

async function payAndDie(context: BrowserContext, url: string, random: Random): Promise<string> {
  const page = await context.newPage();
  const shopper = new ShopVisit(page, url, 'ja');
  await shopper.openCheckout();
  await shopper.untilStatus('ready');
  await shopper.typeCard(cards.challenged);
  const session = await context.newCDPSession(page);
  const dead = new Promise((resolve) => page.once('crash', resolve));
  // A renderer that is gone does not answer any more.
  const crash = () => void session.send('Page.crash').catch(() => {});
  await shopper.payButton.click();
  if (random.chance(0.3)) {
    // The bank's yes is on its way while the tab dies.
    await shopper.answerChallenge('complete');
    await page.waitForTimeout(random.int(longestWait / 3));
  } else await page.waitForTimeout(random.int(longestWait));
  const killedIn = await saidBy(page);
  // Where the page is being left at this moment, it is the one that comes after it that has to die.
  page.on('framenavigated', crash);
  crash();
  await dead;
  return killedIn;
}

/** The element's status, or the page that the shopper was led on to. */
function saidBy(page: Page): Promise<string> {
  return page
    .evaluate(() => document.querySelector('secure-checkout')?.getAttribute('status') ?? location.pathname)
    .catch(() => 'on the way');
}

/** Whether the page says what is so. Words for "we are finding out" are true while money may be held, never free to pay. */
function isTrue(said: string, truth: string): boolean {
  switch (truth) {
    case 'requires_action':
      return said === 'action-required';
    case 'requires_confirmation':
    case 'processing':
      return said === 'pending';
    case 'requires_capture':
    case 'succeeded':
      return said === 'succeeded' || /^\/(orders|complete|cart)/.test(said);
    default:
      return said === 'ready' || said === 'failed';
  }
}

async function finish(shopper: ShopVisit, said: string, random: Random): Promise<Kill['end']> {
  if (said !== 'action-required') return said.startsWith('/') ? 'ordered' : 'left';
  if (random.chance(0.25)) {
    await shopper.element.getByRole('button', { name: 'お支払いをやめる' }).click();
    await shopper.payButton.waitFor();
    return 'cancelled';
  }
  await shopper.element.getByRole('button', { name: '認証を続ける' }).click();
  await shopper.answerChallenge('complete');
  await shopper.orderNumber();
  return 'ordered';
}
