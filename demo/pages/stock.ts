import { html } from 'hono/html';
import type { Product } from '../../server-stub/shop/demo/stock.ts';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

const words = {
  ja: {
    title: '在庫を変える',
    lead: '売り切れをお試しいただくためのページです。お支払いの途中で 0 にすると、在庫切れの流れをご覧いただけます。',
    stock: '在庫',
    held: (n: number) => `うち${n}点はお支払い手続き中`,
    set: '変更',
  },
  en: {
    title: 'Change stock',
    lead: 'For trying out what happens when something sells out. Set it to 0 in the middle of a payment.',
    stock: 'Stock',
    held: (n: number) => `${n} of them being paid for`,
    set: 'Set',
  },
};

export function stockPage({ locale }: Session, products: Product[]): Page {
  const t = words[locale];
  return {
    title: t.title,
    body: html`<h1>${t.title}</h1>
      <p>${t.lead}</p>
      <ul class="stock-list" role="list">
        ${products.map(
          ({ sku, name, stock, available }) =>
            html`<li>
              <form method="post" action="/demo/stock">
                <input type="hidden" name="sku" value="${sku}" />
                <label for="stock-${sku}"
                  >${name[locale]} <span class="visually-hidden">${t.stock}</span></label
                >
                <input
                  id="stock-${sku}"
                  type="number"
                  name="stock"
                  value="${stock}"
                  min="0"
                  max="9999"
                  inputmode="numeric"
                  required
                />
                <button class="secondary" aria-label="${name[locale]} – ${t.set}">${t.set}</button>
              </form>
              ${stock > available ? html`<p class="hint">${t.held(stock - available)}</p>` : ''}
            </li>`,
        )}
      </ul>`,
  };
}
