/** All effects of a checkout page: calls, Stripe's form, following. It says what state it is in; the element draws it. */
import type { Stripe } from '@stripe/stripe-js';
import type { AttemptView, CheckoutProblem, CheckoutView, PayRequest } from '../shared/contract.ts';
import { decideSaving, savingDisplay, type CardChoice, type SavingDisplay } from '../shared/policy.ts';
import type { Locale } from '../shared/money.ts';
import { createPaymentForm, type PaymentForm } from '../stripe/payment-element.ts';
import type { Appearance } from '@stripe/stripe-js';
import { createApiClient, type ApiClient, type ApiResult } from './api-client.ts';
import { isOpen, mayPay, stateOf, type CheckoutState } from './state.ts';

/** What the controller needs of whoever shows it. */
export interface CheckoutHost {
  endpoint: string;
  locale: Locale;
  token(): string;
  /** Asks the page for a fresh token; undefined if nobody gives one. */
  renewToken(): Promise<string | undefined>;
  /** Resolves after the host has drawn what it was given. */
  painted(): Promise<unknown>;
  cardTarget(): HTMLElement;
  appearance(): Appearance;
  stripe?: Stripe | undefined;
  onState(state: CheckoutState, previous: CheckoutState): void;
  onView(view: CheckoutView): void;
  onCard(change: { complete: boolean; card: CardChoice }): void;
  onAction(phase: 'start' | 'end'): void;
}

/** Between tries of a call that got no answer, in milliseconds. */
const retryDelays = [500, 1000, 2000, 4000, 8000];

export class CheckoutController {
  state: CheckoutState = { status: 'loading' };
  view: CheckoutView | undefined;
  card: CardChoice = 'new';
  consented = false;

  readonly #host: CheckoutHost;
  readonly #abort = new AbortController();
  readonly #api: ApiClient;
  #form: PaymentForm | undefined;
  #submitting: Promise<CheckoutState> | undefined;
  /** Kept while the server has not answered for certain, so that a second press is the same payment. */
  #clientKey: string | undefined;
  /** The attempt that this page cancelled in order to pay here: its end leaves the way free. */
  #takenOver: string | undefined;

