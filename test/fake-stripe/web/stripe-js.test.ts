import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { openStripePage, stripeJsAddress, type StripePage } from './page.ts';

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

const events = (name: string) =>
  shop.page.evaluate((wanted) => {
    const all = (globalThis as unknown as { events: { name: string }[] }).events;
    return all.filter((event) => event.name === wanted);
  }, name);
const token = (params: string) => `elements.submit().then(() => stripe.createConfirmationToken(${params}))`;
const billing = `{name: '花子', email: null, phone: null, address: {line1: null, line2: null, city: null, state: null, country: 'JP', postal_code: null}}`;

describe("Stripe's own loader", () => {
  it('asks for its script once and finds the release it was made for', async () => {
    expect(shop.asked).toEqual([stripeJsAddress]);
    expect(await shop.page.evaluate('Stripe.version')).toBe('endive');
  });
});

describe('where Stripe.js throws', () => {
  it.each([
    ['a secret key', `Stripe('sk_test_1')`, 'You should not use your secret key'],
    ['no key', `Stripe('')`, 'You used an empty string'],
    ['a payment without an amount', `stripe.elements({mode: 'payment', currency: 'jpy'})`, 'amount'],
    [
      'an amount that is no integer',
      `stripe.elements({mode: 'payment', amount: 1.5, currency: 'jpy'})`,
      'amount',
    ],
    [
      'a currency in upper case',
      `stripe.elements({mode: 'payment', amount: 100, currency: 'JPY'})`,
      'currency',
    ],
    ['a mode it does not have', `stripe.elements({mode: 'pay', amount: 100, currency: 'jpy'})`, 'mode'],
    [
      'paymentMethodTypes',
      `stripe.elements({mode: 'payment', amount: 100, currency: 'jpy', paymentMethodTypes: ['card']})`,
      'allowedPaymentMethodTypes',
    ],
    [
      'a theme it does not have',
      `stripe.elements({mode: 'payment', amount: 100, currency: 'jpy', appearance: {theme: 'pink'}})`,
      'appearance.theme',
    ],
    ['a second Payment Element', `elements.create('payment')`, 'Can only create one Element'],
    [
      'terms that are no choice',
      `stripe.elements({mode: 'payment', amount: 100, currency: 'jpy'}).create('payment', {terms: {card: 'no'}})`,
      'terms.card',
    ],
    ['a selector that finds nothing', `elementsOf().mount('#nowhere')`, 'applies to no DOM elements'],
    [
      'a node that is not in the page',
      `elementsOf().mount(document.createElement('div'))`,
      'in the document',
    ],
    ['a shadow root', `elementsOf().mount(inShadow())`, 'cannot be mounted in a ShadowRoot'],
    ['a second place', `payment.mount(document.body)`, 'already mounted'],
    ['an element that is gone', `(payment.destroy(), payment.mount('#card'))`, 'already been destroyed'],
    [
      'a token before submit()',
      `stripe.createConfirmationToken({elements})`,
      'elements.submit() must be called',
    ],
    [
      'submit() without a form',
      `stripe.elements({mode: 'payment', amount: 100, currency: 'jpy'}).submit()`,
      'mounted',
    ],
    ['a secret of nobody', `stripe.handleNextAction({clientSecret: 'pi_1'})`, 'intent secret'],
    ['a change of a wrong amount', `elements.update({amount: -1})`, 'amount'],
  ])('refuses %s', async (_, code, message) => {
    await shop.mount();
    await shop.page.evaluate(`
      window.elementsOf = () => stripe.elements({mode: 'payment', amount: 100, currency: 'jpy'}).create('payment');
      window.inShadow = () => {
        const host = document.body.appendChild(document.createElement('div'));
        return host.attachShadow({mode: 'open'}).appendChild(document.createElement('div'));
      };`);
    const failure = await shop.failure(code);
    expect(failure).toMatch(/^IntegrationError: /);
    expect(failure).toContain(message);
  });

  it('warns of an option that it does not know, and goes on', async () => {
    await shop.mount({ colour: 'pink' });
    expect(shop.warnings).toEqual([expect.stringContaining('colour is not a recognized parameter')]);
  });

  it('wants every billing field that the form was told not to ask for', async () => {
    await shop.mount({}, { fields: { billingDetails: 'never' } });
    await shop.typeCard('4242 4242 4242 4242');
    const without = `{elements, params: {payment_method_data: {billing_details: {name: '花子'}}}}`;
    expect(await shop.failure(token(without))).toContain('fields.billing_details.email');
  });
});

