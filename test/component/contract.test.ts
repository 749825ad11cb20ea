import { aTimeout, expect, fixture, html, oneEvent } from '@open-wc/testing';
import { HttpResponse } from 'msw';
import { onceVisible } from '../../src/element/page.ts';
import { createFakeStripe } from '../../src/testing/index.ts';
import {
  answer,
  answerView,
  endpoint,
  json,
  open,
  openReady,
  problem,
  reach,
  useWorker,
  succeeded,
  view,
} from './support.ts';

useWorker();

const box = (root: ParentNode | null, id: string) => root?.querySelector(`#${id}`) as HTMLInputElement;
const unknown = { country: 'JP' };

describe('wording 6 as a checkbox', () => {
  const asking = () => view({ threeDSecureData: 'checkbox' });

  it('is unticked, has to be ticked to pay, and is sent with its version', async () => {
    const page = await openReady(asking());
    const bodies = answer('post', 'attempts', json(succeeded));
    const consent = box(page.element.shadowRoot, 'data-consent');
    expect(consent.checked).to.equal(false);
    await page.element.submit();
    expect(page.element.status).to.equal('failed');
    expect(bodies).to.have.length(0);
    consent.click();
    await page.element.submit();
    const { version } = asking().wordings.threeDSecureData;
    expect(bodies[0]).to.deep.include({ threeDSecureConsent: { checked: true, version } });
  });
});

describe('the e-mail field', () => {
  it('is there only where neither e-mail nor phone is known', async () => {
    const known = await openReady();
    expect(box(known.element.shadowRoot, 'email')).to.equal(null);
    const page = await openReady(view({ billing: unknown }));
    expect(box(page.element.shadowRoot, 'email')).not.to.equal(null);
    await expect(page.element).to.be.accessible();
  });

  it('goes to the bank folded, and an error line leads to it', async () => {
    const page = await openReady(view({ billing: unknown }));
    answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    await page.element.updateComplete;
    page.element.shadowRoot?.querySelector<HTMLElement>('a[href="#email"]')?.click();
    const field = box(page.element.shadowRoot, 'email');
    expect(page.element.shadowRoot?.activeElement).to.equal(field);
    field.value = ' ｈａｎａ＠example.com';
    field.dispatchEvent(new Event('input'));
    await page.element.submit();
    expect(page.fake.tokens[0]).to.have.nested.property(
      'payment_method_data.billing_details.email',
      'hana@example.com',
    );
  });
});

describe('billingDetails', () => {
  it('stand before the cart’s, with the phone as +81 and one that cannot be read left out', async () => {
    const page = await openReady();
    answer('post', 'attempts', () => problem('rate-limited', 429), json(succeeded));
    page.element.billingDetails = { name: 'Hanako', phone: '０９０−１２３４−５６７８' };
    await page.element.submit();
    page.element.billingDetails = { phone: '12' };
    await page.element.submit();
    const path = 'payment_method_data.billing_details';
    expect(page.fake.tokens[0]).to.have.nested.property(`${path}.phone`, '+819012345678');
    expect(page.fake.tokens[0]).to.have.nested.property(`${path}.name`, 'Hanako');
    expect(page.fake.tokens[1]).to.have.nested.property(`${path}.phone`, null);
  });
});

