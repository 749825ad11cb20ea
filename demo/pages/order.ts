import { html } from 'hono/html';
import { formatMoney } from '../../src/shared/money.ts';
import { orderStatuses } from '../../server-stub/shop/demo/facts.ts';
import type { Mail } from '../../server-stub/shop/mail/compose.ts';
import type { ShopOrder } from '../../server-stub/shop/demo/tables.ts';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

const words = {
  ja: {
    thanks: 'ご注文ありがとうございます',
    order: 'ご注文',
    orders: 'ご注文履歴',
    number: 'ご注文番号',
    status: '状況',
    total: 'お支払い総額',
    method: 'お支払い方法',
    reference: 'お問い合わせ番号',
    mail: '確認メール',
    mailLead: '次の内容のメールをお送りします。',
    to: '宛先',
    subject: '件名',
    back: 'お買い物を続ける',
    none: 'まだご注文はありません。',
  },
  en: {
    thanks: 'Thank you for your order',
    order: 'Your order',
    orders: 'Your orders',
    number: 'Order number',
    status: 'Status',
    total: 'Total',
    method: 'Payment',
    reference: 'Reference',
    mail: 'Confirmation mail',
    mailLead: 'This is the mail we send you.',
    to: 'To',
    subject: 'Subject',
    back: 'Continue shopping',
    none: 'You have no orders yet.',
  },
};

export function orderPage(
  { locale }: Session,
  order: ShopOrder,
  mail: Pick<Mail, 'to' | 'subject' | 'text'>,
  { placed }: { placed: boolean },
): Page {
  const t = words[locale];
  const { snapshot } = order;
  const status = orderStatuses.find(({ id }) => id === order.status)?.name[locale] ?? order.status;
  const title = placed ? t.thanks : t.order;
  return {
    title,
    body: html`<h1>${title}</h1>
      <p class="order-number">${t.number} <strong id="order-number">${order.order_no}</strong></p>
      <dl class="totals">
        ${snapshot.lines.map(
          ({ name, quantity, unitPrice }) =>
            html`<div>
              <dt>${name} × ${quantity}</dt>
              <dd>${formatMoney(quantity * unitPrice, snapshot.currency, locale)}</dd>
            </div>`,
        )}
        <div class="total">
          <dt>${t.total}</dt>
          <dd>${formatMoney(snapshot.amount, snapshot.currency, locale)}</dd>
        </div>
        <div>
          <dt>${t.method}</dt>
          <dd>${order.method}</dd>
        </div>
        <div>
          <dt>${t.status}</dt>
          <dd>${status}</dd>
        </div>
        ${
          order.reference
            ? html`<div>
                <dt>${t.reference}</dt>
                <dd>${order.reference}</dd>
              </div>`
            : ''
        }
      </dl>
      <section class="mail" aria-labelledby="mail-title">
        <h2 id="mail-title">${t.mail}</h2>
        <p class="hint">${t.mailLead}</p>
        <div class="mail-preview" lang="${snapshot.locale}">
          <p>${t.to}: ${mail.to}<br />${t.subject}: <strong>${mail.subject}</strong></p>
          <div class="mail-text">${mail.text}</div>
        </div>
      </section>
      <p class="actions"><a class="button" href="/">${t.back}</a></p>`,
  };
}

export function ordersPage({ locale }: Session, orders: ShopOrder[]): Page {
  const t = words[locale];
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  });
  return {
    title: t.orders,
    body: html`<h1>${t.orders}</h1>
      ${
        orders.length === 0
          ? html`<p>${t.none}</p>`
          : html`<ul class="orders" role="list">
              ${orders.map(
                ({ order_no, created_at, snapshot, method }) =>
                  html`<li>
                    <a href="/orders/${order_no}">${t.number} ${order_no}</a>
                    <span>${time.format(created_at)}</span>
                    <span>${formatMoney(snapshot.amount, snapshot.currency, locale)} ・ ${method}</span>
                  </li>`,
              )}
            </ul>`
      }
      <p class="actions"><a class="button" href="/">${t.back}</a></p>`,
  };
}
