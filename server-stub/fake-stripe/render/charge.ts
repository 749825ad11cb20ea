import type Stripe from 'stripe';
import type { ChargeRow, DisputeRow, RefundRow, ThreeDSecureRow } from '../store/rows.ts';

const renderThreeDSecure = (row: ThreeDSecureRow): Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure => ({
  authentication_flow: row.flow,
  electronic_commerce_indicator: row.eci,
  exemption_indicator: row.exempted ? 'low_risk' : null,
  ...(row.exempted && { exemption_indicator_applied: true }),
  result: row.result,
  result_reason: row.result_reason,
  transaction_id: row.transaction_id,
  version: row.result === 'not_supported' ? null : '2.2.0',
});

const renderDetails = (row: ChargeRow): Stripe.Charge.PaymentMethodDetails => ({
  type: 'card',
  card: {
    amount_authorized: row.status === 'succeeded' ? row.amount : null,
    authorization_code: row.authorization_code,
    brand: row.card.brand,
    ...(row.capture_before !== null && { capture_before: row.capture_before }),
    checks: {
      address_line1_check: row.card.address_line1_check,
      address_postal_code_check: row.card.address_postal_code_check,
      cvc_check: row.card.cvc_check,
    },
    country: row.card.country,
    electronic_commerce_indicator: row.three_d_secure?.eci ?? null,
    exp_month: row.card.exp_month,
    exp_year: row.card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: row.card.fingerprint,
    funding: row.card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: row.card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: row.card.brand,
    network_token: { used: false },
    network_transaction_id: row.network_transaction_id,
    overcapture: { maximum_amount_capturable: row.amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: row.three_d_secure && renderThreeDSecure(row.three_d_secure),
    transaction_link_id: null,
    wallet: null,
  },
});

function renderOutcome(row: ChargeRow): Stripe.Charge.Outcome {
  const base = { network_advice_code: null, network_decline_code: null, advice_code: null };
  if (row.blocked) {
    return {
      ...base,
      network_status: 'not_sent_to_network',
      reason: 'highest_risk_level',
      risk_level: 'highest',
      seller_message: 'Stripe blocked this payment as too risky.',
      type: 'blocked',
    };
  }
  if (row.failure) {
    return {
      ...base,
      network_status: 'declined_by_network',
      reason: row.failure.decline_code ?? row.failure.code,
      risk_level: 'normal',
      seller_message: 'The bank returned a decline code.',
      type: 'issuer_declined',
    };
  }
  return {
    ...base,
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    seller_message: 'Payment complete.',
    type: 'authorized',
  };
}

export const renderCharge = (row: ChargeRow, live: boolean): Stripe.Charge => ({
  id: row.id,
  object: 'charge',
  amount: row.amount,
  amount_captured: row.amount_captured,
  amount_refunded: row.amount_refunded,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  billing_details: row.billing_details,
  calculated_statement_descriptor: row.statement_descriptor_suffix
    ? `FAKE* ${row.statement_descriptor_suffix}`
    : 'FAKE',
  captured: row.captured,
  created: row.created,
  currency: row.currency,
  customer: row.customer,
  description: row.description,
  disputed: row.disputed,
  failure_balance_transaction: null,
  failure_code: row.failure?.code ?? null,
  failure_message: row.failure?.message ?? null,
  fraud_details: {},
  livemode: live,
  metadata: row.metadata,
  on_behalf_of: null,
  outcome: renderOutcome(row),
  paid: row.status === 'succeeded',
  payment_intent: row.payment_intent,
  payment_method: row.payment_method,
  payment_method_details: renderDetails(row),
  receipt_email: row.receipt_email,
  receipt_number: null,
  receipt_url: null,
  refunded: row.status === 'succeeded' && row.amount_refunded === row.amount,
  review: null,
  shipping: row.shipping,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: row.statement_descriptor_suffix,
  status: row.status,
  transfer_data: null,
  transfer_group: null,
});

export const renderRefund = (row: RefundRow): Stripe.Refund => ({
  id: row.id,
  object: 'refund',
  amount: row.amount,
  balance_transaction: null,
  charge: row.charge,
  created: row.created,
  currency: row.currency,
  customer: null,
  customer_account: null,
  destination_details: {
    type: 'card',
    card: { type: 'refund', reference_status: 'pending', reference_type: 'acquirer_reference_number' },
  },
  ...(row.failure_reason !== null && { failure_reason: row.failure_reason }),
  metadata: row.metadata,
  payment_intent: row.payment_intent,
  payment_method: null,
  reason: row.reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status: row.status,
  transfer_reversal: null,
});

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

const DISPUTE_DAYS = 9;

export const renderDispute = (row: DisputeRow, live: boolean): Stripe.Dispute => ({
  id: row.id,
  object: 'dispute',
  amount: row.amount,
  balance_transactions: [],
  charge: row.charge,
  created: row.created,
  currency: row.currency,
  enhanced_eligibility_types: [],
  evidence: NO_EVIDENCE,
  evidence_details: {
    due_by: row.created + DISPUTE_DAYS * 24 * 60 * 60,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'manual',
  },
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: live,
  metadata: row.metadata,
  payment_intent: row.payment_intent,
  reason: row.reason,
  status: row.status,
});
