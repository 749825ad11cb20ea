/** What the law on specified commercial transactions (特定商取引法 12条の6) wants on the last screen, each with a way to change it. */
import { html } from 'hono/html';
import { formatMoney, type Locale } from '../../src/shared/money.ts';
import { regions } from '../../server-stub/shop/demo/facts.ts';
import type { DemoCart } from '../../server-stub/shop/demo/tables.ts';
import type { Method } from './checkout.ts';
import type { Markup } from './layout.ts';

const words = {
  ja: {
    title: '最終確認',
    colon: '：',
    inParentheses: (text: string) => `（${text}）`,
    change: '変更',
    details: '詳しく',
    items: '商品と数量',
    price: 'お支払い総額',
    shipping: '送料',
    tax: '税込',
    delivery: 'お届け先',
    payment: 'お支払いの方法と時期',
    cardTiming:
      'ご注文時にご利用枠を確保し、発送までに請求を確定します。お引き落とし日はカード会社の規約によります',
    when: 'お引き渡し時期',
    whenText: 'ご注文から3営業日以内に発送します',
    whenBank: '（銀行振込はご入金の確認後）',
    period: '申込みの期間',
    periodText: '期間の定めはありません（在庫がなくなり次第終了）',
    cancel: '撤回・解除',
    cancelText:
      '発送前はご連絡により取り消せます。お客さま都合の返品は到着後8日以内・未使用のものに限り、送料はお客さまのご負担です。不良品は交換または返金します',
  },
  en: {
    title: 'Final confirmation',
    colon: ': ',
    inParentheses: (text: string) => ` (${text})`,
    change: 'Change',
    details: 'Details',
    items: 'Items and quantity',
    price: 'Total to pay',
    shipping: 'Shipping',
    tax: 'tax included',
    delivery: 'Delivered to',
    payment: 'How and when you pay',
    cardTiming:
      'The amount is reserved when you order and charged by the time we ship; your issuer sets the billing date',
    when: 'Delivery time',
    whenText: 'Shipped within 3 business days of your order',
    whenBank: ' (bank transfer: once it has arrived)',
    period: 'Offer period',
    periodText: 'No fixed period; while stock lasts',
    cancel: 'Withdrawal and cancellation',
    cancelText:
      'You can cancel until we ship. Unused goods can be returned within 8 days of arrival at your cost of shipping. Faulty goods are replaced or refunded',
  },
};

export function finalConfirmation(locale: Locale, cart: DemoCart, methods: Method[]): Markup {
  const t = words[locale];
  const money = (amount: number) => formatMoney(amount, cart.currency, locale);
  const { contact, delivery } = cart;
  const country = regions.find(({ code }) => code === contact.country)?.name[locale] ?? contact.country;

  const row = (term: string, value: Markup | string, href: string, label = t.change): Markup =>
    html`<div>
      <dt>${term}</dt>
      <dd>${value}</dd>
      <dd class="change"><a href="${href}" aria-label="${term} – ${label}">${label}</a></dd>
    </div>`;

  const items = cart.lines.map(
    ({ name, quantity, unitPrice }) =>
      html`<span class="line"
        ><span>${name} × ${quantity}</span> <span>${money(unitPrice * quantity)}</span></span
      >`,
  );
  const ways = methods.map(
    ({ id, name, timing }) =>
      html`<span class="way way-${id}">${name[locale]}${t.colon}${timing?.[locale] ?? t.cardTiming}</span>`,
  );

  return html`<section class="confirmation" aria-labelledby="confirmation-title">
    <h2 id="confirmation-title">${t.title}</h2>
    <dl>
      ${row(t.items, html`${items}`, '/cart')}
      ${row(
        t.price,
        html`<span class="line"><span>${t.shipping}</span> <span>${money(cart.shipping)}</span></span>
          <strong class="grand-total">${money(cart.amount)} <small>${t.tax}</small></strong>`,
        '/cart',
      )}
      ${row(
        t.delivery,
        html`${contact.name}<br />${delivery.postal} ${delivery.address}${t.inParentheses(country)}<br />${contact.phone}<br />${contact.email}`,
        '/checkout?edit=contact',
      )}
      ${row(t.payment, html`${ways}`, '#methods')}
      ${row(t.when, html`${t.whenText}<span class="way way-bank">${t.whenBank}</span>`, '/checkout?edit=contact')}
      ${row(t.period, t.periodText, '/cart')} ${row(t.cancel, t.cancelText, '/law', t.details)}
    </dl>
  </section>`;
}
