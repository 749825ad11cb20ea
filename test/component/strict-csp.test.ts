/** The fixed interface: a static preview on a page that allows nothing inline and trusts no strings. */
import { expect, waitUntil } from '@open-wc/testing';
import type { SecureCheckout } from '../../src/define.ts';

async function openStrict(body: string): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.src = `/strict?${new URLSearchParams({ body })}`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  document.body.append(frame);
  await loaded;
  const page = frame.contentWindow as Window;
  await (page as unknown as typeof globalThis).customElements.whenDefined('secure-checkout');
  return page;
}

const attributes = `payment-name="クレジットカード" description="1回払いです。" consent-text="保存に同意します。"
  save-notice="保存されます。" submit-label="注文を確定する"`;

describe('under a strict policy', () => {
  it('the page does stop what is inline, and strings wherever the browser knows Trusted Types', async () => {
    const page = await openStrict('');
    const { body } = page.document;
    body.setAttribute('style', 'color: red');
    await waitUntil(() => page.stopped.length > 0);
    expect(page.stopped).to.deep.equal(['style-src-attr inline']);
    const write = () => (body.innerHTML = '<b>bold</b>');
    if ('trustedTypes' in page) expect(write).to.throw();
    else expect(write()).to.contain('bold');
  });

  it('the preview draws itself with its styles, for each policy and shopper, and nothing is stopped', async () => {
    const cells = ['off', 'optional', 'required'].flatMap((saving) =>
      ['guest', 'member'].map(
        (shopper) =>
          `<secure-checkout ${attributes} card-saving="${saving}" shopper="${shopper}"></secure-checkout>`,
      ),
    );
    const page = await openStrict(cells.join(''));
    const elements = [...page.document.querySelectorAll('secure-checkout')] as SecureCheckout[];
    for (const element of elements) {
      await element.updateComplete;
      const part = (name: string) => element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);
      expect(part('name')?.textContent).to.equal('クレジットカード');
      expect(part('description')?.textContent).to.equal('1回払いです。');
      expect(part('submit')?.textContent?.trim()).to.equal('注文を確定する');
      expect(part('submit') && getComputedStyle(part('submit') as HTMLElement).minHeight).to.equal('52px');
    }
    const shown = elements.map(({ shadowRoot }) => [
      shadowRoot?.querySelector('[part=consent-label]')?.textContent,
      shadowRoot?.querySelector('[part=notice]')?.textContent,
    ]);
    const nothing = [undefined, undefined];
    expect(shown).to.deep.equal([
      nothing,
      nothing,
      nothing,
      ['保存に同意します。', undefined],
      [undefined, '保存されます。'],
      [undefined, '保存されます。'],
    ]);
    expect(page.stopped).to.deep.equal([]);
  });

  it('a preview with a key stays whole where Stripe.js cannot be reached', async () => {
    const page = await openStrict(
      `<secure-checkout ${attributes} publishable-key="pk_test_1"></secure-checkout>`,
    );
    const element = page.document.querySelector('secure-checkout') as SecureCheckout;
    await element.updateComplete;
    expect(element.status).to.equal('ready');
    expect(element.shadowRoot?.querySelector('[part=test-badge]')).not.to.equal(null);
    expect(element.shadowRoot?.querySelector('[part=skeleton]')).not.to.equal(null);
    expect(page.stopped).to.deep.equal([]);
  });
});
