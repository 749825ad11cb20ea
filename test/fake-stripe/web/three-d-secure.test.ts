/** 3-D Secure where it is not a frame on the platform's own page: for a connected account, and over a redirect. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECTED_ACCOUNT, SECRET_KEY } from '../../../server-stub/fake-stripe/keys.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { held } from '../harness.ts';
import { openStripePage } from './page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it('pays on a connected account from the token to the end of the challenge', async () => {
  const shop = await openStripePage(browser, 'ja', CONNECTED_ACCOUNT);
  const stripe = shop.fake.connect(SECRET_KEY, { stripeAccount: CONNECTED_ACCOUNT });
  await shop.mount();
  await shop.typeCard('4000 0027 6000 3184');
  const { confirmationToken } = (await shop.page.evaluate(
    'elements.submit().then(() => stripe.createConfirmationToken({elements, params: {}}))',
  )) as { confirmationToken: { id: string } };
  const { id, client_secret } = await stripe.paymentIntents.create(held({ amount: 5400 }));
  await stripe.paymentIntents.confirm(id, { confirmation_token: confirmationToken.id });
  const asked = shop.page.evaluate(`stripe.handleNextAction({clientSecret: '${client_secret}'})`);
  await shop.page.frameLocator('iframe[src*="/3ds/"]').locator('#test-source-authorize-3ds').click();
  expect(await asked).toMatchObject({ paymentIntent: { id, status: 'requires_capture' } });
  await shop.close();
});

it.each([
  ['authorize', 'succeeded', 'requires_capture'],
  ['fail', 'failed', 'requires_payment_method'],
])('sends a shopper who came by a redirect back to the shop: %s', async (button, redirect_status, status) => {
  const shop = await openStripePage(browser);
  const { stripe } = shop.fake;
  const { id, client_secret } = await stripe.paymentIntents.create(held());
  const { next_action } = await stripe.paymentIntents.confirm(id, {
    payment_method: 'pm_card_threeDSecure2Required',
    return_url: `${shop.page.url()}?order=1`,
  });
  await shop.page.goto(next_action?.redirect_to_url?.url ?? '');
  await shop.page.locator(`#test-source-${button}-3ds`).click();
  await shop.page.waitForURL((url) => url.searchParams.has('redirect_status'));
  expect(Object.fromEntries(new URL(shop.page.url()).searchParams)).toEqual({
    order: '1',
    payment_intent: id,
    payment_intent_client_secret: client_secret,
    redirect_status,
  });
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  await shop.close();
});
