import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { shopName } from '../../server-stub/shop/demo/facts.ts';
import type { Session } from '../session.ts';

export type Markup = ReturnType<typeof html>;

export interface Page {
  title: string;
  body: Markup;
  status?: ContentfulStatusCode;
  /** The page carries the element: its scripts are asked for at once. On a preview page both of its sides are scripted. */
  scripts?: 'checkout' | 'preview' | 'playground';
  wide?: true;
}

export interface Frame {
  session: Session;
  /** Things in the cart. */
  items: number;
  url: URL;
  stripeJs?: string | undefined;
  playground?: boolean;
}

const words = {
  ja: {
    skip: '本文へ',
    cart: 'カート',
    items: '点',
    language: 'English',
    login: 'ログイン',
    logout: 'ログアウト',
    orders: 'ご注文履歴',
    law: '特定商取引法に基づく表記',
    stock: '在庫を変える（お試し用）',
    preview: '表示の一覧（制作者用）',
    stripe: 'Stripe側を見る（お試し用）',
    playground: '壊してみる（お試し用）',
    note: 'これはお試し用のお店です。商品は届かず、代金もかかりません。',
  },
  en: {
    skip: 'Skip to content',
    cart: 'Cart',
    items: ' in it',
    language: '日本語',
    login: 'Sign in',
    logout: 'Sign out',
    orders: 'Orders',
    law: 'Legal notice',
    stock: 'Change stock (demo)',
    preview: 'Every state (for developers)',
    stripe: 'Stripe’s side (demo)',
    playground: 'Break it (demo)',
    note: 'This is a demonstration shop. Nothing is shipped and nothing is charged.',
  },
};

export function layout(frame: Frame, page: Page): Markup {
  const { session, items, url } = frame;
  const { locale, member } = session;
  const t = words[locale];
  const other = new URLSearchParams(url.searchParams);
  other.set('lang', locale === 'ja' ? 'en' : 'ja');
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} | ${shopName[locale]}</title>
        ${page.scripts === 'checkout' ? checkoutScripts(frame) : ''}${page.scripts === 'preview' ? previewScripts : ''}${page.scripts === 'playground' ? playgroundScripts : ''}
        <link rel="stylesheet" href="/demo/shop.css" />
        <link rel="icon" href="/demo/mark.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#main">${t.skip}</a>
        <header class="site-header">
          <a class="brand" href="/"
            ><img src="/demo/mark.svg" alt="" width="28" height="28" />${shopName[locale]}</a
          >
          <nav aria-label="${locale === 'ja' ? 'メニュー' : 'Menu'}">
            <a href="?${other}" lang="${locale === 'ja' ? 'en' : 'ja'}">${t.language}</a>
            ${
              member
                ? html`<form method="post" action="/logout"><button class="link">${t.logout}</button></form>`
                : html`<a href="/login">${t.login}</a>`
            }
            <a href="/cart"
              >${t.cart}${items > 0 ? html`<span class="count">${items}<span class="visually-hidden">${t.items}</span></span>` : ''}</a
            >
          </nav>
        </header>
        <main id="main" class="${page.wide ? 'wide' : 'narrow'}">${page.body}</main>
        <footer class="site-footer">
          <p>${t.note}</p>
          <p>
            <a href="/orders">${t.orders}</a> <a href="/law">${t.law}</a> <a href="/demo/stock">${t.stock}</a>
            <a href="/preview">${t.preview}</a>
            ${frame.playground ? html`<a href="/playground">${t.playground}</a>` : ''}
            ${frame.stripeJs ? html`<a href="${new URL(`/?lang=${locale}`, frame.stripeJs)}">${t.stripe}</a>` : ''}
          </p>
        </footer>
      </body>
    </html>`;
}

/** Stripe.js comes from Stripe: only asked for early. The fake's defines itself before the element looks for it. */
function checkoutScripts({ stripeJs }: Frame): Markup {
  return html`${
      stripeJs
        ? html`<script src="${stripeJs}"></script>`
        : html`<link rel="preload" as="script" href="https://js.stripe.com/endive/stripe.js" />`
    }
    <script type="module" src="/assets/secure-checkout.min.js"></script>
    <script type="module" src="/demo/checkout.js"></script>`;
}

const previewScripts = html`<link rel="stylesheet" href="/demo/preview.css" />
  <script type="module" src="/assets/secure-checkout.min.js"></script>
  <script type="module" src="/demo/preview.js"></script>`;

const playgroundScripts = html`<link rel="stylesheet" href="/demo/playground.css" />
  <script type="module" src="/demo/playground.js"></script>`;
