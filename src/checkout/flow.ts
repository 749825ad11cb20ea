/** A payment from the press of the button to what it comes to: calls, the bank's questions, following. */
import type { AttemptView, CheckoutProblem, PayRequest } from '../shared/contract.ts';
import type { ApiResult } from './api-client.ts';
import { isOpen, stateOf } from './attempt-state.ts';
import { insist } from './insist.ts';
import type { CheckoutPage } from './page.ts';
import { refusalState } from './refusal.ts';
import { isRetryable, mayPay, type CheckoutState } from './state.ts';

export class PaymentFlow {
  readonly #page: CheckoutPage;
  /** Kept while the server has not answered for certain, so that a second press is the same payment. */
  #clientKey: string | undefined;
  /** The attempt that this page cancelled in order to pay here: its end leaves the way free. */
  #takenOver: string | undefined;

  constructor(page: CheckoutPage) {
    this.#page = page;
  }

  async pay(): Promise<CheckoutState> {
    const { view, form, decision, card, host, api } = this.#page;
    if (!view || !form) return this.#page.state;
    await form.setSaving(decision.save);
    const token = await form.createToken(card, decision.allowRedisplay);
    if (token.kind === 'invalid') {
      return this.#page.go({
        status: 'failed',
        code: 'invalid',
        ...(token.message && { message: token.message }),
      });
    }
    this.#clientKey ??= crypto.randomUUID();
    const request: PayRequest = {
      cartVersion: view.cart.version,
      settingsVersion: view.settingsVersion,
      clientKey: this.#clientKey,
      confirmationToken: token.id,
      card,
      locale: host.locale,
      ...(decision.display === 'consent' && {
        consent: { checked: this.#page.consented, version: view.wordings.consent.version },
      }),
    };
    return this.#settle(await this.#insist(() => api.pay(request)), true);
  }

  /** After the shopper pressed "pay here instead": the earlier payment is cancelled first. */
  async takeOver(): Promise<void> {
    const { state, api } = this.#page;
    if (state.status !== 'conflict' || state.kind !== 'other-tab') return;
    this.#takenOver = state.attempt.id;
    this.#page.go({ status: 'pending', attempt: state.attempt, offline: false });
    await this.#settle(await this.#insist(() => api.takeOver(state.attempt)));
  }

  async resume(): Promise<void> {
    const { state, api, form } = this.#page;
    if (state.status !== 'action-required') return;
    if (!form) await this.#page.mountForm();
    await this.#settle(await this.#insist(() => api.resume(state.attempt)), true);
  }

  async cancel(): Promise<void> {
    const { state, api } = this.#page;
    if (state.status !== 'action-required') return;
    this.#page.go({ status: 'pending', attempt: state.attempt, offline: false });
    await this.#settle(await this.#insist(() => api.cancel(state.attempt)));
  }

  /** Stays with an attempt, ours or another page's, until it is decided. */
  async follow(first: AttemptView): Promise<CheckoutState> {
    const page = this.#page;
    let attempt = first;
    for (;;) {
      if (!isOpen(attempt) || isRetryable(attempt)) return this.#end(attempt);
      const shown = page.go(stateOf(attempt));
      const answer = await this.#insist(() => page.api.follow(attempt));
      // The shopper chose to take over, resume or cancel meanwhile: that road leads on.
      if (page.signal.aborted || !isSame(page.state, shown)) return page.state;
      if (answer.kind === 'problem') return this.refuse(answer.problem);
      // Another tab of the same shopper owns it too; here it stays another screen's until it is decided.
      if (answer.kind === 'ok')
        attempt = !first.own && isOpen(answer.value) ? { ...answer.value, own: false } : answer.value;
    }
  }

  async refuse(problem: CheckoutProblem): Promise<CheckoutState> {
    const page = this.#page;
    const { code, attempt } = problem;
    if (code === 'in-progress-elsewhere' && attempt) {
      this.#clientKey = undefined;
      return this.follow({ ...attempt, own: false });
    }
    // Paid by another tab a moment ago: this page ends on the same order.
    if (code === 'already-ordered' && attempt) return this.#end(attempt);
    if (code === 'superseded') {
      await page.load();
      return page.state;
    }
    if (code === 'settings-changed') {
      // An answer counts only for the words that were shown.
      page.consented = false;
      const view = await page.fetchView();
      if (!view) return page.state;
      await page.form?.setAmount(view.cart);
    }
    if (code === 'sold-out' || code === 'card-mismatch') this.#clientKey = undefined;
    return page.go(refusalState(problem));
  }

  /** From the server's answer to the state it means, through the bank's questions and the waiting. */
  async #settle(answer: ApiResult<AttemptView>, mayAsk = false): Promise<CheckoutState> {
    const page = this.#page;
    if (page.signal.aborted || answer.kind === 'offline') return page.state;
    if (answer.kind === 'problem') return this.refuse(answer.problem);
    const attempt = answer.value;
    if (attempt.status === 'action-required' && attempt.own && attempt.clientSecret && mayAsk && page.form) {
      return this.#ask(attempt, attempt.clientSecret);
    }
    if (isOpen(attempt) && attempt.status !== 'declined') return this.follow(attempt);
    return this.#end(attempt);
  }

  async #ask(attempt: AttemptView, clientSecret: string): Promise<CheckoutState> {
    const page = this.#page;
    page.go({ status: 'action-required', attempt, asking: true });
    page.host.onAction('start');
    await page.form?.handleAction(clientSecret);
    page.host.onAction('end');
    if (page.signal.aborted) return page.state;
    page.go({ status: 'processing' });
    // A challenge that is still open after this was left by the shopper: they are asked, not sent back into it.
    return this.#settle(await this.#insist(() => page.api.resume(attempt)));
  }

  async #end(attempt: AttemptView): Promise<CheckoutState> {
    this.#clientKey = undefined;
    const freed = attempt.status === 'closed' && attempt.id === this.#takenOver;
    const next: CheckoutState = freed ? { status: 'ready' } : stateOf(attempt);
    if (mayPay(next)) await this.#page.showForm(next);
    else this.#page.go(next);
    return this.#page.state;
  }

  #insist<T>(call: () => Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    return insist(this.#page, call);
  }
}

/** A follow that lost its connection shows the same attempt, only offline. */
function isSame(a: CheckoutState, b: CheckoutState): boolean {
  if (a === b) return true;
  return (
    'attempt' in a && 'attempt' in b && a.status === 'pending' && a.offline && a.attempt?.id === b.attempt?.id
  );
}
