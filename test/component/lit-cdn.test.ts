/** What the file for a script tag has instead of Lit's base class behaves as that does, in all that the element uses. */
import { expect } from '@open-wc/testing';
import { LitElement, html } from 'lit';
import { LitElement as Lean } from '../../src/lit.cdn.ts';

interface Subject extends HTMLElement {
  word: string | null;
  wide: boolean;
  shown: string;
  thing: unknown;
  drawn: string[];
  hasUpdated: boolean;
  updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

const bases = { 'Lit’s own': LitElement, 'the lean one': Lean as unknown as typeof LitElement };
let count = 0;

/** A class on this base: what it draws, and with which changes. */
function define(base: typeof LitElement, onUpdate?: (element: Subject) => void): string {
  class Each extends base {
    drawn: string[] = [];
    declare word: string | null;
    protected override update(changed: Map<PropertyKey, unknown>): void {
      onUpdate?.(this as unknown as Subject);
      const names = [...changed].map(([name, old]) => `${String(name)}:${String(old)}`);
      this.drawn.push(names.toSorted((a, b) => a.localeCompare(b)).join());
      super.update(changed as never);
    }
    protected override render(): unknown {
      return html`<b>${this.word}</b>`;
    }
  }
  const own = Each as unknown as typeof LitElement & { styles: unknown; declared: unknown[] };
  if (base !== LitElement) Object.assign(own, { styles: 'b { color: red }', declared: [] });
  own.createProperty('word');
  own.createProperty('wide', { type: Boolean, attribute: 'is-wide' });
  own.createProperty('shown', { reflect: true });
  own.createProperty('thing', { attribute: false });
  const tag = `each-base-${++count}`;
  customElements.define(tag, own);
  return tag;
}

const text = (element: Subject) => element.shadowRoot?.querySelector('b')?.textContent;

for (const [name, base] of Object.entries(bases))
  describe(`a base class: ${name}`, () => {
    let element: Subject;
    const put = async (tag: string, attributes: Record<string, string> = {}) => {
      element = document.createElement(tag) as Subject;
      for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
      document.body.append(element);
      await element.updateComplete;
    };
    afterEach(() => element.remove());

    it('draws nothing before it is on a page, and once for all that was set until then', async () => {
      element = document.createElement(define(base)) as Subject;
      element.word = 'one';
      element.word = 'two';
      await new Promise((resolve) => setTimeout(resolve));
      expect(element.hasUpdated).to.equal(false);
      document.body.append(element);
      await element.updateComplete;
      expect(text(element)).to.equal('two');
      expect(element.drawn).to.deep.equal(['word:undefined']);
    });

    it('reads its attributes, and forgets what is taken away', async () => {
      await put(define(base), { word: 'a', 'is-wide': '', thing: 'no' });
      expect(element).to.include({ word: 'a', wide: true, thing: undefined });
      element.removeAttribute('word');
      element.removeAttribute('is-wide');
      await element.updateComplete;
      expect(element).to.include({ word: null, wide: false });
      expect(text(element)).to.equal('');
    });

    it('reflects what it should, and that alone', async () => {
      await put(define(base));
      Object.assign(element, { shown: 'yes', word: 'b', wide: true });
      await element.updateComplete;
      expect(element.getAttributeNames()).to.deep.equal(['shown']);
      expect(element.drawn).to.deep.equal(['', 'shown:undefined,wide:undefined,word:undefined']);
      (element as { shown: unknown }).shown = undefined;
      await element.updateComplete;
      expect(element.getAttributeNames()).to.deep.equal([]);
    });

    it('takes what a page has set before the script was there, before the attribute', async () => {
      const tag = `each-base-${count + 1}`;
      element = document.createElement(tag) as Subject;
      element.setAttribute('word', 'attribute');
      Object.assign(element, { word: 'early', thing: 7 });
      document.body.append(element);
      expect(define(base)).to.equal(tag);
      await element.updateComplete;
      expect(text(element)).to.equal('early');
      expect(element.thing).to.equal(7);
      element.word = 'later';
      await element.updateComplete;
      expect(text(element)).to.equal('later');
    });

    it('says when it has drawn all, and draws nothing where nothing changed', async () => {
      await put(define(base), { word: 'a' });
      element.word = 'a';
      expect(await element.updateComplete).to.equal(true);
      expect(element.drawn).to.have.length(1);
      element.requestUpdate();
      expect(await element.updateComplete).to.equal(true);
      expect(element.drawn).to.have.length(2);
    });
  });

it('draws again after an update that failed, which whoever waits for it hears of', async () => {
  const failing = define(bases['the lean one'], ({ word }) => {
    if (word === 'bad') throw new Error('no');
  });
  const element = document.createElement(failing) as Subject;
  document.body.append(element);
  await element.updateComplete;
  element.word = 'bad';
  const heard = await element.updateComplete.then(
    () => 'drawn',
    ({ message }: Error) => message,
  );
  expect(heard).to.equal('no');
  element.word = 'good';
  await element.updateComplete;
  expect(text(element)).to.equal('good');
  element.remove();
});
