/** The element in a shop's own form: whether a press of one of its buttons is for us. */
import { report } from './report.ts';

const submits = 'button:not([type]),button[type="submit"],input[type="submit"],input[type="image"]';

/** Recalculate, coupon and address buttons never pay: only the marked one does, or the only one there is. */
export function paysBy(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const buttons = [...form.elements].filter((field) => field.matches(submits));
  // Image buttons are not in form.elements
  buttons.push(...form.querySelectorAll('input[type="image"]'));
  if (buttons.some(isMarked)) return submitter !== null && isMarked(submitter);
  if (buttons.length < 2) return true;
  report('SC007');
  return false;
}

function isMarked(button: Element): boolean {
  return button.hasAttribute('data-checkout-pay');
}
