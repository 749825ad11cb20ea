/** Stripe's test cards by what they show. Source: docs.stripe.com/testing. */
export const testCards = {
  approved: '4242424242424242',
  authenticationRequired: '4000002760003184',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  expired: '4000000000000069',
  incorrectCvc: '4000000000000127',
  jcb: '3566002020360505',
  amex: '378282246310005',
} as const;

export type TestCard = keyof typeof testCards;
