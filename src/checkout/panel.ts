/** The words and ways on of every state in which the form is not what the shopper needs. Pure: state in, panel out. */
import type { CheckoutView } from '../shared/contract.ts';
import { fill, type Messages } from '../locales/messages.ts';
import { isRecoverable, type LoadProblem } from './load-problem.ts';
import type { CheckoutState } from './state.ts';

/** What a button of a panel does; the element has a method for each. */
export type PanelAction = 'retryLoad' | 'reload' | 'takeOver' | 'resume' | 'cancel';

export interface Panel {
  text: string;
  /** Quieter lines: what to quote to the shop, and how to reach it. */
  notes?: string[];
  ways: ({ label: string | undefined; primary?: true } & ({ act: PanelAction } | { href: string }))[];
}

/** The panel of a state, or undefined where the form says it all. */
export function panelOf(
  state: CheckoutState,
  words: Messages,
  view: CheckoutView | undefined,
): Panel | undefined {
  const text = panelText(state, words);
  if (!text) return undefined;
  return { text, notes: notesOf(state, words, view), ways: waysOf(state, words, view?.urls) };
}

/** Where the shopper can do nothing but wait, leave or ask. */
function isDeadEnd(state: CheckoutState): boolean {
  if (state.status === 'loading') return Boolean(state.problem && !isRecoverable(state.problem));
  return state.status === 'pending' || (state.status === 'conflict' && state.kind !== 'other-tab');
}

function notesOf(state: CheckoutState, words: Messages, view: CheckoutView | undefined): string[] {
  if (!isDeadEnd(state)) return [];
  const reference = 'reference' in state ? state.reference : undefined;
  const contact = ('contact' in state && state.contact) || view?.contact;
  const ask = words.contact ?? '{contact}';
  return [
    ...(reference ? [fill(words.reference, { reference }) ?? ''] : []),
    ...(contact ? [fill(ask, { contact }) ?? ''] : []),
  ];
}

function waysOf(
  state: CheckoutState,
  words: Messages,
  urls: CheckoutView['urls'] | undefined,
): Panel['ways'] {
  const link = (href: string | undefined, label: string | undefined) => (href ? [{ href, label }] : []);
  switch (state.status) {
    case 'loading':
      if (state.problem === 'token-expired') return [{ act: 'reload', label: words.reload }];
      return state.problem && isRecoverable(state.problem)
        ? [{ act: 'retryLoad', label: words.tryAgain }]
        : [];
    case 'action-required':
      return state.asking
        ? []
        : [
            { act: 'resume', label: words.resume, primary: true },
            { act: 'cancel', label: words.cancelPayment },
          ];
    case 'conflict':
      switch (state.kind) {
        case 'other-tab':
          return [{ act: 'takeOver', label: words.payHere, primary: true }, ...link(urls?.check, words.back)];
        case 'sold-out':
          return link(state.destination ?? urls?.cart, words.toCart);
        case 'taken-over':
          return [{ act: 'retryLoad', label: words.tryAgain }];
        default:
          return link(urls?.check, words.back);
      }
    case 'succeeded':
      return state.elsewhere ? link(state.destination, words.back) : [];
    default:
      return [];
  }
}

/** What is said, on the panel and to a screen reader. */
function panelText(state: CheckoutState, words: Messages): string | undefined {
  switch (state.status) {
    case 'action-required':
      return words.waitingForIssuer;
    case 'pending':
      if (state.attempt?.status === 'cancelling') return words.cancelling;
      return state.offline || !state.attempt
        ? words.offline
        : fill(words.pending, { reference: state.attempt.reference });
    case 'succeeded':
      return state.elsewhere
        ? (words.paidElsewhere ?? words.alreadyOrdered)
        : fill(words.succeeded, { order: state.orderId });
    case 'conflict':
      switch (state.kind) {
        case 'other-tab':
          return state.gone ? words.otherTabGone : words.otherTab;
        case 'cart-changed':
          return state.message || words.cartChanged;
        case 'already-ordered':
          return state.message || words.alreadyOrdered;
        case 'taken-over':
          return words.takenOver;
        case 'sold-out':
          return fill(state.holdReleased ? words.soldOutReleased : words.soldOut, {
            items: state.items.map(({ name }) => name).join('、'),
          });
      }
      return undefined;
    case 'loading':
      return state.problem && (state.message || loadWords(state.problem, words));
    case 'ready':
    case 'processing':
    case 'failed':
      return undefined;
  }
}

/** Why there is no form. */
function loadWords(problem: LoadProblem, words: Messages): string {
  const own: Partial<Record<LoadProblem, string | undefined>> = {
    offline: words.offlineNow,
    timeout: words.timedOut,
    server: words.serverDown,
    stripe: words.stripeBlocked,
    'token-expired': words.expired,
  };
  return own[problem] ?? words.loadFailed;
}

/** The words of a refusal after which the shopper may try again. */
export function failureText(state: CheckoutState & { status: 'failed' }, words: Messages): string {
  const named = state.fields?.map(({ text }) => text).join(' ');
  if (state.message || named) return state.message || named || '';
  switch (state.code) {
    case 'closed':
      return (state.holdReleased ? words.closedReleased : words.closed) ?? words.loadFailed;
    default:
      return words.cardRefused ?? words.loadFailed;
  }
}
