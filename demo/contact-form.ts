/** The address form: what is asked, and what is wrong with an answer. */
import type { Contact } from '../server-stub/shop/demo/tables.ts';
import { regions } from '../server-stub/shop/demo/facts.ts';

export type ContactField = keyof Contact;

const most = 200;

export function readContact(form: Record<string, unknown>): Contact {
  const field = (name: ContactField) =>
    String(form[name] ?? '')
      .trim()
      .slice(0, most);
  return {
    name: field('name'),
    // Full-width letters and digits are what Japanese keyboards give.
    email: field('email').normalize('NFKC'),
    phone: field('phone').normalize('NFKC'),
    country: field('country'),
    postal: field('postal').normalize('NFKC'),
    address: field('address'),
  };
}

const rules: Record<ContactField, (value: string) => boolean> = {
  name: (value) => value !== '',
  email: (value) => /^[^\s@<>,"]+@[^\s@<>,"]+\.[^\s@<>,"]+$/.test(value),
  phone: (value) => /^\+?[\d\s()-]{9,20}$/.test(value),
  country: (value) => regions.some(({ code }) => code === value),
  postal: (value) => /^[\dA-Za-z][\dA-Za-z -]{2,11}$/.test(value),
  address: (value) => value !== '',
};

export function findContactErrors(contact: Contact): ContactField[] {
  const fields: ContactField[] = ['name', 'email', 'phone', 'country', 'postal', 'address'];
  return fields.filter((field) => !rules[field](contact[field]));
}
