import type Stripe from 'stripe';

/** The SDK's type for each value of `object`: what `shape.ts` reads with the compiler. */
export interface SdkObjects {
  account: Stripe.Account;
  charge: Stripe.Charge;
  confirmation_token: Stripe.ConfirmationToken;
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  customer_session: Stripe.CustomerSession;
  dispute: Stripe.Dispute;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  refund: Stripe.Refund;
  webhook_endpoint: Stripe.WebhookEndpoint | Stripe.DeletedWebhookEndpoint;
  event: Stripe.EventBase;
}
