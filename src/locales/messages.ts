/** The element's own words. Declines come from the server; here is only what must work without an answer of its. */
export interface Messages {
  payButton: string;
  paying: string;
  loading: string;
  cardGroup: string;
  testMode: string;
  tryAgain: string;
  back: string;
  loadFailed: string;
  stripeBlocked: string;
  unavailable: string;
  regionNotServed: string;
  tokenExpired: string;
  cartChanged: string;
  settingsChanged: string;
  rateLimited: string;
  cardRefused: string;
  offline: string;
  otherTab: string;
  payHere: string;
  paidElsewhere: string;
  alreadyOrdered: string;
  waitingForIssuer: string;
  resume: string;
  cancelPayment: string;
  pending: (reference: string) => string;
  cancelling: string;
  succeeded: (order: string) => string;
  soldOut: (items: string, holdReleased: boolean) => string;
  toCart: string;
  closed: (holdReleased: boolean) => string;
  takenOver: string;
  errorSummary: string;
  contact: (contact: string) => string;
}