  constructor(host: CheckoutHost) {
    this.#host = host;
    this.#api = createApiClient({
      endpoint: host.endpoint,
      locale: host.locale,
      token: () => host.token(),
      signal: this.#abort.signal,
    });
  }

  get display(): SavingDisplay {
    if (!this.view) return 'none';
    const { cardSaving: policy, shopper } = this.view;
    return savingDisplay({ policy, shopper, card: this.card });
  }

  stop(): void {
    this.#abort.abort();
    this.#form?.destroy();
  }

  async load(): Promise<void> {
    this.#go({ status: 'loading' });
    const view = await this.#fetchView();
    if (!view) return;
    if (view.attempt && !this.#isRetryable(view.attempt)) {
      await this.#follow(view.attempt);
      return;
    }
    await this.#showForm();
  }

  /** One payment at a time: a repeated call gets the promise of the first. */
  submit(): Promise<CheckoutState> {
    this.#submitting ??= this.#pay().finally(() => (this.#submitting = undefined));
    return this.#submitting;
  }

  /** After the shopper pressed "pay here instead": the earlier payment is cancelled first. */
  async takeOver(): Promise<void> {
    if (this.state.status !== 'conflict' || this.state.kind !== 'other-tab') return;
    const { attempt } = this.state;
    this.#takenOver = attempt.id;
    this.#go({ status: 'pending', attempt, offline: false });
    await this.#settle(await this.#insist(() => this.#api.takeOver(attempt)));
  }

  async resume(): Promise<void> {
    if (this.state.status !== 'action-required') return;
    const { attempt } = this.state;
    if (!this.#form) await this.#mountForm();
    await this.#settle(await this.#insist(() => this.#api.resume(attempt)), true);
  }

  async cancel(): Promise<void> {
    if (this.state.status !== 'action-required') return;
    const { attempt } = this.state;
    this.#go({ status: 'pending', attempt, offline: false });
    await this.#settle(await this.#insist(() => this.#api.cancel(attempt)));
  }

  setAppearance(appearance: Appearance): void {
    this.#form?.setAppearance(appearance);
  }

  async #fetchView(): Promise<CheckoutView | undefined> {
    let answer = await this.#api.view();
    if (answer.kind === 'problem' && answer.problem.code === 'token-expired') {
      if (await this.#host.renewToken()) answer = await this.#api.view();
    }
    if (this.#abort.signal.aborted) return undefined;
    if (answer.kind === 'ok') {
      this.view = answer.value;
      this.#host.onView(answer.value);
      return answer.value;
    }
    if (answer.kind === 'offline') this.#go({ status: 'loading', problem: 'network' });
    else if (answer.problem.attempt) await this.#end(answer.problem.attempt);
    else this.#go(loadProblem(answer.problem));
    return undefined;
  }

  #isRetryable(attempt: AttemptView): boolean {
    return attempt.own && attempt.status === 'declined';
  }

  async #showForm(next: CheckoutState = { status: 'ready' }): Promise<void> {
    if (!this.#form && !(await this.#mountForm())) return;
    this.#go(next);
  }

  async #mountForm(): Promise<boolean> {
    const { view } = this;
    if (!view) return false;
    // Paint first: Stripe's start would hold up the first view.
    await this.#host.painted();
    if (this.#abort.signal.aborted) return false;
    try {
      const form = await createPaymentForm({
        view,
        locale: this.#host.locale,
        appearance: this.#host.appearance(),
        saving: this.#saving(),
        ...(this.#host.stripe && { stripe: this.#host.stripe }),
        onChange: (change) => {
          this.card = change.card;
          this.#host.onCard(change);
        },
      });
      await form.mount(this.#host.cardTarget());
      if (this.#abort.signal.aborted) {
        form.destroy();
        return false;
      }
      this.#form = form;
      return true;
    } catch {
      if (!this.#abort.signal.aborted) this.#go({ status: 'loading', problem: 'stripe' });
      return false;
    }
  }

  #decision() {
    const { cardSaving: policy = 'off', shopper = 'guest' } = this.view ?? {};
    return decideSaving({ policy, shopper, card: this.card, consented: this.consented });
  }

  #saving(): CheckoutView['savingUsage'] | null {
    return this.#decision().save ? (this.view?.savingUsage ?? null) : null;
  }

  async #pay(): Promise<CheckoutState> {
    const { view } = this;
    const form = this.#form;
    if (!view || !form || !mayPay(this.state)) return this.state;
    this.#go({ status: 'processing' });
    await form.setSaving(this.#saving());
    const token = await form.createToken(this.card, this.#decision().allowRedisplay);
    if (token.kind === 'invalid') {
      return this.#go({
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
      card: this.card,
      locale: this.#host.locale,
      ...(this.display === 'consent' && {
        consent: { checked: this.consented, version: view.wordings.consent.version },
      }),
    };
    return this.#settle(await this.#insist(() => this.#api.pay(request)), true);
  }

  /** Repeats a call until it is answered: every call of ours is safe to repeat. A fresh token is asked for once. */
  async #insist<T>(call: () => Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    let renewed = false;
    for (let tries = 0; ; tries++) {
      const answer = await call();
      if (this.#abort.signal.aborted) return answer;
      if (!renewed && answer.kind === 'problem' && answer.problem.code === 'token-expired') {
        renewed = true;
        if (await this.#host.renewToken()) continue;
      }
      if (isAnswered(answer)) return answer;
      this.#go(offlineState(this.state));
      await this.#untilWorthTrying(retryDelays[Math.min(tries, retryDelays.length - 1)] ?? 8000);
    }
  }

  #untilWorthTrying(delay: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener('online', done);
        this.#abort.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, delay);
      addEventListener('online', done);
      this.#abort.signal.addEventListener('abort', done);
    });
  }

  /** From the server's answer to the state it means, through the bank's questions and the waiting. */
  async #settle(answer: ApiResult<AttemptView>, mayAsk = false): Promise<CheckoutState> {
    if (this.#abort.signal.aborted) return this.state;
    if (answer.kind === 'offline') return this.#go(offlineState(this.state));
    if (answer.kind === 'problem') return this.#refuse(answer.problem);
    const attempt = answer.value;
    if (attempt.status === 'action-required' && attempt.own && attempt.clientSecret && mayAsk && this.#form) {
      return this.#ask(attempt, attempt.clientSecret);
    }
    if (isOpen(attempt) && attempt.status !== 'declined') return this.#follow(attempt);
    return this.#end(attempt);
  }

  async #ask(attempt: AttemptView, clientSecret: string): Promise<CheckoutState> {
    this.#go({ status: 'action-required', attempt, asking: true });
    this.#host.onAction('start');
    await this.#form?.handleAction(clientSecret);
    this.#host.onAction('end');
    if (this.#abort.signal.aborted) return this.state;
    this.#go({ status: 'processing' });
    // A challenge that is still open after this was left by the shopper: they are asked, not sent back into it.
    return this.#settle(await this.#insist(() => this.#api.resume(attempt)));
  }

  /** Stays with an attempt, ours or another page's, until it is decided. */
  async #follow(first: AttemptView): Promise<CheckoutState> {
    let attempt = first;
    for (;;) {
      if (!isOpen(attempt) || this.#isRetryable(attempt)) return this.#end(attempt);
      const shown = this.#go(stateOf(attempt));
      const answer = await this.#insist(() => this.#api.follow(attempt));
      // The shopper chose to take over, resume or cancel meanwhile: that road leads on.
      if (this.#abort.signal.aborted || !sameState(this.state, shown)) return this.state;
      if (answer.kind === 'problem') return this.#refuse(answer.problem);
      // Another tab of the same shopper owns it too; here it stays another screen's until it is decided.
      if (answer.kind === 'ok')
        attempt = !first.own && isOpen(answer.value) ? { ...answer.value, own: false } : answer.value;
    }
  }

  async #end(attempt: AttemptView): Promise<CheckoutState> {
    this.#clientKey = undefined;
    const freed = attempt.status === 'closed' && attempt.id === this.#takenOver;
    const next: CheckoutState = freed ? { status: 'ready' } : stateOf(attempt);
    if (mayPay(next)) await this.#showForm(next);
    else this.#go(next);
    return this.state;
  }

  async #refuse(problem: CheckoutProblem): Promise<CheckoutState> {
    const { code, attempt, items, destination } = problem;
    if (code === 'in-progress-elsewhere' && attempt) {
      this.#clientKey = undefined;
      // An attempt that has ended since is no obstacle any more.
      return this.#follow({ ...attempt, own: false });
    }
    if (code === 'sold-out') {
      this.#clientKey = undefined;
      return this.#go({
        status: 'conflict',
        kind: 'sold-out',
        items: items ?? [],
        holdReleased: false,
        ...(destination && { destination }),
      });
    }
    if (code === 'cart-changed' || code === 'cart-not-found') {
      return this.#go({ status: 'conflict', kind: 'cart-changed' });
    }
    // Paid by another tab a moment ago: this page ends on the same order.
    if (code === 'already-ordered' && attempt) return this.#end(attempt);
    if (code === 'already-ordered') return this.#go({ status: 'conflict', kind: 'already-ordered' });
    if (code === 'settings-changed') {
      if (!(await this.#fetchView())) return this.state;
      return this.#go({ status: 'failed', code: 'settings-changed' });
    }
    if (code === 'superseded') {
      await this.load();
      return this.state;
    }
    if (code === 'rate-limited') return this.#go({ status: 'failed', code: 'rate-limited' });
    if (code === 'card-mismatch') {
      this.#clientKey = undefined;
      return this.#go({ status: 'failed', code: 'card-refused' });
    }
    return this.#go(loadProblem(problem));
  }

  #go(next: CheckoutState): CheckoutState {
    const previous = this.state;
    this.state = next;
    this.#host.onState(next, previous);
    return next;
  }
}

