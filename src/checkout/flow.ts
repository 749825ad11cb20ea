/** A payment from the press of the button to what it comes to: calls, the bank's questions, following. */
import type { AttemptView, CheckoutProblem, PayRequest } from '../shared/contract.ts';
import type { ApiResult } from './api-client.ts';
import { normaliseBilling } from './billing.ts';
import { isOpen, stateOf } from './attempt-state.ts';
import { insist } from './insist.ts';
import { loadProblem } from './load-problem.ts';
import type { CheckoutPage, Payment } from './page.ts';
import { createPaymentApi, type PaymentApi } from './payment-api.ts';
import { refusalState } from './refusal.ts';
import { createToken, handleAction, validateCard } from '../stripe/card-token.ts';
import { isRetryable, mayPay, type CheckoutState, type FieldError } from './state.ts';
import { createTabGuard, type TabGuard } from './tab-guard.ts';

export class PaymentFlow implements Payment {
  readonly #page: CheckoutPage;
  /** Kept while the server has not answered for certain, so that a second press is the same payment. */
  #clientKey: string | undefined;
  /** The attempt that this page cancelled in order to pay here: its end leaves the way free. */
  #takenOver: string | undefined;

  readonly #api: PaymentApi;
  readonly #tabs: TabGuard;

  constructor(page: CheckoutPage) {
    this.#page = page;
    this.#api = createPaymentApi(page.api);
    this.#tabs = createTabGuard(page.signal, () => void page.refresh());
  }

