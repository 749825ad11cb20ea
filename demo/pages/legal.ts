import { html } from 'hono/html';
import { formatMoney } from '../../src/shared/money.ts';
import { freeShippingFrom, shopContact, shopName } from '../../server-stub/shop/demo/facts.ts';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

export function legalPage({ locale }: Session): Page {
  const free = formatMoney(freeShippingFrom, 'jpy', locale);
  const { title, rows } = locale === 'ja' ? ja(free) : en(free);
  return {
    title,
    body: html`<h1>${title}</h1>
      <dl class="legal">
        ${rows.map(
          ([term, text]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>`,
  };
}

const ja = (free: string) => ({
  title: '特定商取引法に基づく表記',
  rows: [
    ['販売業者', `${shopName.ja}（架空のお店です）`],
    ['お問い合わせ', shopContact],
    ['販売価格', '各商品ページに表示する税込価格'],
    ['商品代金以外の料金', `送料 国内550円（${free}以上は無料）、海外2,500円。銀行振込の手数料`],
    [
      'お支払いの方法と時期',
      'クレジットカード（カード欄の表示のとおり）、代金引換（お受け取り時）、銀行振込（ご注文から7日以内）',
    ],
    ['お引き渡し時期', 'ご注文から3営業日以内に発送。銀行振込はご入金の確認後'],
    ['申込みの期間', '定めはありません。在庫がなくなり次第、終了します'],
    [
      '撤回・解除',
      '発送前はご連絡により取り消せます。お客さま都合の返品は到着後8日以内・未使用のものに限り、送料はお客さまのご負担です。不良品は交換または返金します',
    ],
  ] as const,
});

const en = (free: string) => ({
  title: 'Legal notice',
  rows: [
    ['Seller', `${shopName.en} (a fictitious shop)`],
    ['Contact', shopContact],
    ['Prices', 'As shown, tax included'],
    ['Other costs', `Shipping ¥550 in Japan (free from ${free}), ¥2,500 abroad; bank transfer fees`],
    ['Payment', 'Card (as its section says), cash on delivery, bank transfer within 7 days'],
    ['Delivery', 'Shipped within 3 business days; bank transfer: once it has arrived'],
    ['Offer period', 'None; while stock lasts'],
    [
      'Withdrawal and cancellation',
      'You can cancel until we ship. Unused goods can be returned within 8 days of arrival at your cost of shipping. Faulty goods are replaced or refunded',
    ],
  ] as const,
});
