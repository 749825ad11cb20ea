/** Types a card as a shopper would: into Stripe's frame in a real browser, or into the fake that stands for it. */
import type { FakeStripe } from './fake-stripe.ts';
import { testCards, type TestCard } from './test-cards.ts';

/** A Playwright `Page`, or whatever reaches into frames as it does. */
export interface PageWithFrames {
  frameLocator(selector: string): {
    locator(selector: string): { fill(text: string): Promise<void> };
  };
}

export interface CardDetails {
  /** One of the test cards by name, or a number. */
  number?: TestCard | (string & {});
  /** As it is typed: `12 / 34`. */
  expiry?: string;
  cvc?: string;
}

/** Stripe's own frame for the card's fields, wherever Stripe.js came from. */
const cardFrame = 'iframe[src*="elements-inner-payment"], iframe[src*="/elements/payment"]';

/** With a fake: a card typed now, or one that was saved; nothing is read of it. */
export async function fillCard(fake: FakeStripe, card?: 'new' | 'saved'): Promise<void>;
/** With a page: resolves when number, expiry and security code stand in the form. */
export async function fillCard(page: PageWithFrames, card?: TestCard | CardDetails): Promise<void>;
export async function fillCard(
  target: FakeStripe | PageWithFrames,
  card?: 'new' | 'saved' | TestCard | CardDetails,
): Promise<void> {
  if ('stripe' in target) {
    target.fillCard(card === 'saved' ? card : 'new');
    return;
  }
  const { number = 'approved', expiry = '12 / 34', cvc } = typeof card === 'object' ? card : { number: card };
  const digits: string = testCards[number as TestCard] ?? number;
  const frame = target.frameLocator(cardFrame);
  await frame.locator('[name="number"]').fill(digits);
  await frame.locator('[name="expiry"]').fill(expiry);
  await frame.locator('[name="cvc"]').fill(cvc ?? (/^3[47]/.test(digits) ? '1234' : '123'));
}
