/** Words of the preview pages. */
import type { Locale } from '../../../src/shared/money.ts';

export type PreviewPage = 'gallery' | 'theming' | 'nested' | 'form';

export const previewPaths: Record<PreviewPage, string> = {
  gallery: '/preview',
  theming: '/preview/theming',
  nested: '/preview/nested',
  form: '/preview/form',
};

interface Words {
  pages: Record<PreviewPage, { title: string; lead: string }>;
  others: string;
  matrix: string;
  states: string;
  controls: string;
  policy: string;
  shopper: string;
  language: string;
  theme: string;
  width: string;
  error: string;
  policies: Record<'off' | 'optional' | 'required', string>;
  shoppers: Record<'guest' | 'member', string>;
  themes: Record<'light' | 'dark' | 'auto', string>;
  reset: string;
  css: string;
  appearance: string;
  depth: (depth: number) => string;
  methods: Record<'card' | 'cod' | 'bank', string>;
  pay: string;
  coupon: string;
  apply: string;
  received: string;
}

export const previewWords: Record<Locale, Words> = {
  ja: {
    pages: {
      gallery: {
        title: '表示の一覧',
        lead: '実物の <secure-checkout> を、台本どおりに答えるサーバーとStripeにつないで並べています。お金は動きません。',
      },
      theming: {
        title: '見た目の調整',
        lead: 'CSSプロパティを変えると、要素とStripeのカード入力欄の両方に効きます。',
      },
      nested: {
        title: 'シャドウルートの中',
        lead: 'カード入力欄はページ本体に置かれ、スロットを通って奥に表示されます。',
      },
      form: {
        title: 'お店のフォームの中',
        lead: '1つのフォーム、3つの支払い方法、1つの注文ボタン。カードのときだけ、支払いを終えてからフォームが送信されます。',
      },
    },
    others: 'プレビュー',
    matrix: '保存の方針 × お客さま',
    states: 'お支払いの状態',
    controls: '表示の設定',
    policy: '保存の方針',
    shopper: 'お客さま',
    language: '言語',
    theme: '配色',
    width: '幅',
    error: '承認されない理由',
    policies: { off: '保存しない', optional: '任意で保存', required: '必ず保存' },
    shoppers: { guest: 'ゲスト', member: '会員' },
    themes: { light: '明るい', dark: '暗い', auto: '端末に合わせる' },
    reset: 'はじめに戻す',
    css: 'テンプレートに書くCSS',
    appearance: 'Stripeに渡される Appearance',
    depth: (depth) => `${depth}段`,
    methods: { card: 'クレジットカード', cod: '代金引換', bank: '銀行振込' },
    pay: '注文を確定する',
    coupon: 'クーポン',
    apply: '適用する',
    received: 'フォームが受け取ったもの',
  },
  en: {
    pages: {
      gallery: {
        title: 'Every state',
        lead: 'The real <secure-checkout>, each one connected to a server and a Stripe that follow a script. No money moves.',
      },
      theming: {
        title: 'Theming',
        lead: 'Change a CSS property: it reaches the element and Stripe’s card form alike.',
      },
      nested: {
        title: 'Inside shadow roots',
        lead: 'The card form stands in the page itself and is shown further in through slots.',
      },
      form: {
        title: 'Inside the shop’s form',
        lead: 'One form, three methods, one button. By card, the form is sent only after the payment.',
      },
    },
    others: 'Preview',
    matrix: 'Saving policy × shopper',
    states: 'States of the payment',
    controls: 'What is shown',
    policy: 'Saving policy',
    shopper: 'Shopper',
    language: 'Language',
    theme: 'Colours',
    width: 'Width',
    error: 'Reason of the decline',
    policies: { off: 'Never saved', optional: 'Saved if agreed', required: 'Always saved' },
    shoppers: { guest: 'Guest', member: 'Member' },
    themes: { light: 'Light', dark: 'Dark', auto: 'As the device' },
    reset: 'Back to the defaults',
    css: 'CSS for your template',
    appearance: 'Appearance handed to Stripe',
    depth: (depth) => (depth === 1 ? 'One deep' : depth === 2 ? 'Two deep' : 'Three deep'),
    methods: { card: 'Credit or debit card', cod: 'Cash on delivery', bank: 'Bank transfer' },
    pay: 'Place order',
    coupon: 'Coupon',
    apply: 'Apply',
    received: 'What the form received',
  },
};
