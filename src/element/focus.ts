/** Where the keyboard goes. */
import { mayPay, type Field } from '../checkout/state.ts';
import type { Connection } from './connection.ts';

function find({ element }: Connection, selector: string): HTMLElement | null {
  return element.renderRoot.querySelector<HTMLElement>(selector);
}

/** Into the card form, or to what there is to decide. */
export function focusFirst(connection: Connection, options?: FocusOptions): void {
  const form = mayPay(connection.state) && connection.controller?.form;
  if (form) form.focus();
  else find(connection, '.panel :is(button, a), .submit')?.focus(options);
}

export function focusField(connection: Connection, field: Field): void {
  if (field === 'card') connection.controller?.form?.focus();
  else find(connection, `#${field}`)?.focus();
}

/** After a press of the button, to what was wrong. */
export function focusSummary(connection: Connection): void {
  find(connection, '.error')?.focus();
}
