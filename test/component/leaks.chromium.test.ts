import { aTimeout, expect, oneEvent } from '@open-wc/testing';
import { createFakeStripe } from '../../src/testing/index.ts';
import { devtools, measureMemory } from './devtools.ts';
import { answerView, endpoint, useWorker } from './support.ts';

useWorker();

/** Stripe's form as a frame, which is what has to be gone afterwards. */
function framed() {
  const fake = createFakeStripe();
  const elements = fake.stripe.elements.bind(fake.stripe) as unknown as (options: object) => {
    create(): { mount(target: HTMLElement): void };
  };
  const stripe = {
    ...fake.stripe,
    elements(options: object) {
      const made = elements(options);
      return {
        ...made,
        create: () => {
          const form = made.create();
          const mount = form.mount.bind(form);
          return Object.assign(form, {
            mount(target: HTMLElement) {
              target.append(document.createElement('iframe'));
              mount(target);
            },
          });
        },
      };
    },
  };
  return { ...fake, stripe: stripe as unknown as typeof fake.stripe };
}

describe('a page that shows the element and takes it away again', () => {
  it('200 times: heap, listeners, nodes and frames are back where they were', async function () {
    this.timeout(90_000);
    answerView();
    await devtools('Performance.enable');
    const form = document.createElement('form');
    document.body.append(form);
    const cycle = async () => {
      const element = document.createElement('secure-checkout');
      Object.assign(element, {
        endpoint,
        token: 't',
        stripe: framed().stripe,
        confirmOnSubmit: true,
        theme: 'auto',
      });
      form.append(element);
      await oneEvent(element, 'checkout-ready');
      expect(document.querySelectorAll('iframe')).to.have.length(1);
      element.remove();
      await aTimeout(0);
      expect(document.querySelectorAll('iframe')).to.have.length(0);
    };
    // What is loaded and compiled once is no leak.
    for (let warm = 0; warm < 20; warm++) await cycle();
    const before = await measureMemory();
    for (let turn = 0; turn < 200; turn++) await cycle();
    const after = await measureMemory();
    const growth = Object.fromEntries(
      (Object.keys(after) as (keyof typeof after)[]).map((name) => [name, after[name] - before[name]]),
    );
    expect(growth['frames'], JSON.stringify(growth)).to.equal(0);
    // Less than one of each for every ten turns: nothing that a turn leaves behind.
    expect(growth['listeners'], JSON.stringify(growth)).to.be.lessThan(20);
    expect(growth['nodes'], JSON.stringify(growth)).to.be.lessThan(20);
    expect(growth['heap'], JSON.stringify(growth)).to.be.lessThan(200 * 1000);
    form.remove();
  });
});
