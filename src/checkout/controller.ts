/** The first view and its form; the payment itself comes with the second file. All effects are in these two. */
import type { CheckoutView } from '../shared/contract.ts';
import { decideSaving, type CardChoice, type SavingDecision } from '../shared/policy.ts';
import { createPaymentForm, type PaymentForm } from '../stripe/payment-element.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import type { PaymentFlow } from './flow.ts';
import { loadLate, type Late } from './load-late.ts';
import { loadProblem } from './load-problem.ts';
import type { CheckoutHost, CheckoutPage } from './page.ts';
import { isRetryable, mayPay, type CheckoutState } from './state.ts';

export class CheckoutController implements CheckoutPage {
  state: CheckoutState = { status: 'loading' };
  view: CheckoutView | undefined;
  form: PaymentForm | undefined;
  card: CardChoice = 'new';
  consented = false;
  /** The second file, once it is here: the words of every state that follows a payment. */
  late: Late | undefined;

  readonly host: CheckoutHost;
  readonly api: ApiClient;
  readonly #abort = new AbortController();
  #flow: PaymentFlow | undefined;
  #submitting: Promise<CheckoutState> | undefined;

  constructor(host: CheckoutHost) {
    this.host = host;
    this.api = createApiClient({
      endpoint: host.endpoint,
      locale: host.locale,
      token: () => host.token(),
      signal: this.signal,
    });
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

  async load(): Promise<void> {
    if (this.state.status !== 'loading' || this.state.problem) this.go({ status: 'loading' });
    const view = await this.fetchView();
    if (!view) return;
    const { attempt } = view;
    if (attempt && !isRetryable(attempt)) await this.#proceed((flow) => flow.follow(attempt));
    else await this.showForm();
  }

  /** One payment at a time: a repeated call gets the promise of the first. */
  submit(): Promise<CheckoutState> {
    this.#submitting ??= this.#pay().finally(() => (this.#submitting = undefined));
    return this.#submitting;
  }

  takeOver = (): Promise<unknown> => this.#proceed((flow) => flow.takeOver());
  resume = (): Promise<unknown> => this.#proceed((flow) => flow.resume());
  cancel = (): Promise<unknown> => this.#proceed((flow) => flow.cancel());

  async fetchView(): Promise<CheckoutView | undefined> {
    let answer = await this.api.view();
    if (answer.kind === 'problem' && answer.problem.code === 'token-expired') {
      if (await this.host.renewToken()) answer = await this.api.view();
    }
    if (this.signal.aborted) return undefined;
    if (answer.kind === 'ok') {
      this.view = answer.value;
      this.host.onView(answer.value);
      return answer.value;
    }
    const refusal = answer.kind === 'problem' ? answer.problem : undefined;
    const problem = refusal ? loadProblem(refusal.code) : 'network';
    if (problem)
      this.go({ status: 'loading', problem, ...(refusal?.message && { message: refusal.message }) });
    else if (refusal) await this.#proceed((flow) => flow.refuse(refusal));
    return undefined;
  }

  async showForm(next: CheckoutState = { status: 'ready' }): Promise<void> {
    if (!this.form && !(await this.mountForm())) return;
    this.go(next);
    // What comes after the button is fetched while the card is typed.
    void this.#load();
  }

  async mountForm(): Promise<boolean> {
    const { view, host } = this;
    if (!view) return false;
    // Paint first: Stripe's start would hold up the first view.
    await host.painted();
    if (this.signal.aborted) return false;
    try {
      const form = await createPaymentForm({
        view,
        locale: host.locale,
        appearance: host.appearance(),
        save: this.decision.save,
        ...(host.stripe && { stripe: host.stripe }),
        onChange: (change) => {
          this.card = change.card;
          host.onCard(change);
        },
      });
      await form.mount(host.cardTarget());
      if (this.signal.aborted) {
        form.destroy();
        return false;
      }
      this.form = form;
      return true;
    } catch {
      if (!this.signal.aborted) this.go({ status: 'loading', problem: 'stripe' });
      return false;
    }
  }

  go(next: CheckoutState): CheckoutState {
    const previous = this.state;
    this.state = next;
    this.host.onState(next, previous);
    return next;
  }

  async #pay(): Promise<CheckoutState> {
    if (!this.form || !mayPay(this.state)) return this.state;
    this.go({ status: 'processing' });
    const flow = await this.#load();
    return flow ? flow.pay() : this.go({ status: 'failed', code: 'not-sent' });
  }

  async #proceed(act: (flow: PaymentFlow) => Promise<unknown>): Promise<void> {
    const flow = await this.#load();
    if (this.signal.aborted) return;
    if (flow) await act(flow);
    else this.go({ status: 'loading', problem: 'network' });
  }

  async #load(): Promise<PaymentFlow | undefined> {
    try {
      this.late ??= await loadLate();
      this.#flow ??= new this.late.PaymentFlow(this);
    } catch {
      // Asked for again by the next step.
    }
    return this.#flow;
  }
}
