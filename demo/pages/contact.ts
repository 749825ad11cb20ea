import { html } from 'hono/html';
import type { Contact } from '../../server-stub/shop/demo/tables.ts';
import { regions } from '../../server-stub/shop/demo/facts.ts';
import type { ContactField } from '../contact-form.ts';
import type { Session } from '../session.ts';
import type { Markup, Page } from './layout.ts';

const words = {
  ja: {
    title: 'お届け先とご連絡先',
    sample: 'お試し用に記入してあります。そのままお進みいただけます。',
    fields: {
      name: 'お名前',
      email: 'メールアドレス',
      phone: '電話番号',
      country: '国・地域',
      postal: '郵便番号',
      address: 'ご住所',
    },
    next: 'この内容で進む',
    summary: '次の項目をご確認ください',
    wrong: (field: string) => `${field}を正しく入力してください`,
  },
  en: {
    title: 'Delivery and contact',
    sample: 'Filled in for trying out; you can go straight on.',
    fields: {
      name: 'Name',
      email: 'E-mail',
      phone: 'Phone',
      country: 'Country or region',
      postal: 'Postal code',
      address: 'Address',
    },
    next: 'Continue',
    summary: 'Please check these fields',
    wrong: (field: string) => `Enter a valid ${field.toLowerCase()}`,
  },
};

const inputs: Record<Exclude<ContactField, 'country'>, { type: string; autocomplete: string }> = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  postal: { type: 'text', autocomplete: 'postal-code' },
  address: { type: 'text', autocomplete: 'street-address' },
};

export function contactPage(
  { locale }: Session,
  { contact, errors }: { contact: Contact; errors: ContactField[] },
): Page {
  const t = words[locale];
  const isWrong = (field: ContactField) => errors.includes(field);
  const error = (field: ContactField) =>
    isWrong(field) ? html`<p class="error" id="${field}-error">${t.wrong(t.fields[field])}</p>` : '';
  const marks = (field: ContactField) =>
    isWrong(field) ? html`aria-invalid="true" aria-describedby="${field}-error"` : '';

  const input = (field: keyof typeof inputs): Markup =>
    html`<div class="field">
      <label for="${field}">${t.fields[field]}</label>
      <input
        id="${field}"
        name="${field}"
        type="${inputs[field].type}"
        autocomplete="${inputs[field].autocomplete}"
        value="${contact[field]}"
        maxlength="200"
        required
        ${marks(field)}
      />
      ${error(field)}
    </div>`;

  const country = html`<div class="field">
    <label for="country">${t.fields.country}</label>
    <select id="country" name="country" autocomplete="country" ${marks('country')}>
      ${regions.map(
        ({ code, name }) =>
          html`<option value="${code}" ${code === contact.country ? 'selected' : ''}>
            ${name[locale]}
          </option>`,
      )}
    </select>
    ${error('country')}
  </div>`;

  return {
    title: t.title,
    body: html`<h1>${t.title}</h1>
      ${
        errors.length > 0
          ? html`<div class="notice notice-warning" role="alert">
              <h2>${t.summary}</h2>
              <ul>
                ${errors.map((field) => html`<li><a href="#${field}">${t.wrong(t.fields[field])}</a></li>`)}
              </ul>
            </div>`
          : html`<p class="hint">${t.sample}</p>`
      }
      <form method="post" action="/checkout/contact" class="stack" novalidate>
        ${input('name')} ${input('email')} ${input('phone')} ${country} ${input('postal')} ${input('address')}
        <p class="actions"><button>${t.next}</button></p>
      </form>`,
  };
}
