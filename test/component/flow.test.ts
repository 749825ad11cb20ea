import { aTimeout, expect, oneEvent } from '@open-wc/testing';
import { HttpResponse } from 'msw';
import { createFakeStripe } from '../../src/testing/index.ts';
import {
  actionRequired,
  answer,
  answerView,
  closed,
  declined,
  json,
  open,
  openReady,
  pending,
  problem,
  processing,
  reach,
  useWorker,
  succeeded,
  view,
} from './support.ts';

useWorker();

const key = (body: unknown) => (body as { clientKey: string }).clientKey;

describe('the first view', () => {
  it('shows the words of the shop, and the amount on the button', async () => {
    const page = await openReady();
    expect(page.text()).to.include('クレジットカード').and.include('お支払いは1回払いです。');
    expect(page.part('submit')?.textContent).to.include('注文を確定する（5,400円）');
    expect(page.part('test-badge')).not.to.equal(null);
    expect(page.seen('ready')).to.have.length(1);
  });

  it('asks Stripe for a card alone, held and not captured, with nothing of Stripe’s own beside it', async () => {
    const { fake } = await openReady();
    expect(fake.opened).to.have.length(1);
    expect(fake.opened[0]).to.include({
      mode: 'payment',
      amount: 5400,
      currency: 'jpy',
      captureMethod: 'manual',
    });
    expect(fake.opened[0]).to.deep.include({
      allowedPaymentMethodTypes: ['card'],
      paymentMethodCreation: 'manual',
    });
    expect(fake.opened[0]).not.to.have.property('setupFutureUsage');
  });

  it('has its live region before there is anything to say', async () => {
    const page = await openReady();
    expect(page.part('live')?.getAttribute('role')).to.equal('status');
  });

  it('passes axe', async () => {
    const page = await openReady();
    await expect(page.element).to.be.accessible();
  });

  it('says that the server cannot be reached, and loads when asked again', async () => {
    answer('post', 'view', HttpResponse.error, () => HttpResponse.json(view()));
    const page = await open();
    await oneEvent(page.element, 'checkout-load-error');
    await page.element.updateComplete;
    page.button('もう一度読み込む').click();
    await reach(page, 'ready');
  });

  it('fault 19: Stripe.js is blocked: the page says so, nothing is sent to server or Stripe, and it loads when asked again', async () => {
    const fake = createFakeStripe();
    fake.failLoading(true);
    answerView();
    const sent = answer('post', 'attempts', json(succeeded));
    const page = await open(fake);
    await oneEvent(page.element, 'checkout-load-error');
    await page.element.updateComplete;
    expect(page.text()).to.include('カード入力欄を読み込めませんでした');
    expect([sent.length, fake.tokens.length]).to.deep.equal([0, 0]);
    fake.failLoading(false);
    page.element.retryLoad();
    await reach(page, 'ready');
  });

  it('says what the server says about a method that is not offered', async () => {
    answer('post', 'view', () => problem('region-not-served', 403, { message: 'お国では使えません。' }));
    const page = await open();
    await oneEvent(page.element, 'checkout-unavailable');
    await page.element.updateComplete;
    expect(page.part('conflict')?.textContent).to.include('お国では使えません。');
  });

  it('asks the page for a fresh token when its own has expired', async () => {
    answer(
      'post',
      'view',
      () => problem('token-expired', 401),
      () => HttpResponse.json(view()),
    );
    const page = await open();
    page.element.addEventListener('checkout-token-needed', (event) => event.respondWith('token-2'));
    await reach(page, 'ready');
    expect(page.element.token).to.equal('token-2');
  });

  it('lets the template hide a method that is switched off', async () => {
    answer('post', 'view', () => problem('method-unavailable', 403));
    const page = await open();
    await oneEvent(page.element, 'checkout-unavailable');
  });
});