describe('where the words come from', () => {
  it('property before config before JSON before server, and the server alone where consent is asked', async () => {
    const member = view({ shopper: 'member', cardSaving: 'optional' });
    const page = await openReady(member);
    page.element.config = { paymentName: 'config', description: 'config', consentText: 'forged' };
    await page.element.updateComplete;
    expect(page.part('name')?.textContent).to.equal('config');
    page.element.paymentName = 'property';
    await page.element.updateComplete;
    expect(page.part('name')?.textContent).to.equal('property');
    expect(page.part('description')?.textContent).to.equal('config');
    expect(page.part('consent-label')?.textContent).to.equal(member.wordings.consent.text);
  });

  it('a preview takes attributes before the JSON beside them', async () => {
    const element = await fixture(
      html`<secure-checkout payment-name="attribute" card-saving="required">
        <script type="application/json" slot="config">
          { "paymentName": "json", "saveNotice": "kept" }
        </script>
      </secure-checkout>`,
    );
    expect(element.shadowRoot?.querySelector('[part=name]')?.textContent).to.equal('attribute');
    expect(element.shadowRoot?.querySelector('[part=notice]')?.textContent).to.equal('kept');
    expect(element.getAttribute('status')).to.equal('ready');
  });

  it('markup in them is shown and never run, and https addresses are links', async () => {
    const evil = '<img src=x onerror="globalThis.hit=1">\njavascript:alert(1) https://shop.example/privacy。';
    const wordings = view().wordings;
    const all = Object.fromEntries(
      Object.entries(wordings).map(([name, { version }]) => [name, { text: evil, version }]),
    ) as unknown as typeof wordings;
    for (const cardSaving of ['optional', 'required'] as const) {
      const page = await openReady(
        view({ wordings: all, shopper: 'member', cardSaving, threeDSecureData: 'checkbox' }),
      );
      const root = page.element.shadowRoot as ShadowRoot;
      expect(root.querySelector('img')).to.equal(null);
      expect(root.textContent).to.include('<img src=x');
      const links = [...root.querySelectorAll('a')].map(({ href }) => href);
      expect(new Set(links)).to.deep.equal(new Set(['https://shop.example/privacy']));
    }
    expect('hit' in globalThis).to.equal(false);
  });
});

describe('states that a page can style by', () => {
  it('are custom states beside the attribute', async () => {
    const page = await openReady(view({ shopper: 'member' }));
    for (const name of ['ready', 'test-mode', 'member'])
      expect(page.element.matches(`:state(${name})`), name).to.equal(true);
    expect(page.element.getAttribute('status')).to.equal('ready');
  });
});

describe('before it pays', () => {
  it('asks the page, which may prevent it or make it wait', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(succeeded));
    page.element.addEventListener('checkout-before-submit', (event) => event.preventDefault(), {
      once: true,
    });
    expect(await page.element.submit()).to.equal('ready');
    expect(bodies).to.have.length(0);
    page.element.addEventListener(
      'checkout-before-submit',
      (event) => event.waitUntil(Promise.reject(new Error('no stock'))),
      { once: true },
    );
    expect(await page.element.submit()).to.equal('ready');
    expect(await page.element.submit()).to.equal('succeeded');
    expect(bodies).to.have.length(1);
  });
});

describe('in a shop’s form', () => {
  it('pays for the marked button alone, once, and lets the form go with the order', async () => {
    answerView();
    const bodies = answer('post', 'attempts', json(succeeded));
    const fake = createFakeStripe();
    const form = await fixture<HTMLFormElement>(
      html`<form>
        <secure-checkout
          name="order"
          confirm-on-submit
          .endpoint=${endpoint}
          .token=${'t'}
          .stripe=${fake.stripe}
        ></secure-checkout>
        <button name="coupon">coupon</button><button data-checkout-pay>pay</button>
      </form>`,
    );
    const gone: (FormDataEntryValue | null)[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      gone.push(new FormData(form).get('order'));
    });
    const element = form.querySelector('secure-checkout');
    if (!element) throw new Error('no element');
    await oneEvent(element, 'checkout-ready');
    const [coupon, pay] = form.querySelectorAll('button');
    coupon?.click();
    expect(gone).to.deep.equal([null]);
    const left = oneEvent(form, 'checkout-complete');
    pay?.click();
    pay?.click();
    await left;
    await aTimeout(0);
    expect(gone).to.deep.equal([null, 'O-1001']);
    expect(bodies).to.have.length(1);
  });
});

