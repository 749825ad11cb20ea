import type Stripe from 'stripe';
import { cardByName } from '../cards.ts';
import type { CardRow, PaymentMethodRow } from '../store/rows.ts';

export function renderCard(row: CardRow): Stripe.PaymentMethod.Card {
  return {
    brand: row.brand,
    checks: {
      address_line1_check: row.address_line1_check,
      address_postal_code_check: row.address_postal_code_check,
      cvc_check: row.cvc_check,
    },
    country: row.country,
    display_brand: row.brand === 'amex' ? 'american_express' : row.brand,
    exp_month: row.exp_month,
    exp_year: row.exp_year,
    fingerprint: row.fingerprint,
    funding: row.funding,
    generated_from: null,
    last4: row.last4,
    networks: { available: [row.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: cardByName(row.card).threeDSecure !== 'not_supported' },
    wallet: null,
  };
}

export const renderPaymentMethod = (row: PaymentMethodRow, live: boolean): Stripe.PaymentMethod => ({
  id: row.id,
  object: 'payment_method',
  allow_redisplay: row.allow_redisplay,
  billing_details: row.billing_details,
  card: renderCard(row.card),
  created: row.created,
  customer: row.customer,
  customer_account: null,
  livemode: live,
  metadata: row.metadata,
  type: 'card',
});