describe('paying', () => {
  it('sends what was agreed and no amount, and ends on the order', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(succeeded));
    page.button('注文を確定する').click();
    await reach(page, 'succeeded');
    expect(bodies[0]).to.include({
      cartVersion: 3,
      settingsVersion: 's1',
      confirmationToken: 'ctoken_fake_1',
      card: 'new',
    });
    expect(bodies[0]).not.to.have.any.keys('amount', 'consent');
    expect(page.seen('complete')[0]).to.include({ orderId: 'O-1001' });
  });

  it('happens once, however often it is asked for', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(succeeded));
    const first = page.element.submit();
    expect(page.element.submit()).to.equal(first);
    page.button('注文を確定する').click();
    expect(await first).to.equal('succeeded');
    expect(bodies).to.have.length(1);
    expect(page.fake.tokens).to.have.length(1);
  });

  it('keeps what was typed after a decline, says why, and takes another card', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(declined), json(succeeded));
    await page.element.submit();
    await reach(page, 'failed');
    expect(page.text()).to.include('ご利用可能額が不足しています。');
    await page.element.updateComplete;
    expect(page.element.shadowRoot?.activeElement).to.equal(page.part('error-summary'));
    await expect(page.element).to.be.accessible();
    await page.element.submit();
    await reach(page, 'succeeded');
    expect(page.fake.opened).to.have.length(1);
    expect(key(bodies[1])).not.to.equal(key(bodies[0]));
  });

  it('sends nothing while the form is incomplete', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', json(succeeded));
    page.fake.rejectCardOnce('カード番号が不完全です。');
    await page.element.submit();
    expect(page.text()).to.include('カード番号が不完全です。');
    expect(bodies).to.have.length(0);
  });

  it('never says failed when the reply was lost, and repeats the same payment', async () => {
    const page = await openReady();
    const bodies = answer('post', 'attempts', HttpResponse.error, json(succeeded));
    const paid = page.element.submit();
    await reach(page, 'pending');
    expect(page.text()).to.include('もう一度お支払いいただく必要はありません');
    expect(await paid).to.equal('succeeded');
    expect(key(bodies[1])).to.equal(key(bodies[0]));
    expect(page.seen('error')).to.have.length(0);
  });

  it('never says failed when the server answers that it is broken: money may be held', async () => {
    const page = await openReady();
    const broken = () => problem('internal', 500);
    const bodies = answer('post', 'attempts', broken, broken, json(succeeded));
    const paid = page.element.submit();
    await reach(page, 'pending');
    expect(await paid).to.equal('succeeded');
    expect(new Set(bodies.map(key)).size).to.equal(1);
    expect(page.seen('error')).to.have.length(0);
  });

  it('renews an expired token on the way, and pays once', async () => {
    const page = await openReady();
    page.element.addEventListener('checkout-token-needed', (event) => event.respondWith('token-2'));
    const bodies = answer('post', 'attempts', () => problem('token-expired', 401), json(succeeded));
    expect(await page.element.submit()).to.equal('succeeded');
    expect(key(bodies[1])).to.equal(key(bodies[0]));
  });

  it('waits with the server while the result is unknown', async () => {
    const page = await openReady();
    answer('post', 'attempts', json(pending));
    answer('get', 'attempts/at_1', json(succeeded));
    await page.element.submit();
    await reach(page, 'succeeded');
  });

  it('shows the bank’s challenge, then asks the server what came of it', async () => {
    const page = await openReady();
    page.fake.holdActions();
    answer('post', 'attempts', json(actionRequired));
    const resumed = answer('post', 'attempts/at_1/resume', json(succeeded));
    void page.element.submit();
    await reach(page, 'action-required');
    expect(page.fake.actions).to.deep.equal(['pi_1_secret']);
    expect(page.seen('action-start')).to.have.length(1);
    page.fake.finishAction();
    await reach(page, 'succeeded');
    expect(resumed).to.deep.equal([{ fence: 1 }]);
    expect(page.seen('action-end')).to.have.length(1);
  });

  it('names what sold out, and the way back to the cart', async () => {
    const page = await openReady();
    const items = [{ sku: 'a', name: '湯のみ', state: 'gone' as const }];
    const destination = new URL('#cart', location.href).href;
    answer('post', 'attempts', () => problem('sold-out', 409, { items, destination }));
    await page.element.submit();
    await page.element.updateComplete;
    expect(page.text()).to.include('湯のみ');
    expect(page.seen('conflict')[0]).to.include({ kind: 'sold-out', returnTo: destination });
    expect(location.hash).to.equal('#cart');
  });

  it('shows new words in place after the settings changed, and keeps what was typed', async () => {
    const page = await openReady();
    answer('post', 'attempts', () => problem('settings-changed', 409, { message: '新しくなりました。' }));
    answerView(view({ settingsVersion: 's2', cart: { version: 3, amount: 6000, currency: 'jpy' } }));
    await page.element.submit();
    await reach(page, 'failed');
    expect(page.part('error-summary')?.textContent).to.include('新しくなりました。');
    expect(page.fake.opened).to.have.length(1);
    expect(page.fake.updates.at(-1)).to.deep.equal({ amount: 6000, currency: 'jpy' });
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(bodies[0]).to.include({ settingsVersion: 's2' });
  });
});

describe('another screen', () => {
  const elsewhere = { ...processing, own: false };

  it('is followed to its result, in words and with a way on', async () => {
    const page = await openReady();
    answer('post', 'attempts', () => problem('in-progress-elsewhere', 409, { attempt: elsewhere }));
    answer(
      'get',
      'attempts/at_1',
      json({ ...succeeded, own: false, destination: `${location.origin}/check?r` } as typeof succeeded),
    );
    await page.element.submit();
    await reach(page, 'succeeded');
    expect(page.seen('conflict')[0]).to.include({ kind: 'other-tab' });
    expect(page.element.shadowRoot?.querySelector('a')?.href).to.equal(`${location.origin}/check?r`);
    expect(page.seen('complete')).to.have.length(0);
  });

  it('stays another screen while it is open, though the same shopper owns it', async () => {
    const page = await openReady();
    answer('post', 'attempts', () => problem('in-progress-elsewhere', 409, { attempt: elsewhere }));
    answer('get', 'attempts/at_1', json(actionRequired), json(declined), json(succeeded));
    await page.element.submit();
    await reach(page, 'succeeded');
    expect(page.statuses.slice(page.statuses.indexOf('conflict'))).to.deep.equal(['conflict', 'succeeded']);
  });

  it('gives way when the shopper pays here instead', async () => {
    answerView(view({ attempt: elsewhere }));
    answer('get', 'attempts/at_1', async () => (await aTimeout(5000), HttpResponse.json(elsewhere)));
    const page = await open();
    await reach(page, 'conflict');
    await expect(page.element).to.be.accessible();
    const taken = answer('post', 'attempts/at_1/takeover', json({ ...closed, own: false } as typeof closed));
    page.button('この画面で支払う').click();
    await reach(page, 'ready');
    expect(taken).to.have.length(1);
    expect(page.fake.mounted).to.equal(1);
  });
});

it('registering twice is harmless', async () => {
  const { SecureCheckout } = await import('../../src/define.ts');
  await import(`../../src/define.ts?again=${Date.now()}`);
  expect(customElements.get('secure-checkout')).to.equal(SecureCheckout);
});
