/** Pages for whoever builds a template: every state of the element, its colours, and the places it may stand in. */
import { html } from 'hono/html';
import type { Locale } from '../../../src/shared/money.ts';
import type { Markup, Page } from '../layout.ts';
import { previewPaths, previewWords, type PreviewPage } from './words.ts';

export interface PreviewQuery {
  locale: Locale;
  /** What the address asks for, by the names of the controls. */
  query: Record<string, string>;
}

const names: PreviewPage[] = ['gallery', 'theming', 'nested', 'form'];
const widths = ['320', '375', '480', '640'];
/** One code of each kind of words that Stripe's list leads to. */
const declineCodes = [
  'generic_decline',
  'insufficient_funds',
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'authentication_required',
  'processing_error',
  'stolen_card',
];

export const previewPages: Record<PreviewPage, (query: PreviewQuery) => Page> = {
  gallery: (asked) => {
    const t = previewWords[asked.locale];
    const { policies, shoppers, themes } = t;
    return page(
      'gallery',
      asked,
      html`<form id="gallery-controls" class="controls" aria-label="${t.controls}">
          ${choice(asked, 'policy', t.policy, policies, 'optional')}
          ${choice(asked, 'shopper', t.shopper, shoppers, 'member')}
          ${choice({ ...asked, query: { lang: asked.locale } }, 'lang', t.language, { ja: '日本語', en: 'English' }, 'ja')}
          ${choice(asked, 'theme', t.theme, themes, 'light')}
          ${choice(asked, 'width', t.width, Object.fromEntries(widths.map((width) => [width, `${width}px`])), '375')}
          ${choice(asked, 'error', t.error, Object.fromEntries(declineCodes.map((code) => [code, code])), 'insufficient_funds')}
        </form>
        <h2>${t.matrix}</h2>
        <div id="matrix" class="cells"></div>
        <h2>${t.states}</h2>
        <div id="states" class="cells"></div>`,
    );
  },
  theming: (asked) => {
    const t = previewWords[asked.locale];
    return page(
      'theming',
      asked,
      html`<div class="theming">
        <form id="theming-controls" class="controls controls-column" aria-label="${t.controls}">
          ${choice(asked, 'theme', t.theme, { light: t.themes.light, dark: t.themes.dark }, 'light')}
          ${Object.entries(colours).map(([name, value]) => property(`--checkout-color-${name}`, 'color', value))}
          ${Object.entries(lengths).map(([name, sample]) => property(`--checkout-${name}`, 'text', '', sample))}
          <button type="reset" class="secondary">${t.reset}</button>
        </form>
        <div class="theming-result">
          <div id="theming-stage" class="stage"></div>
          <h2>${t.css}</h2>
          <pre><code id="theming-css"></code></pre>
          <h2>${t.appearance}</h2>
          <pre><code id="theming-appearance"></code></pre>
        </div>
      </div>`,
    );
  },
  nested: (asked) => {
    const t = previewWords[asked.locale];
    return page(
      'nested',
      asked,
      html`<div class="cells">
        ${[1, 2, 3].map((depth) => html`<article class="cell" data-depth="${depth}"><h2>${t.depth(depth)}</h2></article>`)}
      </div>`,
    );
  },
  form: (asked) => {
    const t = previewWords[asked.locale];
    const { method, order, coupon } = asked.query;
    return page(
      'form',
      asked,
      html`${
          method || coupon
            ? html`<div class="notice" role="status">
                <p>
                  ${t.received}:
                  <code
                    >${[method && `method=${method}`, order && `order=${order}`, coupon && `coupon=${coupon}`].filter(Boolean).join('&')}</code
                  >
                </p>
              </div>`
            : ''
        }
        <form id="plain-form" class="stack" method="post" action="/preview/form">
          <p class="coupon">
            <label>${t.coupon} <input name="coupon" autocomplete="off" /></label
            ><button name="do" value="coupon" class="secondary">${t.apply}</button>
          </p>
          <fieldset>
            <legend class="visually-hidden">${previewWords[asked.locale].pages.form.title}</legend>
            ${(['card', 'cod', 'bank'] as const).map(
              (id) =>
                html`<div class="method">
                  <label class="method-choice"
                    ><input
                      type="radio"
                      name="method"
                      id="plain-${id}"
                      value="${id}"
                      ${id === 'card' ? 'checked' : ''}
                    /><span>${t.methods[id]}</span></label
                  >
                  ${id === 'card' ? html`<div class="method-panel"><secure-checkout name="order" lang="${asked.locale}" hide-submit confirm-on-submit></secure-checkout></div>` : ''}
                </div>`,
            )}
          </fieldset>
          <button class="order-button" data-checkout-pay>${t.pay}</button>
        </form>`,
    );
  },
};

/** The element's own colours in the light, as the inputs show them. */
const colours = {
  primary: '#0b5cad',
  background: '#ffffff',
  text: '#1c2024',
  'text-secondary': '#5c646b',
  placeholder: '#5c646b',
  danger: '#b3261e',
  success: '#1b6e3c',
  warning: '#8a5300',
  border: '#8a9199',
};

const lengths = {
  'font-family': 'Georgia, serif',
  'font-size': '16px',
  'line-height': '1.6',
  space: '4px',
  radius: '6px',
  'focus-ring': '3px solid #0b5cad',
  'input-border': '1px solid #8a9199',
  'card-min-height': '220px',
};

const property = (name: string, type: 'color' | 'text', value: string, sample = '') =>
  html`<label class="property"
    ><code>${name}</code><input type="${type}" name="${name}" value="${value}" placeholder="${sample}"
  /></label>`;

function choice(
  { query }: PreviewQuery,
  name: string,
  label: string,
  values: Record<string, string>,
  otherwise: string,
): Markup {
  const asked = query[name] ?? '';
  const chosen = asked in values ? asked : otherwise;
  return html`<label
    >${label}
    <select name="${name}">
      ${Object.entries(values).map(([value, text]) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${text}</option>`)}
    </select></label
  >`;
}

function page(name: PreviewPage, { locale }: PreviewQuery, body: Markup): Page {
  const t = previewWords[locale];
  const { title, lead } = t.pages[name];
  return {
    title,
    scripts: 'preview',
    wide: true,
    body: html`<nav class="preview-nav" aria-label="${t.others}">
        ${names.map((other) => html`<a href="${previewPaths[other]}" ${other === name ? 'aria-current=page' : ''}>${t.pages[other].title}</a>`)}
      </nav>
      <h1>${title}</h1>
      <p class="hint">${lead}</p>
      ${body}`,
  };
}
