/** What Stripe.js throws where its caller is wrong. */
export class IntegrationError extends Error {
  override name = 'IntegrationError';
}