describe('inside shadow roots', () => {
  for (const mode of ['open', 'closed'] as const)
    for (const depth of [1, 2, 3])
      it(`${depth} deep, ${mode}: Stripe’s form stands in the document and shows in the element`, async () => {
        answerView();
        const fake = createFakeStripe();
        const outer = await fixture<HTMLDivElement>(html`<div></div>`);
        let host: HTMLElement = outer;
        let root = host.attachShadow({ mode });
        for (let level = 1; level < depth; level++) {
          host = document.createElement('div');
          root.append(host);
          root = host.attachShadow({ mode });
        }
        const element = document.createElement('secure-checkout');
        Object.assign(element, { endpoint, token: 't', stripe: fake.stripe });
        root.append(element);
        await oneEvent(element, 'checkout-ready');
        const card = outer.querySelector<HTMLElement>(':scope > [slot]');
        expect(card?.getRootNode()).to.equal(document);
        if (card) card.textContent = 'card';
        expect(card?.getBoundingClientRect().width).to.be.greaterThan(0);
        element.remove();
        await aTimeout(0);
        expect(outer.children).to.have.length(0);
      });
});

describe('in a host that moves or hides it', () => {
  it('moved, it mounts its form again and pays once', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(succeeded));
    const there = await fixture<HTMLDivElement>(html`<div></div>`);
    there.addEventListener('checkout-complete', (event) => event.preventDefault());
    const paid = page.element.submit();
    there.append(page.element);
    expect(await paid).to.equal('succeeded');
    expect(bodies).to.have.length(1);
    expect(page.fake.mounted).to.equal(1);
  });

  it('opens no frame until its method is chosen', async () => {
    answerView();
    const fake = createFakeStripe();
    const page = await open(fake);
    page.element.hidden = true;
    await aTimeout(150);
    expect(fake.opened).to.have.length(0);
    page.element.hidden = false;
    await reach(page, 'ready');
    expect(fake.mounted).to.equal(1);
  });

  it('what was stopped before it could wait to be seen waits no more, and is forgotten', async () => {
    const element = await fixture<HTMLDivElement>(html`<div hidden>some words</div>`);
    const seen: string[] = [];
    onceVisible(element, AbortSignal.abort(), () => seen.push('stopped'));
    const other = await fixture<HTMLDivElement>(html`<div hidden>other words</div>`);
    const shown = new Promise<void>((resolve) => onceVisible(other, new AbortController().signal, resolve));
    element.hidden = other.hidden = false;
    await shown;
    expect(seen).to.deep.equal([]);
  });

  it('in a panel that is not displayed it asks nobody and draws nothing; displayed, it does both', async () => {
    const asked = answer('post', 'view', () => HttpResponse.json(view()));
    const panel = await fixture<HTMLDivElement>(html`<div style="display: none"></div>`);
    const element = document.createElement('secure-checkout');
    Object.assign(element, { endpoint, token: 't', stripe: createFakeStripe().stripe });
    panel.append(element);
    await element.updateComplete;
    // Another one, put there later, has asked and been answered meanwhile.
    await reach(await open(), 'ready');
    expect(asked).to.have.length(1);
    expect(element.status).to.equal('loading');
    expect(element.shadowRoot?.querySelector('*')).to.equal(null);
    panel.style.display = '';
    await oneEvent(element, 'checkout-ready');
    expect(asked).to.have.length(2);
    expect(element.shadowRoot?.querySelector('[part=submit]')).not.to.equal(null);
  });

  it('a new token brings the new amount, and what was typed stays', async () => {
    const page = await openReady();
    answer('post', 'view', () =>
      HttpResponse.json(view({ cart: { version: 4, amount: 7000, currency: 'jpy' } })),
    );
    page.element.token = 'token-2';
    while (page.fake.updates.length === 0) await aTimeout(5);
    expect(page.fake.updates[0]).to.deep.equal({ amount: 7000, currency: 'jpy' });
    expect(page.fake.opened).to.have.length(1);
  });
});
