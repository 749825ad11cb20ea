/** The playground's frame; what moves in it is drawn by its script. */
import { html } from 'hono/html';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

const words = {
  ja: {
    title: '壊してみる',
    lead: 'お支払いの途中で起きる5つの出来事を、1つのボタンで起こします。お客さまの画面、お店、Stripeの3つを並べて見ながら、どう直るかを確かめられます。Stripeの役は偽物が務め、お金は動きません。',
    noScript: 'このページには JavaScript が必要です。',
  },
  en: {
    title: 'Break it',
    lead: 'Five things that happen in the middle of a payment, each at the press of a button. Watch the shopper, the shop and Stripe side by side, and see what heals it. Stripe is a fake one, and no money moves.',
    noScript: 'This page needs JavaScript.',
  },
};

export function playgroundPage({ locale }: Session, { fake }: { fake: string }): Page {
  const t = words[locale];
  return {
    title: t.title,
    scripts: 'playground',
    wide: true,
    body: html`<h1>${t.title}</h1>
      <p class="hint">${t.lead}</p>
      <div id="playground" data-fake="${fake}"><noscript>${t.noScript}</noscript></div>`,
  };
}