/** A broken server knows as little as a broken line: money may be held, so only a definite refusal is an answer. */
function isAnswered(answer: ApiResult<unknown>): boolean {
  return answer.kind === 'ok' || (answer.kind === 'problem' && answer.problem.status < 500);
}

function loadProblem(problem: CheckoutProblem): CheckoutState {
  switch (problem.code) {
    case 'cart-changed':
    case 'cart-not-found':
      return { status: 'conflict', kind: 'cart-changed' };
    case 'already-ordered':
      return { status: 'conflict', kind: 'already-ordered' };
    case 'region-not-served':
      return { status: 'loading', problem: 'region-not-served' };
    case 'token-expired':
    case 'token-invalid':
    case 'token-missing':
      return { status: 'loading', problem: 'token-expired' };
    case 'internal':
    case 'unavailable':
      return { status: 'loading', problem: 'network' };
    default:
      return { status: 'loading', problem: 'unavailable' };
  }
}

/** Without an answer nobody knows, so nobody may pay again. */
function offlineState(state: CheckoutState): CheckoutState {
  if (state.status === 'conflict') return state;
  const attempt = 'attempt' in state ? state.attempt : undefined;
  return { status: 'pending', offline: true, ...(attempt && { attempt }) };
}

/** A follow that lost its connection shows the same attempt, only offline. */
function sameState(a: CheckoutState, b: CheckoutState): boolean {
  if (a === b) return true;
  return (
    'attempt' in a && 'attempt' in b && a.status === 'pending' && a.offline && a.attempt?.id === b.attempt?.id
  );
}
