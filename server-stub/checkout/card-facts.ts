/** What the bank and the card network said of the card that paid. Pure. */
import type { Intent } from '../stripe/gateway.ts';
import type { CardFacts } from '../store/schema.ts';

export function cardFactsOf(intent: Intent): CardFacts | null {
  const card = cardOf(intent);
  if (!card) return null;
  const secure = card.three_d_secure;
  return {
    brand: card.brand,
    last4: card.last4,
    funding: card.funding,
    country: card.country,
    threeDSecure: secure
      ? { result: secure.result, version: secure.version, flow: secure.authentication_flow }
      : null,
  };
}

/** Whether the issuer, not the merchant, bears a fraud: after a full authentication, and after one that was tried and acknowledged. */
export function shiftsLiability(result: string | null | undefined): boolean {
  return result === 'authenticated' || result === 'attempt_acknowledged';
}

/** Until when the hold can be captured: Stripe says it, no constant of ours does. */
export function captureBeforeOf(intent: Intent): Date | null {
  const before = cardOf(intent)?.capture_before;
  return before ? new Date(before * 1000) : null;
}

const cardOf = ({ latest_charge }: Intent) =>
  typeof latest_charge === 'object' ? latest_charge?.payment_method_details?.card : undefined;
