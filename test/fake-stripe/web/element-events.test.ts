/** What the Element tells a page besides the card: where the focus is, and everything that can go wrong. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { openStripePage, type StripePage } from './page.ts';

let browser: Browser;
let shop: StripePage;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  shop = await openStripePage(browser);
});
afterEach(() => shop.close());

const heard = (name: string) =>
  shop.page.evaluate(
    (wanted) =>
      (globalThis as unknown as { events: { name: string }[] }).events.filter(
        (event) => event.name === wanted,
      ),
    name,
  );
const hidden = { fields: { billingDetails: 'never' } };
const billing = `{name: null, email: null, phone: null, address: {line1: null, line2: null, city: null, state: null, country: 'JP', postal_code: null}}`;
const makeToken = () =>
  shop.page.evaluate(
    `elements.submit().then(() => stripe.createConfirmationToken({elements, params: {payment_method_data: {billing_details: ${billing}}}}))`,
  );

async function sessionOf(features: object = {}): Promise<string> {
  const { stripe } = shop.fake;
  const customer = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.paymentMethods.update(id, {
    allow_redisplay: 'always',
    billing_details: { address: { country: 'JP' } },
  });
  const session = await stripe.customerSessions.create({
    customer: customer.id,
    components: {
      payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled', ...features } },
    },
  });
  return session.client_secret;
}

describe('the focus', () => {
  it('can be put into the form and taken out of it, and the page hears of both', async () => {
    await shop.mount();
    await shop.page.evaluate('payment.focus()');
    await expect.poll(() => heard('focus')).toEqual([{ name: 'focus', elementType: 'payment' }]);
    expect(await heard('blur')).toEqual([]);
    await shop.page.evaluate('payment.blur()');
    await expect.poll(() => heard('blur')).toEqual([{ name: 'blur', elementType: 'payment' }]);
  });
});

describe('a listener', () => {
  it('hears every event until it is taken off, and only one when it asked for one', async () => {
    await shop.mount();
    await shop.page.evaluate(`
      window.told = [];
      const listen = () => told.push('on');
      payment.on('change', listen).once('change', () => told.push('once'));
      window.deaf = () => payment.off('change', listen);`);
    const told = () => shop.page.evaluate('told');
    await shop.card.locator('[name="cvc"]').fill('1');
    await shop.card.locator('[name="cvc"]').fill('12');
    await expect.poll(told).toEqual(['on', 'once', 'on']);
    await shop.page.evaluate('deaf()');
    const before = (await heard('change')).length;
    await shop.card.locator('[name="cvc"]').fill('123');
    await expect.poll(async () => (await heard('change')).length).toBeGreaterThan(before);
    expect(await told()).toEqual(['on', 'once', 'on']);
  });
});

describe('a form that cannot be loaded', () => {
  it('says so once, and whoever waits for it is told, too', async () => {
    await shop.page.route('**/elements/payment*', (route) => route.abort());
    await shop.mount({}, {}, 'loaderror');
    expect(await heard('loaderror')).toEqual([
      {
        name: 'loaderror',
        elementType: 'payment',
        error: { type: 'api_connection_error', message: expect.any(String) },
      },
    ]);
    expect(await heard('ready')).toEqual([]);
    expect(await shop.page.evaluate('elements.submit()')).toMatchObject({
      error: { type: 'api_connection_error' },
    });
  });

  it('can be mounted again', async () => {
    await shop.page.route('**/elements/payment*', (route) => route.abort(), { times: 1 });
    await shop.mount({}, {}, 'loaderror');
    await shop.page.evaluate(`new Promise((resolve) => {
      payment.once('ready', resolve);
      payment.unmount();
      payment.mount('#card');
    })`);
    await shop.typeCard('4242 4242 4242 4242');
    expect(await shop.page.evaluate('elements.submit()')).toEqual({ selectedPaymentMethod: 'card' });
  });

  it.each([
    ['a customer session that is over', 'customer_session_expired', 'invalid_request_error'],
    ['a customer session of nobody', 'resource_missing', 'invalid_request_error'],
    ['an error of Stripe', undefined, 'api_error'],
    ['no connection', undefined, 'api_connection_error'],
  ])('for %s tells Stripe’s error: %s', async (what, code, type) => {
    let secret = await sessionOf();
    if (code === 'customer_session_expired') shop.fake.clock.setOffset(31 * 60);
    if (code === 'resource_missing') secret = 'cuss_secret_nobody';
    if (type === 'api_error') shop.fake.fault({ kind: 'error', path: '/v1/elements/sessions' });
    if (type === 'api_connection_error')
      await shop.page.route('**/v1/elements/sessions*', (route) => route.abort());
    await shop.mount({ customerSessionClientSecret: secret }, {}, 'loaderror');
    const [event] = (await heard('loaderror')) as unknown as { error: { type: string; code?: string } }[];
    expect([what, event?.error.type, event?.error.code]).toEqual([what, type, code]);
    expect(await heard('ready')).toEqual([]);
  });
});

