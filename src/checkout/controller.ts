/** The first view and its form; `flow.ts`, in the second file, has the payment itself. All effects are in these two. */
import type { AttemptView, CheckoutView } from '../shared/contract.ts';
import { decideSaving, type CardChoice, type SavingDecision } from '../shared/policy.ts';
import { createPaymentForm, type PaymentForm } from '../stripe/payment-element.ts';
import type { ApiClient, ApiResult } from './api-client.ts';
import type { LoadProblem } from './load-problem.ts';
import type { CheckoutHost, CheckoutPage, Payment } from './page.ts';
import { isRetryable, mayPay, type CheckoutState } from './state.ts';

export class CheckoutController implements CheckoutPage {
  state: CheckoutState = { status: 'loading' };
  view: CheckoutView | undefined;
  form: PaymentForm | undefined;
  card: CardChoice = 'new';
  complete = false;
  consented = false;
  dataConsented = false;

  readonly host: CheckoutHost;
  readonly #abort = new AbortController();
  #payment: Promise<Payment | undefined> | undefined;
  #submitting: Promise<CheckoutState> | undefined;
  #refreshing: Promise<void> | undefined;

  constructor(host: CheckoutHost) {
    this.host = host;
  }

  get api(): ApiClient {
    return this.host.api;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get decision(): SavingDecision {
    const { cardSaving: policy = 'off', shopper = 'guest' } = this.view ?? {};
    return decideSaving({ policy, shopper, card: this.card, consented: this.consented });
  }

  stop(): void {
    this.#abort.abort();
    this.form?.destroy();
  }

  /** `asked`: the answer that is on its way already. */
  async load(asked?: Promise<ApiResult<CheckoutView>>): Promise<void> {
    if (this.state.status !== 'loading' || this.state.problem) this.go({ status: 'loading' });
    const view = await this.fetchView(asked);
    if (view) await this.#show(view.attempt);
  }

  /** Asks for the truth while the form is on the page; what was typed stays. */
  refresh(): Promise<void> {
    if (!this.form || !mayPay(this.state)) return Promise.resolve();
    this.#refreshing ??= this.payment()
      .then((payment) => payment?.refresh())
      .finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** The element stands elsewhere on the page now, and its frame was loaded anew with it. */
  moved(): void {
    if (this.form && mayPay(this.state)) this.form.remount(this.host.cardTarget());
  }

  /** One payment at a time: a repeated call gets the promise of the first. */
  submit(): Promise<CheckoutState> {
    this.#submitting ??= this.#pay().finally(() => (this.#submitting = undefined));
    return this.#submitting;
  }

  /** Whether a payment could be sent as things are; says on the page what is missing. */
  async validate(): Promise<boolean> {
    if (!this.form || !mayPay(this.state)) return false;
    return (await this.payment())?.validate() ?? false;
  }

  /** What a button of a panel does. */
  async act(what: 'takeOver' | 'resume' | 'cancel'): Promise<void> {
    await (await this.payment())?.[what]();
  }

  /** Before any state but a plain `loading` is shown, for its words and events come with it. */
  payment(): Promise<Payment | undefined> {
    return (this.#payment ??= this.host.payment(this));
  }

  async fetchView(asked?: Promise<ApiResult<CheckoutView>>): Promise<CheckoutView | undefined> {
    const answer = await this.askView(asked);
    if (this.signal.aborted) return undefined;
    if (answer.kind === 'ok') return this.take(answer.value);
    if (answer.kind === 'problem') await (await this.payment())?.refuseView(answer.problem);
    else {
      if (answer.cause === 'network') this.host.report('SC003');
      await this.#fail(answer.cause);
    }
    return undefined;
  }

  async showForm(next: CheckoutState = { status: 'ready' }): Promise<void> {
    if (!this.form && !(await this.mountForm())) return;
    this.go(next);
  }

  async mountForm(): Promise<boolean> {
    const { view, host } = this;
    if (!view) return false;
    await host.visible(this.signal);
    if (this.signal.aborted) return false;
    try {
      const target = this.host.cardTarget();
      const form = await createPaymentForm({
        view,
        locale: host.locale,
        appearance: host.appearance(),
        save: this.decision.save,
        ...(host.stripe && { stripe: host.stripe }),
        onChange: (change) => {
          this.card = change.card;
          this.complete = change.complete;
          host.onCard(change);
        },
      });
      // Whatever comes of it, it is destroyed with the rest.
      this.signal.addEventListener('abort', () => this.form === form || form.destroy());
      const mounted = form.mount(target);
      // The second file has the time that Stripe's frame takes; asked for earlier, it would be in the way of Stripe.js.
      const [payment] = await Promise.all([this.payment(), mounted]);
      if (!payment || this.signal.aborted) return false;
      this.form = form;
      return true;
    } catch {
      if (!this.signal.aborted) {
        this.host.report('SC004');
        await this.#fail('stripe');
      }
      return false;
    }
  }

  go(next: CheckoutState): CheckoutState {
    const previous = this.state;
    this.state = next;
    this.host.onState(next, previous);
    return next;
  }

  async askView(asked?: Promise<ApiResult<CheckoutView>>) {
    const answer = await (asked ?? this.api.view());
    if (answer.kind !== 'problem' || answer.problem.code !== 'token-expired') return answer;
    if (await this.host.renewToken()) return this.api.view();
    this.host.report('SC009');
    return answer;
  }

  take(view: CheckoutView): CheckoutView {
    const shown = this.view?.wordings;
    // An answer counts only for the words that were shown.
    if (shown?.consent.version !== view.wordings.consent.version) this.consented = false;
    if (shown?.threeDSecureData.version !== view.wordings.threeDSecureData.version)
      this.dataConsented = false;
    this.view = view;
    this.host.onView(view);
    return view;
  }

  async #show(attempt: AttemptView | undefined): Promise<void> {
    if (attempt && !isRetryable(attempt)) await (await this.payment())?.follow(attempt);
    else await this.showForm();
  }

  async #fail(problem: LoadProblem): Promise<void> {
    const payment = await this.payment();
    if (payment && !this.signal.aborted) this.go({ status: 'loading', problem });
  }

  async #pay(): Promise<CheckoutState> {
    if (!this.form || !mayPay(this.state)) return this.state;
    this.go({ status: 'processing' });
    // The press is answered before anything else is done.
    await this.host.painted();
    if (this.signal.aborted) return this.state;
    if (!(await this.host.beforeSubmit())) return this.go({ status: 'ready' });
    if (this.signal.aborted) return this.state;
    return (await this.payment())?.pay() ?? this.state;
  }
}
