import { html } from 'hono/html';
import { formatMoney } from '../../src/shared/money.ts';
import type { Product } from '../../server-stub/shop/demo/stock.ts';
import type { Session } from '../session.ts';
import type { Markup, Page } from './layout.ts';

const words = {
  ja: {
    title: '商品一覧',
    lead: '湯を沸かし、葉を量り、少し待つ。',
    sub: '全国の窯元とお茶どころから、毎日の一杯のための道具と茶葉を。',
    tax: '税込',
    add: 'カートに入れる',
    soldOut: '在庫切れ',
    last: (n: number) => `残り${n}点`,
    inStock: '在庫あり',
  },
  en: {
    title: 'All products',
    lead: 'Boil, measure, wait a little.',
    sub: 'Leaves and tools for a daily cup, from kilns and tea fields all over Japan.',
    tax: 'tax incl.',
    add: 'Add to cart',
    soldOut: 'Sold out',
    last: (n: number) => `Only ${n} left`,
    inStock: 'In stock',
  },
};

export function catalogPage({ locale }: Session, products: Product[]): Page {
  const t = words[locale];
  const card = (product: Product): Markup =>
    html`<li class="product">
      <img src="/demo/${product.sku}.svg" alt="" width="320" height="240" />
      <h2>${product.name[locale]}</h2>
      <p class="product-description">${product.description[locale]}</p>
      <p class="price">${formatMoney(product.price, 'jpy', locale)} <small>${t.tax}</small></p>
      <p class="stock ${product.available <= 3 ? 'stock-low' : ''}">
        ${product.available === 0 ? t.soldOut : product.available <= 3 ? t.last(product.available) : t.inStock}
      </p>
      <form method="post" action="/cart/add">
        <input type="hidden" name="sku" value="${product.sku}" />
        <button aria-label="${product.name[locale]} – ${t.add}" ${product.stock === 0 ? 'disabled' : ''}>
          ${t.add}
        </button>
      </form>
    </li>`;
  return {
    title: t.title,
    wide: true,
    body: html`<div class="hero">
        <h1>${t.lead}</h1>
        <p>${t.sub}</p>
      </div>
      <ul class="products" role="list">
        ${products.map(card)}
      </ul>`,
  };
}
