import { html } from 'hono/html';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

export const missingPage = ({ locale }: Session): Page =>
  locale === 'ja'
    ? message('見つかりません', 'お探しのページは見つかりませんでした。', '/', 'お店へ戻る', 404)
    : message('Not found', 'We could not find that page.', '/', 'Back to the shop', 404);

/** No order is shown and none denied: the order may well exist. */
export const unprovenPage = ({ locale }: Session): Page =>
  locale === 'ja'
    ? message(
        'ご注文の確認',
        'この画面の有効期限が切れました。ご注文の状況は、ご注文履歴またはメールでご確認ください。',
        '/orders',
        'ご注文履歴へ',
        200,
      )
    : message(
        'Your order',
        'This page has expired. You will find your order in the order list or in your mail.',
        '/orders',
        'See your orders',
        200,
      );

function message(title: string, text: string, href: string, link: string, status: 200 | 404): Page {
  return {
    title,
    status,
    body: html`<h1>${title}</h1>
      <p>${text}</p>
      <p class="actions"><a class="button" href="${href}">${link}</a></p>`,
  };
}