describe('the card form', () => {
  it('stands in a frame of another origin, and tells the page what happens in it', async () => {
    await shop.mount({ loader: 'auto' });
    expect(await events('loaderstart')).toHaveLength(1);
    expect(await shop.page.locator('iframe').getAttribute('src')).toContain(shop.fake.base);
    await shop.typeCard('4242 4242 4242 4242');
    await shop.card.locator('[name="cvc"]').press('Escape');
    await expect.poll(() => events('escape')).toHaveLength(1);
    const changes = (await events('change')) as { complete?: boolean; empty?: boolean; value?: object }[];
    expect(changes[0]).toMatchObject({ complete: false, empty: true });
    expect(changes.at(-1)).toMatchObject({ complete: true, empty: false, value: { type: 'card' } });
    expect(await events('focus')).not.toEqual([]);
  });

  it('has no loader to start where it was told so', async () => {
    await shop.mount({ loader: 'never' });
    expect(await events('loaderstart')).toEqual([]);
  });

  it('lets a browser fill it in', async () => {
    await shop.mount();
    for (const [name, purpose] of [
      ['number', 'cc-number'],
      ['expiry', 'cc-exp'],
      ['cvc', 'cc-csc'],
    ]) {
      expect(await shop.card.locator(`[name="${name}"]`).getAttribute('autocomplete')).toBe(purpose);
      expect(await shop.card.locator(`[name="${name}"]`).getAttribute('inputmode')).toBe('numeric');
    }
  });

  it('knows a brand, and a number that fails its check digit', async () => {
    await shop.mount();
    await shop.typeCard('3566 0020 2036 0505');
    expect(await shop.card.locator('[name="number"]').getAttribute('data-brand')).toBe('jcb');
    await shop.card.locator('[name="number"]').fill('4242 4242 4242 4241');
    expect(await shop.page.evaluate('elements.submit()')).toMatchObject({
      error: { type: 'validation_error', code: 'invalid_number' },
    });
    expect(await shop.card.locator('#number-error').textContent()).toBe('カード番号が正しくありません。');
    expect(await shop.card.locator('[name="number"]').getAttribute('aria-invalid')).toBe('true');
  });

  it('speaks the language it is told, also later', async () => {
    await shop.mount();
    expect(await shop.card.locator('label[for=number]').textContent()).toBe('カード番号');
    await shop.page.evaluate(`elements.update({locale: 'en'})`);
    await expect.poll(() => shop.card.locator('label[for=number]').textContent()).toBe('Card number');
  });

  it('takes its colours, its type and its spaces from the Appearance, also later', async () => {
    const variables = { colorText: 'rgb(1, 2, 3)', colorBackground: 'rgb(4, 5, 6)', borderRadius: '11px' };
    await shop.mount({ appearance: { theme: 'flat', variables: { ...variables, fontSizeBase: '20px' } } });
    const style = (name: string) =>
      shop.card
        .locator('[name="number"]')
        .evaluate((input, wanted) => getComputedStyle(input).getPropertyValue(wanted), name);
    expect(await style('color')).toBe(variables.colorText);
    expect(await style('background-color')).toBe(variables.colorBackground);
    expect(await style('border-radius')).toBe('11px');
    expect(await style('font-size')).toBe('20px');
    await shop.page.evaluate(`elements.update({appearance: {variables: {colorText: 'rgb(7, 8, 9)'}}})`);
    await expect.poll(() => style('color')).toBe('rgb(7, 8, 9)');
    expect(await style('border-radius')).toBe('6px');
  });

  it('empties itself when asked to, and lets nothing be typed while it is read only', async () => {
    await shop.mount();
    await shop.typeCard('4242 4242 4242 4242');
    await shop.page.evaluate('payment.clear()');
    await expect.poll(() => shop.card.locator('[name="number"]').inputValue()).toBe('');
    await shop.page.evaluate('payment.update({readOnly: true})');
    await expect.poll(() => shop.card.locator('[name="number"]').getAttribute('readonly')).not.toBe(null);
  });

  it('tells whoever waits for it that it was taken off the page', async () => {
    await shop.mount();
    const answer = await shop.page.evaluate(
      `(() => { const p = elements.submit(); payment.unmount(); return p; })()`,
    );
    expect(answer).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});

describe('saved cards', () => {
  it('are offered to a member, chosen first, and can be taken off', async () => {
    const { stripe } = shop.fake;
    const customer = await stripe.customers.create({ email: 'hanako@example.com' });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.paymentMethods.update(method.id, { allow_redisplay: 'always' });
    const session = await stripe.customerSessions.create({
      customer: customer.id,
      components: {
        payment_element: {
          enabled: true,
          features: { payment_method_redisplay: 'enabled', payment_method_remove: 'enabled' },
        },
      },
    });
    await shop.mount(
      { customerSessionClientSecret: session.client_secret },
      { fields: { billingDetails: 'never' } },
    );
    expect((await events('change')).at(-1)).toMatchObject({
      complete: true,
      value: { payment_method: { id: method.id } },
    });
    // What is stored with the card is the card's: nothing has to be passed for it.
    expect(await shop.page.evaluate(token('{elements, params: {}}'))).toMatchObject({
      confirmationToken: { payment_method_preview: { card: { last4: '4242' } } },
    });
    await shop.card.getByRole('button', { name: 'VISA 末尾 4242 を削除' }).click();
    await expect
      .poll(() => events('savedpaymentmethodremove'))
      .toMatchObject([{ success: true, payment_method: { id: method.id } }]);
    expect(await shop.card.locator('[name="number"]').isVisible()).toBe(true);
    expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  });
});

describe('3-D Secure', () => {
  async function challenge(): Promise<string> {
    await shop.mount({}, { fields: { billingDetails: 'never' } });
    await shop.typeCard('4000 0027 6000 3184');
    const made = (await shop.page.evaluate(
      token(
        `{elements, params: {payment_method_data: {billing_details: ${billing}}, return_url: 'https://shop.example/'}}`,
      ),
    )) as { confirmationToken: { id: string } };
    const intent = await shop.fake.stripe.paymentIntents.create({
      amount: 5400,
      currency: 'jpy',
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
    });
    await shop.fake.stripe.paymentIntents.confirm(intent.id, {
      confirmation_token: made.confirmationToken.id,
    });
    return intent.client_secret ?? '';
  }

  it.each([
    ['completed', 'requires_capture'],
    ['failed', 'requires_payment_method'],
    ['closed', 'requires_payment_method'],
  ] as const)('that is %s leaves the intent %s', async (end, status) => {
    const secret = await challenge();
    const asked = shop.page.evaluate(`stripe.handleNextAction({clientSecret: '${secret}'})`);
    const frame = shop.page.frameLocator('iframe[src*="/3ds/"]');
    await frame.locator('#test-source-authorize-3ds').waitFor();
    if (end === 'closed') await shop.page.getByTestId('three-ds-close').click();
    else
      await frame
        .locator(end === 'completed' ? '#test-source-authorize-3ds' : '#test-source-fail-3ds')
        .click();
    const answer = await asked;
    if (status === 'requires_capture') expect(answer).toMatchObject({ paymentIntent: { status } });
    else {
      expect(answer).toMatchObject({
        error: { code: 'payment_intent_authentication_failure', payment_intent: { status } },
      });
    }
  });
});
