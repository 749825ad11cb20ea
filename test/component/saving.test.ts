import { expect } from '@open-wc/testing';
import {
  answer,
  answerView,
  json,
  openReady,
  problem,
  reach,
  succeeded,
  useWorker,
  view,
} from './support.ts';

useWorker();

describe('saving the card', () => {
  const member = () => view({ shopper: 'member', cardSaving: 'optional' });

  it('is asked of a member, unticked, and tells Stripe before the token is made', async () => {
    const page = await openReady(member());
    const box = page.part('consent-checkbox') as HTMLInputElement;
    expect(box.checked).to.equal(false);
    box.click();
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(page.fake.updates.at(-1)).to.deep.include({ setupFutureUsage: 'on_session' });
    expect(page.fake.tokens[0]).to.have.nested.property('payment_method_data.allow_redisplay', 'always');
    expect(bodies[0]).to.deep.include({
      consent: { checked: true, version: member().wordings.consent.version },
    });
  });

  it('is not done without consent', async () => {
    const page = await openReady(member());
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(page.fake.updates.at(-1)).to.deep.include({ setupFutureUsage: null });
    expect(bodies[0]).to.have.nested.property('consent.checked', false);
  });

  it('is asked again when the words have changed: an answer counts only for what was shown', async () => {
    const page = await openReady(member());
    (page.part('consent-checkbox') as HTMLInputElement).click();
    answer('post', 'attempts', () => problem('settings-changed', 409));
    answerView({ ...member(), settingsVersion: 's2' });
    await page.element.submit();
    await reach(page, 'failed');
    expect((page.part('consent-checkbox') as HTMLInputElement).checked).to.equal(false);
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(bodies[0]).to.have.nested.property('consent.checked', false);
  });

  it('is not asked about a card that is saved already', async () => {
    const page = await openReady(member());
    page.fake.fillCard('saved');
    await page.element.updateComplete;
    expect(page.part('consent')).to.equal(null);
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(bodies[0]).to.include({ card: 'saved' });
    // What is stored with the card stands; nothing of this cart overwrites it.
    expect(page.fake.tokens[0]).not.to.have.property('payment_method_data');
    expect(bodies[0]).not.to.have.any.keys('consent');
  });

  it('is asked as soon as the saved card was removed and another is to be typed', async () => {
    const page = await openReady(member());
    page.fake.fillCard('saved');
    await page.element.updateComplete;
    page.fake.fillCard('new');
    await page.element.updateComplete;
    expect((page.part('consent-checkbox') as HTMLInputElement).checked).to.equal(false);
    const bodies = answer('post', 'attempts', json(succeeded));
    await page.element.submit();
    expect(bodies[0]).to.deep.include({ card: 'new' });
    expect(bodies[0]).to.have.nested.property('consent.checked', false);
  });

  it('is a notice where the shop requires it', async () => {
    const page = await openReady(view({ cardSaving: 'required' }));
    expect(page.part('consent')).to.equal(null);
    expect(page.text()).to.include('カードの情報は保存されます。');
  });
});
