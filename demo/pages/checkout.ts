/** Check & shipping. The final confirmation stands above every button that forms the order. */
import { html, raw } from 'hono/html';
import { formatMoney, type Locale } from '../../src/shared/money.ts';
import type { CheckoutResultClaims } from '../../src/shared/contract.ts';
import type { BrandMark } from '../../server-stub/settings/brand-marks.ts';
import type { DirectMethod, Text } from '../../server-stub/shop/demo/facts.ts';
import type { DemoCart } from '../../server-stub/shop/demo/tables.ts';
import type { Session } from '../session.ts';
import { finalConfirmation } from './confirmation.ts';
import type { Markup, Page } from './layout.ts';

export interface Method {
  id: 'card' | DirectMethod;
  sort: number;
  name: Text;
  description?: Text;
  timing?: Text | undefined;
  marks?: BrandMark[] | undefined;
}

export interface CheckoutPageView {
  cart: DemoCart;
  methods: Method[];
  chosen: Method['id'] | undefined;
  token: string;
  endpoint: string;
  result: CheckoutResultClaims | undefined;
}

const words = {
  ja: {
    title: 'ご注文内容の確認',
    guest: 'ゲストとして購入します。',
    login: '会員としてログイン',
    member: '会員として購入します。',
    methods: 'お支払い方法',
    marks: 'ご利用いただけるカード：',
    order: (amount: string) => `注文を確定する（${amount}）`,
    noScript: 'カードでのお支払いには JavaScript が必要です。ほかのお支払い方法もご利用いただけます。',
    unavailable: 'カードでのお支払いは、ただいまご利用いただけません。ほかのお支払い方法をお選びください。',
    left: 'お支払いの手続きを中止しました。ご注文は成立していません。',
    closed: 'お支払いの手続きは終了しました。ご注文は成立していません。',
    elsewhere: 'このご注文は、別の画面でお支払いが済んでいます。',
    seeOrder: 'ご注文を見る',
    reference: 'お問い合わせ番号：',
  },
  en: {
    title: 'Review your order',
    guest: 'You are buying as a guest.',
    login: 'Sign in as a member',
    member: 'You are buying as a member.',
    methods: 'Payment method',
    marks: 'Cards we accept: ',
    order: (amount: string) => `Place order – ${amount}`,
    noScript: 'Paying by card needs JavaScript. The other methods work without it.',
    unavailable: 'Card payment is not available right now. Please choose another method.',
    left: 'You left the payment. No order was placed.',
    closed: 'The payment has ended. No order was placed.',
    elsewhere: 'This order was paid on another screen.',
    seeOrder: 'See the order',
    reference: 'Reference: ',
  },
};

export function checkoutPage(session: Session, view: CheckoutPageView): Page {
  const { locale, member } = session;
  const { cart, methods, chosen } = view;
  const t = words[locale];

  const method = ({ id, name, description, marks = [] }: Method): Markup =>
    html`<div class="method">
      <label class="method-choice">
        <input
          type="radio"
          name="method"
          id="method-${id}"
          value="${id}"
          form="order-form"
          ${id === chosen ? 'checked' : ''}
          ${marks.length > 0 ? raw(`aria-labelledby="name-${id}" aria-describedby="marks-${id}"`) : ''}
        />
        <span id="name-${id}">${name[locale]}</span>
        ${marks.length > 0 ? brandMarks(`marks-${id}`, t.marks, marks, locale) : ''}
      </label>
      <div class="method-panel">
        ${id === 'card' ? element(session, view) : html`<p>${description?.[locale]}</p>`}
      </div>
    </div>`;

  return {
    title: t.title,
    scripts: 'checkout',
    body: html`<h1>${t.title}</h1>
      ${outcome(session, view.result)}
      <p class="who">${member ? t.member : html`${t.guest} <a href="/login?to=checkout">${t.login}</a>`}</p>
      ${finalConfirmation(locale, cart, methods)}
      <section id="methods" aria-labelledby="methods-title">
        <h2 id="methods-title">${t.methods}</h2>
        <p class="notice notice-warning" id="card-unavailable" role="status" hidden>${t.unavailable}</p>
        <fieldset>
          <legend class="visually-hidden">${t.methods}</legend>
          ${methods.map(method)}
        </fieldset>
        <form id="order-form" method="post" action="/checkout/order">
          <input type="hidden" name="version" value="${cart.version}" />
          <button class="order-button">${t.order(formatMoney(cart.amount, cart.currency, locale))}</button>
        </form>
      </section>`,
  };
}

/** Within the label, so that a press on a mark chooses the method; the method's name stays its own. */
const brandMarks = (id: string, title: string, marks: BrandMark[], locale: Locale): Markup =>
  html`<span class="marks" id="${id}"
    ><span class="visually-hidden">${title}</span>${marks.map(
      ({ mark, name }) => html`<span class="mark" role="img" aria-label="${name[locale]}">${mark}</span> `,
    )}</span
  >`;

function element({ locale }: Session, { endpoint, token, cart }: CheckoutPageView): Markup {
  return html`<secure-checkout
    endpoint="${endpoint}"
    token="${token}"
    lang="${locale}"
    data-cart-version="${cart.version}"
    ><noscript>${words[locale].noScript}</noscript></secure-checkout
  >`;
}

function outcome({ locale }: Session, result: CheckoutResultClaims | undefined): Markup | '' {
  const t = words[locale];
  if (!result || result.outcome === 'paid' || result.outcome === 'sold-out') return '';
  const text = { left: t.left, closed: t.closed, 'paid-elsewhere': t.elsewhere }[result.outcome];
  return html`<div class="notice" role="status">
    <p>${text} ${result.order ? html`<a href="/orders/${result.order}">${t.seeOrder}</a>` : ''}</p>
    ${result.reference ? html`<p>${t.reference}${result.reference}</p>` : ''}
  </div>`;
}
