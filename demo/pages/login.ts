import { html } from 'hono/html';
import type { Member } from '../../server-stub/shop/demo/demo-shop.ts';
import type { Session } from '../session.ts';
import type { Page } from './layout.ts';

const words = {
  ja: {
    title: 'ログイン',
    lead: 'お試し用の会員をお選びください。パスワードは要りません。',
    as: (name: string) => `${name} さんとしてログイン`,
  },
  en: {
    title: 'Sign in',
    lead: 'Choose one of the demo members. No password is asked.',
    as: (name: string) => `Sign in as ${name}`,
  },
};

export function loginPage({ locale }: Session, members: Member[], to: string | undefined): Page {
  const t = words[locale];
  return {
    title: t.title,
    body: html`<h1>${t.title}</h1>
      <p>${t.lead}</p>
      ${members.map(
        ({ id, contact }) =>
          html`<form method="post" action="/login" class="stack">
            <input type="hidden" name="to" value="${to === 'checkout' ? to : ''}" />
            <button class="secondary" name="member" value="${id}">${t.as(contact.name)}</button>
          </form>`,
      )}`,
  };
}
