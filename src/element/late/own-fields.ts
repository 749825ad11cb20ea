/** What the element itself asks of the shopper, because neither the shop nor Stripe's form does. */
import type { TemplateResult } from 'lit';
import { findWrong } from '../../checkout/fields.ts';
import type { Billing } from '../../checkout/page.ts';
import type { FieldError } from '../../checkout/state.ts';
import type { Messages } from '../../locales/messages.ts';
import type { Connection } from '../connection.ts';
import type { Html } from './html.ts';
import { renderTestCards } from './test-cards.ts';
import { renderTextField } from './text-field.ts';

/** What the shop's cart knows, and before it the page. */
function known({ view, element }: Connection): Billing {
  return { ...view?.billing, ...element.billingDetails };
}

export function billingOf(connection: Connection): Billing {
  const { email, cardholder } = connection.answers;
  return { ...known(connection), ...(email && { email }), ...(cardholder && { name: cardholder }) };
}

/** 3-D Secure needs one of the two. */
function asksEmail(connection: Connection): boolean {
  const { email, phone } = known(connection);
  return Boolean(connection.view) && !email && !phone;
}

/** What is wrong with the fields that are not Stripe's. */
export function wrongFields(connection: Connection): FieldError[] {
  const { answers, element, view, words } = connection;
  const { email, cardholder, dataConsented } = answers;
  const fields = {
    ...(asksEmail(connection) && { email }),
    ...(element.cardholderField && { cardholder }),
    ...(view?.threeDSecureData === 'checkbox' && { dataConsent: dataConsented }),
  };
  return findWrong(fields, words);
}

/** Between Stripe's form and what is agreed to. */
export function renderFields(
  html: Html,
  connection: Connection,
  words: Messages,
  errors: readonly FieldError[],
): (TemplateResult | undefined)[] {
  const { view, locale, cardsOpen, answers, state, element } = connection;
  const common = (field: 'email' | 'cardholder') => ({
    id: field,
    label: words[field],
    value: answers[field],
    disabled: state.status === 'processing',
    error: errors.find((error) => error.field === field)?.text,
    onInput: (value: string) => connection.answer({ [field]: value }),
  });
  return [
    view?.stripe.publishableKey.startsWith('pk_test_')
      ? renderTestCards(html, locale, cardsOpen, (cardsOpen) => connection.set({ cardsOpen }))
      : undefined,
    element.cardholderField
      ? renderTextField(html, { ...common('cardholder'), type: 'text', autocomplete: 'cc-name' })
      : undefined,
    asksEmail(connection)
      ? renderTextField(html, { ...common('email'), type: 'email', autocomplete: 'email' })
      : undefined,
  ];
}
