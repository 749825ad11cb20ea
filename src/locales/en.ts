import type { Messages } from './messages.ts';

const debitSentence = 'The hold on your card was cancelled. Debit or prepaid refunds can take some weeks.';

export const en: Messages = {
  payButton: 'Place order',
  paying: 'Processing your payment',
  loading: 'Loading the card form',
  cardGroup: 'Card details',
  testMode: 'Test mode',
  tryAgain: 'Load again',
  back: 'Back',
  loadFailed: 'The payment form could not be loaded. Check your connection and load it again.',
  stripeBlocked:
    'The card form could not be loaded. Pause ad blockers or other extensions, or load it again.',
  unavailable: 'This payment method is not available now. Please choose another one.',
  regionNotServed: 'This payment method is not available in your billing country. Please choose another one.',
  tokenExpired: 'This page has expired. Please reload it.',
  cartChanged: 'Your cart has changed. Please check the amount and try again.',
  settingsChanged: 'Something on this page was updated. Please check it and press the button again.',
  rateLimited: 'Several payments were not approved, so please wait. Try again in about ten minutes.',
  cardRefused: 'We could not go on with these card details. Enter them again or use another card.',
  offline:
    'The connection was lost. We will check the result as soon as it is back. Please do not pay again.',
  otherTab: 'This order is being paid on another screen or device. This page will follow.',
  payHere: 'Pay here instead',
  paidElsewhere: 'This order was paid on another screen.',
  alreadyOrdered: 'This cart has already been ordered.',
  waitingForIssuer: 'Waiting for your card issuer to verify you. If its screen closed, press Continue.',
  resume: 'Continue',
  cancelPayment: 'Cancel payment',
  pending: (reference) =>
    `We are checking the result. Please do not pay again. You may close this page; we will e-mail you. Reference: ${reference}`,
  cancelling: 'The earlier payment is being cancelled. Please wait.',
  succeeded: (order) => `Your order is placed. Order number: ${order}`,
  soldOut: (items, holdReleased) =>
    holdReleased
      ? `"${items}" sold out while you were paying. No order was placed. ${debitSentence}`
      : `"${items}" has sold out. No order was placed and your card was not charged.`,
  toCart: 'Back to cart',
  closed: (holdReleased) =>
    holdReleased
      ? `The payment was cancelled and no order was placed. ${debitSentence}`
      : 'The payment was cancelled and no order was placed. You can try again.',
  takenOver: 'You went on paying on another screen, so the payment here was cancelled.',
  errorSummary: 'Please check',
  contact: (contact) => `Contact: ${contact}`,
};
