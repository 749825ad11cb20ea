/** A page that is looked at again: reopened during a payment, or out of the back-forward cache. */
import { aTimeout, expect, waitUntil } from '@open-wc/testing';
import { HttpResponse } from 'msw';
import {
  actionRequired,
  answer,
  answerView,
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

describe('coming back', () => {
  it('offers to go on with the bank, or to stop', async () => {
    answerView(view({ attempt: actionRequired }));
    answer('get', 'attempts/at_1', async () => (await aTimeout(5000), HttpResponse.json(actionRequired)));
    answer('post', 'attempts/at_1/resume', json(actionRequired), json(succeeded));
    const page = await open();
    await reach(page, 'action-required');
    expect(page.text()).to.include('カード会社の本人認証を待っています');
    page.button('お支払いをやめる');
    page.button('認証を続ける').click();
    await reach(page, 'succeeded');
    expect(page.fake.actions).to.deep.equal(['pi_1_secret']);
  });

  it('from the bank by a redirect cleans the address of its secret, and of nothing else', async () => {
    const before = location.href;
    const address = new URL(before);
    const bank = {
      payment_intent: 'pi_1',
      payment_intent_client_secret: 'pi_1_secret',
      redirect_status: 'succeeded',
    };
    for (const [name, value] of Object.entries({ ...bank, cart: '7' })) address.searchParams.set(name, value);
    history.replaceState({ of: 'the shop' }, '', `${address}#pay`);
    try {
      await openReady();
      const now = new URL(location.href);
      for (const name of Object.keys(bank)) expect(now.searchParams.has(name), name).to.equal(false);
      expect([now.searchParams.get('cart'), now.hash]).to.deep.equal(['7', '#pay']);
      expect(history.state).to.deep.equal({ of: 'the shop' });
    } finally {
      history.replaceState(null, '', before);
    }
  });

  it('leaves nothing behind when the element is removed', async () => {
    const page = await openReady();
    page.element.remove();
    await aTimeout(0);
    expect(page.fake.mounted).to.equal(0);
  });
});

/** As the browser says it; the end-to-end test has a real cache where the browser has one. */
const restored = () => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

describe('out of the back-forward cache', () => {
  it('an open form asks what became of its cart, which was ordered meanwhile', async () => {
    const page = await openReady();
    const asked = answer('post', 'view', () => problem('already-ordered', 409));
    restored();
    await reach(page, 'conflict');
    expect(page.seen('conflict')[0]).to.include({ kind: 'already-ordered' });
    expect(asked).to.have.length(1);
  });

  it('an open form whose cart is as before stays, with what was typed', async () => {
    const page = await openReady();
    const asked = answer('post', 'view', () => HttpResponse.json(view()));
    restored();
    await waitUntil(() => asked.length === 1);
    await aTimeout(0);
    expect(page.element.status).to.equal('ready');
    expect([page.fake.opened.length, page.fake.mounted, page.fake.cleared]).to.deep.equal([1, 1, 0]);
  });

  for (const [what, status, first] of [
    ['a conflict', 'conflict', () => problem('cart-changed', 409)],
    ['a form that could not be loaded', 'loading', HttpResponse.error],
  ] as const)
    it(`${what} is looked into again`, async () => {
      answer('post', 'view', first, () => HttpResponse.json(view()));
      const page = await open();
      await waitUntil(() => page.seen(status === 'loading' ? 'load-error' : 'conflict').length === 1);
      restored();
      await reach(page, 'ready');
    });

  it('a pageshow of a page that was loaded anew asks nothing', async () => {
    const page = await openReady();
    const asked = answer('post', 'view', () => problem('already-ordered', 409));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await aTimeout(0);
    expect(asked).to.have.length(0);
    expect(page.element.status).to.equal('ready');
  });
});
