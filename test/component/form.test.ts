/** One shop form with several buttons: which press pays, and when the form goes. */
import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { SecureCheckout } from '../../src/define.ts';
import { createFakeStripe } from '../../src/testing/index.ts';
import { answer, answerView, declined, endpoint, json, useWorker, succeeded } from './support.ts';

useWorker();

interface ShopForm {
  form: HTMLFormElement;
  element: SecureCheckout;
  /** What the form was sent with each time it went: the button and the order. */
  gone: [string | undefined, FormDataEntryValue | null][];
  press(name: string): void;
}

async function shopForm(buttons: unknown): Promise<ShopForm> {
  answerView();
  const form = await fixture<HTMLFormElement>(html`
    <form>
      <input name="note" />
      <secure-checkout
        name="order"
        confirm-on-submit
        .endpoint=${endpoint}
        .token=${'t'}
        .stripe=${createFakeStripe().stripe}
      ></secure-checkout>
      ${buttons}
    </form>
  `);
  const gone: ShopForm['gone'] = [];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { name } = (event.submitter ?? {}) as { name?: string };
    gone.push([name, new FormData(form).get('order')]);
  });
  const element = form.querySelector('secure-checkout') as SecureCheckout;
  // Unprevented, a payment would leave the test's page; in a form it is the form that leaves.
  element.addEventListener('checkout-complete', (event) => event.preventDefault());
  await oneEvent(element, 'checkout-ready');
  const press = (name: string) => form.querySelector<HTMLButtonElement>(`[name="${name}"]`)?.click();
  return { form, element, gone, press };
}

const one = html`<button name="pay">pay</button>`;
const several = html`<button name="coupon">coupon</button> <button name="pay" data-checkout-pay>pay</button>`;

it('pays by the form’s only submit button without a mark, and sends the order under the element’s name', async () => {
  const { element, gone, press } = await shopForm(one);
  const bodies = answer('post', 'attempts', json(succeeded));
  const complete = oneEvent(element, 'checkout-complete');
  press('pay');
  expect(gone).to.deep.equal([]);
  await complete;
  await aTimeout(0);
  expect(gone).to.deep.equal([['pay', 'O-1001']]);
  expect(bodies).to.have.length(1);
});

it('a declined payment keeps the form; the next press pays and lets it go', async () => {
  const { element, gone, press } = await shopForm(several);
  answer('post', 'attempts', json(declined), json(succeeded));
  const refusal = oneEvent(element, 'checkout-error');
  press('pay');
  await refusal;
  await aTimeout(0);
  expect(element.status).to.equal('failed');
  expect(gone).to.deep.equal([]);
  const complete = oneEvent(element, 'checkout-complete');
  press('pay');
  await complete;
  await aTimeout(0);
  expect(gone).to.deep.equal([['pay', 'O-1001']]);
});

for (const [what, arrange] of [
  ['disabled, for another method', (element: SecureCheckout) => (element.disabled = true)],
  ['in a hidden panel', (element: SecureCheckout) => (element.style.display = 'none')],
  ['without confirm-on-submit', (element: SecureCheckout) => (element.confirmOnSubmit = false)],
] as const)
  it(`${what}: the form goes at once and nothing is paid`, async () => {
    const { element, gone, press } = await shopForm(several);
    const bodies = answer('post', 'attempts', json(succeeded));
    arrange(element);
    await element.updateComplete;
    press('pay');
    expect(gone).to.deep.equal([['pay', null]]);
    expect(bodies).to.have.length(0);
  });

it('a form sent by no button, as by Enter in a script, does not pay where one is marked', async () => {
  const { form, gone } = await shopForm(several);
  const bodies = answer('post', 'attempts', json(succeeded));
  form.requestSubmit();
  expect(gone).to.deep.equal([[undefined, null]]);
  expect(bodies).to.have.length(0);
});

it('resetting the form empties what was ticked and leaves the element ready', async () => {
  const { form, element } = await shopForm(one);
  answer('post', 'attempts', json(declined));
  await element.submit();
  expect(element.status).to.equal('failed');
  form.reset();
  expect(element.status).to.equal('ready');
});

it('a moved element belongs to its new form and no longer to the old one', async () => {
  const { form, element, gone, press } = await shopForm(one);
  const bodies = answer('post', 'attempts', json(succeeded));
  const other = await fixture<HTMLFormElement>(html`<form></form>`);
  other.append(element);
  expect(new FormData(form).has('order')).to.equal(false);
  press('pay');
  expect(gone).to.deep.equal([['pay', null]]);
  expect(bodies).to.have.length(0);
});
