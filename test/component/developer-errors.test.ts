/** What a developer got wrong is said on the console once, with its code; the page stands all the same. */
import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import '../../src/define.ts';
import { explain } from '../../src/checkout/developer-errors.ts';
import { placeCardBox } from '../../src/stripe/card-slot.ts';
import { createFakeStripe } from '../../src/testing/index.ts';

let said: string[];
const error = console.error;

beforeEach(() => {
  said = [];
  console.error = (...words: unknown[]) => void said.push(String(words[0]));
});
afterEach(() => {
  console.error = error;
});

async function until(code: string): Promise<void> {
  while (!said.some((words) => words.includes(code))) await aTimeout(5);
}
const count = (code: string) => said.filter((words) => words.includes(code)).length;

it('SC001: a token without an endpoint', async () => {
  await fixture(html`<secure-checkout token="t"></secure-checkout>`);
  await until('SC001');
  await fixture(html`<secure-checkout token="t"></secure-checkout>`);
  await aTimeout(0);
  expect(count('SC001')).to.equal(1);
});

for (const key of ['sk_live_1', 'rk_test_1'])
  it(`SC002: ${key.slice(0, 3)} on a page is refused, and never reaches Stripe.js`, async () => {
    const fake = createFakeStripe();
    const element = await fixture(
      html`<secure-checkout publishable-key=${key} .stripe=${fake.stripe}></secure-checkout>`,
    );
    if (key.startsWith('sk')) await until('SC002');
    await aTimeout(20);
    expect(fake.opened).to.have.length(0);
    expect(element.shadowRoot?.querySelector('[part=test-badge]')).to.equal(null);
    expect(element.getAttribute('status')).to.equal('ready');
  });

it('SC005: without a way into the document there is no place for Stripe’s form, and nothing is left behind', () => {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const element = document.createElement('secure-checkout');
  root.append(element);
  expect(placeCardBox(element)).to.equal(undefined);
  expect(host.childNodes).to.have.length(0);
  expect(element.childNodes).to.have.length(0);
  expect(explain('SC005')).to.include('Append the outermost host to the document first');
});

it('SC006: JSON that cannot be read; the attributes hold', async () => {
  const element = await fixture(
    html`<secure-checkout payment-name="kept"
      ><script type="application/json" slot="config">
        { "paymentName": }
      </script></secure-checkout
    >`,
  );
  await until('SC006');
  expect(element.shadowRoot?.querySelector('[part=name]')?.textContent).to.equal('kept');
});
