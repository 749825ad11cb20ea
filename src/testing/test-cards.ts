/** Stripe's test cards by what they show. Source: docs.stripe.com/testing. */
export const testCards = {
  approved: '4242424242424242',
  /** Asks for 3-D Secure each time. */
  authenticationRequired: '4000002760003184',
  /** Passes 3-D Secure, and is then refused for want of funds. */
  insufficientFundsAfterAuthentication: '4000008260003178',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  lost: '4000000000009987',
  stolen: '4000000000009979',
  expired: '4000000000000069',
  incorrectCvc: '4000000000000127',
  processingError: '4000000000000119',
  /** Refused as too risky before the bank is asked. */
  blocked: '4100000000000019',
  jcb: '3566002020360505',
  amex: '378282246310005',
} as const;

export type TestCard = keyof typeof testCards;
