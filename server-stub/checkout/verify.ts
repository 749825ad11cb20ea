/** Whether the money at Stripe is the money of this attempt. Nothing is believed because it has the right id. */
import type Stripe from 'stripe';
import type { Intent } from '../stripe/gateway.ts';
import type { Attempt } from '../store/schema.ts';
import { shiftsLiability } from './card-facts.ts';

/** What differs, as a word for the alarm; nothing when all is as it was agreed. */
export function verifyIntent(attempt: Attempt, intent: Intent): string | undefined {
  if (intent.amount !== attempt.amount) return 'amount';
  if (intent.currency !== attempt.currency) return 'currency';
  if (intent.livemode !== (attempt.mode === 'live')) return 'mode';
  if (intent.metadata['attempt'] !== attempt.id) return 'metadata';
  if (customerOf(intent) !== attempt.customer_id) return 'customer';
  if (intent.capture_method !== 'manual') return 'capture method';
  const authorised = intent.status === 'requires_capture' || intent.status === 'succeeded';
  if (authorised && attempt.rules.threeDSecure === 'strict' && !authenticated(intent.latest_charge)) {
    return '3-D Secure';
  }
  return undefined;
}

export function customerOf({ customer }: Intent): string | null {
  return typeof customer === 'string' ? customer : (customer?.id ?? null);
}

/** `strict` accepts what shifts liability, and nothing else. */
function authenticated(charge: string | Stripe.Charge | null): boolean {
  if (!charge || typeof charge === 'string') return false;
  return shiftsLiability(charge.payment_method_details?.card?.three_d_secure?.result);
}
