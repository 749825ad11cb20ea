/** The element in a shop's own form: it pays when the form is sent, and then lets the form go with the order's id. */
import { report } from './report.ts';

/** What the form needs of the element. */
export interface FormPayer {
  /** Whether a press of one of the form's buttons is to be paid here. */
  wantsSubmit(): boolean;
  /** The order's id, if it came to one. */
  pay(): Promise<string | undefined>;
}

export class FormLink {
  /** A payment that the form waits for: it goes where the form goes. */
  paying = false;
  #form: HTMLFormElement | null = null;
  #letsGo = false;

  readonly #payer: FormPayer;
  readonly #internals: ElementInternals | undefined;

  constructor(payer: FormPayer, internals: ElementInternals | undefined) {
    this.#payer = payer;
    this.#internals = internals;
  }

  attach(form: HTMLFormElement | null): void {
    this.#form?.removeEventListener('submit', this.#handleSubmit, true);
    this.#form = form;
    form?.addEventListener('submit', this.#handleSubmit, true);
  }

  #handleSubmit = async (event: SubmitEvent): Promise<void> => {
    const form = this.#form;
    const { submitter } = event;
    if (!form || this.#letsGo || !this.#payer.wantsSubmit() || !paysBy(form, submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.paying) return;
    this.paying = true;
    const order = await this.#payer.pay().finally(() => (this.paying = false));
    if (!order) return;
    this.#internals?.setFormValue(order);
    this.#letsGo = true;
    form.requestSubmit(submitter);
    this.#letsGo = false;
  };
}

const submits = 'button:not([type]),button[type="submit"],input[type="submit"],input[type="image"]';

/** Recalculate, coupon and address buttons never pay: only the marked one does, or the only one there is. */
function paysBy(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
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
