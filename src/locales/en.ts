import type { OwnWords } from './messages.ts';

export const en: OwnWords = {
  payButton: 'Place order',
  paying: 'Processing your payment',
  loading: 'Loading the card form',
  cardGroup: 'Card details',
  tryAgain: 'Load again',
  back: 'Back',
  loadFailed: 'The payment form could not be loaded. Check your connection and load it again.',
  stripeBlocked:
    'The card form could not be loaded. Pause ad blockers or other extensions, or load it again.',
  unavailable: 'This payment method is not available now. Please choose another one.',
  regionNotServed: 'This payment method is not available in your billing country. Please choose another one.',
  tokenExpired: 'This page has expired. Please reload it.',
  cartChanged: 'Your cart has changed. Please check the amount and try again.',
  offline:
    'The connection was lost. We will check the result as soon as it is back. Please do not pay again.',
  alreadyOrdered: 'This cart has already been ordered.',
  errorSummary: 'Please check',
};
