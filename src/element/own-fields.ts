/** What the element itself asks of the shopper, because neither the shop nor Stripe's form does. */
import type { Billing } from '../checkout/page.ts';
import type { FieldError } from '../checkout/state.ts';
import type { Connection } from './connection.ts';

/** What the shop's cart knows, and before it the page. */
function known({ view, element }: Connection): Billing {
  return { ...view?.billing, ...element.billingDetails };
}

export function billingOf(connection: Connection): Billing {
  const { email, cardholder } = connection.answers;
  return { ...known(connection), ...(email && { email }), ...(cardholder && { name: cardholder }) };
}

/** 3-D Secure needs one of the two. */
export function asksEmail(connection: Connection): boolean {
  const { email, phone } = known(connection);
  return Boolean(connection.view) && !email && !phone;
}

/** What is wrong with the fields that are not Stripe's. */
export function findWrong(connection: Connection): FieldError[] {
  const { answers, element, view, late, words } = connection;
  const { email, cardholder, dataConsented } = answers;
  const fields = {
    ...(asksEmail(connection) && { email }),
    ...(element.cardholderField && { cardholder }),
    ...(view?.threeDSecureData === 'checkbox' && { dataConsent: dataConsented }),
  };
  return late?.findWrong(fields, words) ?? [];
}
