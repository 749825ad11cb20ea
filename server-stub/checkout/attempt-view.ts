/** An attempt as one caller may see it. Reads only; what is shown to others leaves out everything but state, age, amount. */
import { declineMessage } from '../../src/locales/declines.ts';
import type { AttemptView, CheckoutResultClaims, CheckoutTokenClaims } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import type { Attempt } from '../store/schema.ts';
import type { Standing } from '../store/standings.ts';
import { destination } from './token.ts';

export interface Viewer {
  claims: CheckoutTokenClaims;
  locale: Locale;
  tokenSecret: string;
}

export async function viewAttempt(attempt: Standing, viewer: Viewer): Promise<AttemptView> {
  const own = attempt.owner === viewer.claims.sub;
  const base = {
    id: attempt.id,
    fence: attempt.fence,
    reference: attempt.reference,
    own,
    amount: attempt.amount,
    currency: attempt.currency,
    startedAt: attempt.created_at.toISOString(),
  };
  switch (attempt.state) {
    case 'active':
      return { ...base, ...viewActive(attempt, viewer.locale) };
    case 'placing':
      return { ...base, status: 'pending' };
    case 'cancelling':
      return { ...base, status: 'cancelling', reason: attempt.close_reason ?? 'abandoned' };
    case 'committed': {
      const order = attempt.order_no ?? '';
      return {
        ...base,
        status: 'succeeded',
        order: { id: order },
        saved: own && attempt.last?.save === true,
        destination: await viewerDestination(attempt, viewer, own),
      };
    }
    case 'closed':
      return {
        ...base,
        status: 'closed',
        reason: attempt.close_reason ?? 'abandoned',
        ...(attempt.sold_out && { items: attempt.sold_out }),
        holdReleased: attempt.hold_seen,
        destination: await viewerDestination(attempt, viewer, own),
      };
  }
}

type ActiveView =
  | { status: 'processing' }
  | { status: 'pending' }
  | { status: 'action-required' }
  | { status: 'declined'; decline: { code: string; declineCode?: string; message: string } };

/** What the outcome of the last confirmation says; where the intent was seen decides only what an accepted one waits for. */
function viewActive({ last, pi_status }: Standing, locale: Locale): ActiveView {
  if (!last) return { status: 'processing' };
  const { outcome } = last;
  if (!outcome) return { status: 'pending' };
  if (outcome.kind === 'accepted')
    return { status: pi_status === 'requires_action' ? 'action-required' : 'pending' };
  // Refused, though the intent was seen elsewhere: a look that is under way knows more.
  if (pi_status !== 'requires_payment_method') return { status: 'pending' };
  const { kind: _, ...refusal } = outcome;
  return { status: 'declined', decline: { ...refusal, message: declineMessage(refusal, locale) } };
}

/** Where this caller's page goes next: the owner to the done page, others back to check & shipping. */
function viewerDestination(attempt: Attempt, { claims, tokenSecret }: Viewer, own: boolean): Promise<string> {
  const paid = attempt.state === 'committed';
  const soldOut = attempt.close_reason === 'sold-out' && !paid;
  const { cart, check, complete } = claims.urls;
  const url = paid ? (own ? complete : check) : soldOut ? cart : check;
  const outcome: CheckoutResultClaims['outcome'] = paid
    ? own
      ? 'paid'
      : 'paid-elsewhere'
    : soldOut
      ? 'sold-out'
      : attempt.close_reason === 'abandoned'
        ? 'left'
        : 'closed';
  return destination(tokenSecret, url, {
    outcome,
    cart: attempt.cart_id,
    ...(paid && own && attempt.order_no && { order: attempt.order_no }),
    ...(attempt.sold_out && { items: attempt.sold_out.map(({ sku, state }) => ({ sku, state })) }),
    reference: attempt.reference,
  });
}
