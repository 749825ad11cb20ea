import type { OwnWords } from './messages.ts';

export const en: OwnWords = {
  testMode: 'Test mode',
  payButton: 'Place order',
  paying: 'Processing your payment',
  loading: 'Loading the card form',
  cardGroup: 'Card details',
  email: 'E-mail (for the identity check)',
  emailWrong: 'Enter your e-mail address like name@example.com.',
  cardholder: 'Name on card',
  cardholderWrong: 'Enter the name as printed on the card, in Roman letters.',
  dataConsentMissing: 'Without your consent to pass this data to the card issuer, you cannot pay by card.',
  cardWrong: 'Please check the card details.',
  tryAgain: 'Load again',
  back: 'Back',
  offlineNow: 'You are offline. Check your connection, then load again.',
  timedOut: 'There was no answer in time. Load again where reception is better.',
  loadFailed: 'The payment form could not be loaded. Please wait a moment and load again.',
  serverDown: 'We are very busy. Please wait a moment and load again.',
  stripeBlocked:
    'The card form could not be loaded. Pause ad blockers or other extensions, or load it again.',
  expired: 'This page has expired. Please reload it.',
  errorSummary: 'Please check',
};
