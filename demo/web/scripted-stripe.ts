/** The test kit's Stripe, with a card form to look at: drawn on the page, in the appearance that Stripe's would have. */
import type { Appearance, StripeElementsOptionsMode } from '@stripe/stripe-js';
import { html, nothing, render } from 'lit';
import type { Locale } from '../../src/shared/money.ts';
import { createFakeStripe, type FakeStripe } from '../../src/testing/index.ts';

const words = {
  ja: {
    number: 'カード番号',
    expiry: '有効期限',
    expirySample: '月 / 年',
    cvc: 'セキュリティコード',
    other: '新しいカード',
  },
  en: {
    number: 'Card number',
    expiry: 'Expiry date',
    expirySample: 'MM / YY',
    cvc: 'Security code',
    other: 'New card',
  },
};

export interface DrawnStripe extends FakeStripe {
  /** The appearance that the element asked for last. */
  appearance(): Appearance;
}

export function createDrawnStripe(onAppearance: (appearance: Appearance) => void = () => {}): DrawnStripe {
  const fake = createFakeStripe();
  const open = fake.stripe.elements.bind(fake.stripe) as (options: StripeElementsOptionsMode) => Elements;
  let appearance: Appearance = {};
  let box: HTMLElement | undefined;
  const dress = (next: Appearance | undefined) => {
    if (!next) return;
    appearance = next;
    if (box) applyAppearance(box, next);
    onAppearance(next);
  };
  const elements = (options: StripeElementsOptionsMode): Elements => {
    dress(options.appearance);
    const opened = open(options);
    const update = opened.update.bind(opened);
    return {
      ...opened,
      create: (type) => {
        const form = opened.create(type);
        const mount = form.mount.bind(form);
        return Object.assign(Object.create(form) as Form, {
          mount(target: HTMLElement) {
            mount(target);
            box = target;
            draw(
              target,
              options.locale === 'en' ? 'en' : 'ja',
              fake,
              options.customerSessionClientSecret !== undefined,
            );
            applyAppearance(target, appearance);
          },
          destroy() {
            form.destroy();
            box?.replaceChildren();
          },
        });
      },
      update: (change) => {
        dress(change.appearance);
        return update(change);
      },
    };
  };
  Object.assign(fake.stripe, { elements });
  return Object.assign(fake, { appearance: () => appearance });
}

interface Form {
  mount(target: HTMLElement): void;
  destroy(): void;
}

interface Elements {
  create(type: string): Form;
  update(change: { appearance?: Appearance }): Promise<void>;
}

/** Stripe's variables as custom properties of the drawing, by the same names. */
function applyAppearance(box: HTMLElement, { theme, variables = {} }: Appearance): void {
  box.classList.add('drawn-card');
  box.classList.toggle('night', theme === 'night');
  for (const [name, value] of Object.entries(variables)) if (value) box.style.setProperty(`--${name}`, value);
}

function draw(target: HTMLElement, locale: Locale, fake: FakeStripe, hasSaved: boolean): void {
  const t = words[locale];
  const choose = (card: 'new' | 'saved') => {
    target.classList.toggle('by-saved', card === 'saved');
    fake.fillCard(card);
  };
  const group = `card-${Math.random().toString(36).slice(2)}`;
  const field = (label: string, sample: string, kind: string) =>
    html`<label class=${kind}
      >${label}<input inputmode="numeric" autocomplete="off" placeholder=${sample}
    /></label>`;
  render(
    html`${
        hasSaved
          ? html`<label class="choice"
                ><input type="radio" name=${group} checked @change=${() => choose('saved')} /> Visa ••••
                4242</label
              ><label class="choice"
                ><input type="radio" name=${group} @change=${() => choose('new')} /> ${t.other}</label
              >`
          : nothing
      }
      <div class="typed">
        ${field(t.number, '1234 1234 1234 1234', 'number')}${field(t.expiry, t.expirySample, 'expiry')}${field(t.cvc, 'CVC', 'cvc')}
      </div>`,
    target,
  );
  // A saved card is chosen from the start, as in Stripe's form.
  if (hasSaved) queueMicrotask(() => choose('saved'));
}
