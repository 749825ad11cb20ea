/** An attempt as one caller may see it. Reads only; what is shown to others leaves out everything but state, age, amount. */
import { declineMessage } from '../../src/locales/declines.ts';
import type { AttemptView, CheckoutResultClaims, CheckoutTokenClaims } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { latestConfirmation } from '../store/attempts.ts';
import type { Attempt, Confirmation } from '../store/schema.ts';
import type { CheckoutDeps } from './deps.ts';
import { destination } from './token.ts';

export interface Viewer {
  claims: CheckoutTokenClaims;
  locale: Locale;
  tokenSecret: string;
}

export async function viewAttempt(
  deps: CheckoutDeps,
  attempt: Attempt,
  viewer: Viewer,
): Promise<AttemptView> {
  const confirmation = await latestConfirmation(deps.db, attempt.id);
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
      return { ...base, ...viewActive(attempt, confirmation, viewer.locale) };
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
        saved: own && confirmation?.save === true,
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

function viewActive(attempt: Attempt, confirmation: Confirmation | undefined, locale: Locale): ActiveView {
  if (!confirmation) return { status: 'processing' };
  if (attempt.pi_status === 'requires_action') return { status: 'action-required' };
  if (!confirmation.outcome) return { status: 'pending' };
  if (attempt.pi_status !== 'requires_payment_method') return { status: 'pending' };
  const refusal =
    confirmation.outcome.kind === 'accepted'
      ? { code: 'payment_intent_authentication_failure' } // went to 3-D Secure and came back without
      : confirmation.outcome;
  const message = declineMessage(refusal, locale);
  if ('declineCode' in refusal && refusal.declineCode) {
    return { status: 'declined', decline: { code: refusal.code, declineCode: refusal.declineCode, message } };
  }
  return { status: 'declined', decline: { code: refusal.code, message } };
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
