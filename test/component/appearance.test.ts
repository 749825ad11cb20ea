/** Custom properties do not cross into Stripe's frame: each has to arrive there as the variable of its meaning. */
import { expect, fixture, html } from '@open-wc/testing';
import type { Appearance } from '@stripe/stripe-js';
import { answerView, endpoint, openReady, reach, useWorker, view, type Page } from './support.ts';
import { createFakeStripe } from '../../src/testing/index.ts';
import type { SecureCheckout } from '../../src/define.ts';

useWorker();

const colours = {
  'color-primary': 'colorPrimary',
  'color-background': 'colorBackground',
  'color-text': 'colorText',
  'color-text-secondary': 'colorTextSecondary',
  'color-placeholder': 'colorTextPlaceholder',
  'color-danger': 'colorDanger',
  'color-success': 'colorSuccess',
  'color-warning': 'colorWarning',
};
const others = {
  'font-family': ['fontFamily', 'Georgia, serif'],
  'font-size': ['fontSizeBase', '18px'],
  'line-height': ['fontLineHeight', '1.8'],
  space: ['spacingUnit', '5px'],
  radius: ['borderRadius', '11px'],
} as const;

async function styled(
  style: Record<string, string>,
  more: Partial<SecureCheckout> = {},
): Promise<Page['fake']> {
  answerView(view());
  const fake = createFakeStripe();
  const box = await fixture<HTMLDivElement>(html`<div></div>`);
  const element = document.createElement('secure-checkout');
  Object.assign(element, { endpoint, token: 't', stripe: fake.stripe, ...more });
  for (const [name, value] of Object.entries(style)) element.style.setProperty(`--checkout-${name}`, value);
  box.append(element);
  await reach({ element } as Page, 'ready');
  return fake;
}

const appearanceOf = (fake: Page['fake']) => fake.opened[0]?.appearance as Required<Appearance>;

describe('Stripe’s form', () => {
  it('gets each colour, computed, under Stripe’s name', async () => {
    const style = Object.fromEntries(Object.keys(colours).map((name, n) => [name, `hsl(${n * 40} 50% 40%)`]));
    const { variables } = appearanceOf(await styled(style));
    const seen = Object.entries(colours).map(([, variable]) => variables[variable as 'colorPrimary']);
    expect(new Set(seen).size).to.equal(Object.keys(colours).length);
    for (const colour of seen) expect(colour).to.match(/^rgb\(/);
  });

  it('gets fonts, spaces and corners', async () => {
    const style = Object.fromEntries(Object.entries(others).map(([name, [, value]]) => [name, value]));
    const { variables } = appearanceOf(await styled(style));
    for (const [variable, value] of Object.values(others)) expect(variables[variable]).to.equal(value);
  });

  it('gets borders and the focus ring as rules', async () => {
    const { rules } = appearanceOf(
      await styled({
        'color-border': '#123456',
        'input-border': '2px dashed red',
        'focus-ring': '4px solid blue',
      }),
    );
    expect(rules['.Input']).to.deep.equal({ borderColor: 'rgb(18, 52, 86)', border: '2px dashed red' });
    expect(rules['.Input:focus']).to.deep.equal({ outline: '4px solid blue' });
  });

  it('gets nothing that the page did not set', async () => {
    expect(appearanceOf(await styled({})).variables).to.deep.equal({});
  });

  it('gets the property `appearance` before what the style says, rule by rule', async () => {
    const own = {
      theme: 'flat',
      variables: { colorText: 'red' },
      rules: { '.Input': { border: '0' }, '.Tab': { color: 'red' } },
    };
    const style = { 'color-text': '#000000', 'color-danger': '#ff0000', 'color-border': '#123456' };
    const { theme, variables, rules } = appearanceOf(await styled(style, { appearance: own as Appearance }));
    expect(theme).to.equal('flat');
    expect(variables).to.deep.equal({ colorText: 'red', colorDanger: 'rgb(255, 0, 0)' });
    expect(rules).to.deep.equal({
      '.Input': { borderColor: 'rgb(18, 52, 86)', border: '0' },
      '.Tab': { color: 'red' },
    });
  });

  it('is told of another theme and another appearance without being opened anew', async () => {
    const page = await openReady();
    page.element.theme = 'dark';
    await page.element.updateComplete;
    await page.element.updateComplete;
    expect(page.fake.updates.at(-1)).to.have.nested.property('appearance.theme', 'night');
    page.element.appearance = { variables: { colorText: 'red' } };
    await page.element.updateComplete;
    await page.element.updateComplete;
    expect(page.fake.updates.at(-1)).to.have.nested.property('appearance.variables.colorText', 'red');
    expect(page.fake.opened).to.have.length(1);
  });
});