describe('a token that cannot be made', () => {
  it('for want of a connection is an error of the connection, in the shopper’s language', async () => {
    await shop.mount({}, hidden);
    await shop.typeCard('4242 4242 4242 4242');
    await shop.page.route('**/v1/confirmation_tokens', (route) => route.abort());
    expect(await makeToken()).toEqual({
      error: {
        type: 'api_connection_error',
        message: '通信できませんでした。もう一度お試しください。',
      },
    });
  });

  it('for a card that is no test card is a decline', async () => {
    await shop.mount({}, hidden);
    await shop.typeCard('4539 5787 6362 1486');
    expect(await makeToken()).toMatchObject({
      error: { type: 'card_error', code: 'card_declined', decline_code: 'test_mode_live_card' },
    });
  });

  it.each([
    ['error', 'api_error'],
    ['rate_limit', 'invalid_request_error'],
  ] as const)('for a fault %s is an %s, and the next try succeeds', async (kind, type) => {
    await shop.mount({}, hidden);
    await shop.typeCard('4242 4242 4242 4242');
    shop.fake.fault({ kind, path: '/v1/confirmation_tokens' });
    expect(await makeToken()).toMatchObject({ error: { type } });
    expect(await makeToken()).toMatchObject({ confirmationToken: { object: 'confirmation_token' } });
  });
});

describe('a saved card', () => {
  it('is told to the page by its id, its type and its billing details', async () => {
    await shop.mount({ customerSessionClientSecret: await sessionOf() }, hidden);
    expect((await heard('change')).at(-1)).toMatchObject({
      value: {
        type: 'card',
        payment_method: {
          id: expect.stringMatching(/^pm_/),
          type: 'card',
          billing_details: { address: { country: 'JP' } },
        },
      },
    });
  });

  it('that cannot be removed stays, and the page is told why', async () => {
    const secret = await sessionOf({ payment_method_remove: 'enabled' });
    await shop.mount({ customerSessionClientSecret: secret }, hidden);
    shop.fake.fault({ kind: 'error', path: '/v1/elements/payment_methods/*/detach' });
    await shop.card.getByRole('button', { name: '削除' }).click();
    await expect
      .poll(() => heard('savedpaymentmethodremove'))
      .toMatchObject([
        {
          elementType: 'payment',
          success: false,
          error: 'An unknown error occurred.',
          payment_method: { type: 'card' },
        },
      ]);
    expect(await shop.card.getByRole('radio').count()).toBe(2);
  });
});

describe('the next action', () => {
  const handle = (secret: string) =>
    shop.page.evaluate(`stripe.handleNextAction({clientSecret: '${secret}'})`);

  it('of a payment that nobody has is Stripe’s refusal', async () => {
    expect(await handle('pi_1_secret_1')).toMatchObject({
      error: { type: 'invalid_request_error', code: 'resource_missing' },
    });
  });

  it('without a connection is an error of the connection', async () => {
    await shop.page.route('**/v1/payment_intents/*', (route) => route.abort());
    expect(await handle('pi_1_secret_1')).toMatchObject({ error: { type: 'api_connection_error' } });
  });
});