  async pay(): Promise<CheckoutState> {
    const { view, form, decision, card, host } = this.#page;
    if (!view || !form) return this.#page.state;
    await form.setSaving(decision.save);
    const wrong = await this.#findWrong();
    if (wrong.length > 0) return this.#page.go({ status: 'failed', code: 'invalid', fields: wrong });
    const token = await createToken(form, {
      card,
      allowRedisplay: decision.allowRedisplay,
      billing: normaliseBilling(host.billing),
      returnUrl: host.returnUrl || view.urls.check,
    });
    if (token.kind === 'invalid') {
      const fields: FieldError[] = token.message ? [{ field: 'card', text: token.message }] : [];
      return this.#page.go({ status: 'failed', code: 'invalid', fields });
    }
    this.#clientKey ??= crypto.randomUUID();
    const { consent, threeDSecureData } = view.wordings;
    const request: PayRequest = {
      cartVersion: view.cart.version,
      settingsVersion: view.settingsVersion,
      clientKey: this.#clientKey,
      confirmationToken: token.id,
      card,
      locale: host.locale,
      ...(decision.display === 'consent' && {
        consent: { checked: this.#page.consented, version: consent.version },
      }),
      ...(view.threeDSecureData === 'checkbox' && {
        threeDSecureConsent: { checked: this.#page.dataConsented, version: threeDSecureData.version },
      }),
    };
    return this.#settle(await this.#insist(() => this.#api.pay(request)), true);
  }

  /** Whether a payment could be sent; what is missing is said on the page. */
  async validate(): Promise<boolean> {
    const wrong = await this.#findWrong();
    if (wrong.length > 0) this.#page.go({ status: 'failed', code: 'invalid', fields: wrong });
    return wrong.length === 0;
  }

  async #findWrong(): Promise<FieldError[]> {
    const { form, host } = this.#page;
    const card = form && (await validateCard(form));
    return [...(card === undefined ? [] : [{ field: 'card' as const, text: card }]), ...host.check()];
  }

  /** After the shopper pressed "pay here instead": the earlier payment is cancelled first. */
  async takeOver(): Promise<void> {
    const { state } = this.#page;
    if (state.status !== 'conflict' || state.kind !== 'other-tab') return;
    this.#takenOver = state.attempt.id;
    this.#page.go({ status: 'pending', attempt: state.attempt, offline: false });
    await this.#settle(await this.#insist(() => this.#api.takeOver(state.attempt)));
  }

  async resume(): Promise<void> {
    const { state, form } = this.#page;
    if (state.status !== 'action-required') return;
    if (!form) await this.#page.mountForm();
    await this.#settle(await this.#insist(() => this.#api.resume(state.attempt)), true);
  }

  async cancel(): Promise<void> {
    const { state } = this.#page;
    if (state.status !== 'action-required') return;
    this.#page.go({ status: 'pending', attempt: state.attempt, offline: false });
    await this.#settle(await this.#insist(() => this.#api.cancel(state.attempt)));
  }

  /** Stays with an attempt, ours or another page's, until it is decided. */
  async follow(first: AttemptView, ours = false): Promise<CheckoutState> {
    const page = this.#page;
    const elsewhere = !first.own || (!ours && (await this.#tabs.isHeldElsewhere(first.id)));
    if (page.signal.aborted) return page.state;
    // Another tab of the same shopper owns it too; here it stays another screen's until it is decided.
    const seen = (attempt: AttemptView) =>
      elsewhere && isOpen(attempt) ? { ...attempt, own: false } : attempt;
    const watching = new AbortController();
    const stop = () => watching.abort();
    page.signal.addEventListener('abort', stop);
    const release = elsewhere ? this.#watch(first, watching.signal) : this.#tabs.hold(first.id);
    if (!elsewhere) this.#tabs.tell();
    try {
      for (let attempt = seen(first); ;) {
        if (!isOpen(attempt) || isRetryable(attempt)) return await this.#end(attempt);
        const shown = page.go(this.#shown(attempt));
        const answer = await this.#insist(() => this.#api.follow(attempt));
        // The shopper chose to take over, resume or cancel meanwhile: that road leads on.
        if (page.signal.aborted || !isSame(page.state, shown)) return page.state;
        if (answer.kind === 'problem') return await this.refuse(answer.problem);
        if (answer.kind === 'ok') attempt = seen(answer.value);
      }
    } finally {
      stop();
      page.signal.removeEventListener('abort', stop);
      release();
    }
  }

  /** Words for the moment at which the tab that pays is closed or crashes; the payment itself goes on being followed. */
  #watch(attempt: AttemptView, signal: AbortSignal): () => void {
    void this.#tabs.isHeldElsewhere(attempt.id).then((held) => {
      if (!held || signal.aborted) return;
      this.#tabs.onceReleased(attempt.id, signal, () => {
        const { state } = this.#page;
        if (state.status === 'conflict' && state.kind === 'other-tab' && !signal.aborted)
          this.#page.go({ ...state, gone: true });
      });
    });
    return () => {};
  }

  #shown(attempt: AttemptView): CheckoutState {
    const { state } = this.#page;
    const next = stateOf(attempt);
    const known = state.status === 'conflict' && state.kind === 'other-tab' && state.gone;
    return known && next.status === 'conflict' && next.kind === 'other-tab' ? { ...next, gone: true } : next;
  }

  async refresh(): Promise<void> {
    const page = this.#page;
    const { form, signal } = page;
    const answer = await page.askView();
    // Meanwhile the button may have been pressed: that road leads on.
    if (!form || signal.aborted || !mayPay(page.state)) return;
    if (answer.kind === 'ok') {
      const { attempt, cart } = page.take(answer.value);
      await form.setAmount(cart);
      if (attempt && !isRetryable(attempt) && mayPay(page.state)) await this.follow(attempt);
    } else if (answer.kind === 'problem' && answer.problem.status < 500 && answer.problem.status !== 429) {
      await this.refuseView(answer.problem);
    }
  }

  async refuseView(refusal: CheckoutProblem): Promise<CheckoutState> {
    const { code, message, contact } = refusal;
    const { host, signal } = this.#page;
    if (signal.aborted) return this.#page.state;
    if (code === 'token-invalid' || code === 'token-missing') host.report('SC008');
    if (code === 'origin-not-allowed') host.report('SC010');
    const problem = loadProblem(code);
    if (!problem) return this.refuse(refusal);
    return this.#page.go({
      status: 'loading',
      problem,
      ...(message && { message }),
      ...(contact && { contact }),
    });
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
      // What is asked may have changed with the words.
      page.consented = false;
      page.dataConsented = false;
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
    if (isOpen(attempt) && attempt.status !== 'declined') return this.follow(attempt, true);
    return this.#end(attempt);
  }

  async #ask(attempt: AttemptView, clientSecret: string): Promise<CheckoutState> {
    const page = this.#page;
    const asking = page.go({ status: 'action-required', attempt, asking: true });
    page.host.onAction('start');
    const release = this.#tabs.hold(attempt.id);
    this.#tabs.tell();
    const closed = new AbortController();
    const challenge = page.form && handleAction(page.form, clientSecret).then(() => closed.abort());
    const overtaken = await Promise.race([challenge, this.#overtaken(attempt, closed.signal)]);
    release();
    page.host.onAction('end');
    if (page.signal.aborted || page.state !== asking) return page.state;
    // The bank's screen cannot be closed from here; what it still says no longer counts.
    if (overtaken) return this.#settle({ kind: 'ok', value: overtaken });
    page.go({ status: 'processing' });
    // A challenge that is still open after this was left by the shopper: they are asked, not sent back into it.
    return this.#settle(await this.#insist(() => this.#api.resume(attempt)));
  }

  /** Resolves if the payment is taken over or ended from outside while the bank's challenge stands on this page. */
  async #overtaken(attempt: AttemptView, closed: AbortSignal): Promise<AttemptView | undefined> {
    const { signal } = this.#page;
    while (!closed.aborted && !signal.aborted) {
      const answer = await this.#api.follow(attempt);
      if (closed.aborted || signal.aborted) break;
      if (answer.kind === 'ok') {
        const { value } = answer;
        if (value.status === 'cancelling' || value.status === 'closed') return value;
        if (value.fence !== attempt.fence) return { ...value, own: false };
      }
      if (answer.kind !== 'ok' || answer.value.status !== 'action-required')
        await pause(overtakenPause, closed);
    }
    // The challenge decides.
    return new Promise(() => {});
  }

  async #end(attempt: AttemptView): Promise<CheckoutState> {
    this.#clientKey = undefined;
    if (attempt.own) this.#tabs.tell();
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

/** Between looks at a payment that is being decided while the challenge stands. Milliseconds. */
const overtakenPause = 2000;

function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delay);
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)));
  });
}

/** A follow that lost its connection shows the same attempt, only offline. */
function isSame(a: CheckoutState, b: CheckoutState): boolean {
  if (a === b) return true;
  if (a.status === 'conflict' && a.kind === 'other-tab')
    return b.status === 'conflict' && b.kind === 'other-tab';
  return (
    'attempt' in a && 'attempt' in b && a.status === 'pending' && a.offline && a.attempt?.id === b.attempt?.id
  );
}
