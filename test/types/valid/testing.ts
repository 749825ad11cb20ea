import { createFakeStripe, fillCard, testCards, type PageWithFrames } from 'secure-checkout/testing';
import type { Page } from 'playwright-core';

const fake = createFakeStripe();
document.createElement('secure-checkout').stripe = fake.stripe;
void fillCard(fake);
void fillCard(fake, 'saved');

export async function inBrowser(page: Page): Promise<void> {
  const reaches: PageWithFrames = page;
  await fillCard(reaches);
  await fillCard(page, 'declined');
  await fillCard(page, { number: testCards.amex, cvc: '1234' });
  await fillCard(page, { number: '4242 4242 4242 4242', expiry: '01 / 30' });
}
