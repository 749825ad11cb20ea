import { html } from 'hono/html';
import { formatMoney } from '../../src/shared/money.ts';
import type { CheckoutResultClaims } from '../../src/shared/contract.ts';
import type { DemoCart } from '../../server-stub/shop/demo/tables.ts';
import type { Product } from '../../server-stub/shop/demo/stock.ts';
import { freeShippingFrom } from '../../server-stub/shop/demo/facts.ts';
import type { Session } from '../session.ts';
import type { Markup, Page } from './layout.ts';

const words = {
  ja: {
    title: 'カート',
    empty: 'カートは空です。',
    back: 'お買い物を続ける',
    quantity: '数量',
    update: '変更',
    remove: '削除',
    subtotal: '小計',
    shipping: '送料',
    total: '合計（税込）',
    free: (amount: string) => `国内は${amount}以上のお買い上げで送料無料`,
    next: 'ご注文内容の確認へ',
    gone: (item: string) => `「${item}」は在庫がなくなりました。`,
    held: (item: string) =>
      `「${item}」は、ほかのお客さまがお手続き中です。しばらくすると、ふたたびお求めいただけることがあります。`,
    noOrder: 'ご注文は成立していません。数量を変えるか、カートから外してお進みください。',
    reference: 'お問い合わせ番号：',
    few: (n: number) => (n === 0 ? '在庫がありません' : `在庫は${n}点です`),
    tooMany: '在庫を超える商品があります。数量を変えるか削除すると、お進みいただけます。',
  },
  en: {
    title: 'Cart',
    empty: 'Your cart is empty.',
    back: 'Continue shopping',
    quantity: 'Qty',
    update: 'Update',
    remove: 'Remove',
    subtotal: 'Subtotal',
    shipping: 'Shipping',
    total: 'Total (tax included)',
    free: (amount: string) => `Free shipping in Japan from ${amount}`,
    next: 'Review your order',
    gone: (item: string) => `"${item}" has sold out.`,
    held: (item: string) => `"${item}" is being bought by another customer. It may come back in a while.`,
    noOrder: 'No order was placed. Change the quantity or remove it to go on.',
    reference: 'Reference: ',
    few: (n: number) => (n === 0 ? 'Out of stock' : `Only ${n} in stock`),
    tooMany: 'Some items exceed our stock. Change the quantity or remove them to go on.',
  },
};

export interface CartView {
  cart: DemoCart | undefined;
  products: Product[];
  result: CheckoutResultClaims | undefined;
}

export function cartPage({ locale }: Session, { cart, products, result }: CartView): Page {
  const t = words[locale];
  const money = (amount: number) => formatMoney(amount, 'jpy', locale);
  const product = (sku: string) => products.find((one) => one.sku === sku);
  const nameOf = (sku: string) => product(sku)?.name[locale] ?? sku;
  const lines = cart?.lines ?? [];
  const stockOf = (sku: string) => product(sku)?.stock ?? 0;
  const tooMany = lines.some(({ sku, quantity }) => stockOf(sku) < quantity);

  const soldOut =
    result?.outcome === 'sold-out'
      ? html`<div class="notice notice-warning" role="alert">
          ${result.items?.map(({ sku, state }) => html`<p><strong>${t[state](nameOf(sku))}</strong></p>`)}
          <p>${t.noOrder}</p>
          ${result.reference ? html`<p>${t.reference}${result.reference}</p>` : ''}
        </div>`
      : '';

  const line = ({ sku, quantity, unitPrice }: DemoCart['lines'][number]): Markup => {
    const stock = stockOf(sku);
    return html`<li class="cart-line">
      <img src="/demo/${sku}.svg" alt="" width="96" height="72" />
      <div>
        <h2>${nameOf(sku)}</h2>
        <p>${money(unitPrice)} × ${quantity} = <strong>${money(unitPrice * quantity)}</strong></p>
        ${stock < quantity ? html`<p class="stock stock-low">${t.few(stock)}</p>` : ''}
        <div class="cart-line-forms">
          <form method="post" action="/cart/quantity">
            <input type="hidden" name="sku" value="${sku}" />
            <label
              >${t.quantity}
              <input
                type="number"
                name="quantity"
                value="${quantity}"
                min="1"
                max="99"
                inputmode="numeric"
                required
            /></label>
            <button class="secondary" aria-label="${nameOf(sku)} – ${t.update}">${t.update}</button>
          </form>
          <form method="post" action="/cart/quantity">
            <input type="hidden" name="sku" value="${sku}" /><input type="hidden" name="quantity" value="0" />
            <button class="link" aria-label="${nameOf(sku)} – ${t.remove}">${t.remove}</button>
          </form>
        </div>
      </div>
    </li>`;
  };

  return {
    title: t.title,
    body: html`<h1>${t.title}</h1>
      ${soldOut}
      ${
        cart && lines.length > 0
          ? html`<ul class="cart-lines" role="list">
                ${lines.map(({ ...row }) => line(row))}
              </ul>
              <dl class="totals">
                <div>
                  <dt>${t.subtotal}</dt>
                  <dd>${money(cart.subtotal)}</dd>
                </div>
                <div>
                  <dt>${t.shipping}</dt>
                  <dd>${money(cart.shipping)}</dd>
                </div>
                <div class="total">
                  <dt>${t.total}</dt>
                  <dd>${money(cart.amount)}</dd>
                </div>
              </dl>
              <p class="hint">${t.free(money(freeShippingFrom))}</p>
              <p class="actions">
                ${tooMany ? html`<strong>${t.tooMany}</strong>` : html`<a class="button" href="/checkout">${t.next}</a>`}
                <a href="/">${t.back}</a>
              </p>`
          : html`<p>${t.empty}</p>
              <p class="actions"><a class="button" href="/">${t.back}</a></p>`
      }`,
  };
}
